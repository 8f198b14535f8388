export interface RunLineOptions {
  /** `key=value`, as after `--set`. */
  readonly set?: readonly string[];
  readonly testMembers?: number | undefined;
  readonly testEventCode?: string | undefined;
}

/** The command line that runs something, to be copied into a shell: names and values may hold anything. */
export function runLine(name: string, { set = [], testMembers, testEventCode }: RunLineOptions = {}): string {
  return [
    `tada run ${quoted(name)}`,
    ...set.map((pair) => `--set ${quoted(pair)}`),
    ...(testMembers === undefined ? [] : [`--test ${testMembers}`]),
    ...(testEventCode === undefined ? [] : [`--test-event-code ${quoted(testEventCode)}`]),
  ].join(' ');
}

/** As a word for a shell. */
function quoted(word: string): string {
  return `"${word.replaceAll(/["\\$`]/g, '\\$&')}"`;
}
