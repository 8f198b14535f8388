import { configurationError } from '../core/errors.ts';
import { groupTimes, type Home, type ScheduleEntry } from './scheduler.ts';

/** Vixie cron reads at most 998 characters of a command, and drops the rest without a word. */
const LONGEST_COMMAND = 990;

/**
 * The lines of an entry: a comment with its id, and one line for each group of times. Cron turns an unescaped `%`
 * into a line break, and cron programs differ in what they make of two backslashes: the first is written so that all
 * of them and the shell read the same, the second is refused.
 */
export function crontabLines(entry: ScheduleEntry): readonly string[] {
  const { id, name, times, command, env } = entry;
  const words = [
    ...Object.entries(env).map(([variable, value]) => `${variable}=${quote(value)}`),
    ...command.map(quote),
  ];
  const line = words.join(' ');
  if (/[\\\r\n]/.test([...command, ...Object.values(env)].join(''))) {
    throw cannotCarry(name, 'A backslash or a line break in its name or in a path');
  }
  if (line.length > LONGEST_COMMAND) throw cannotCarry(name, `A command of ${line.length} characters`);
  const lines = groupTimes(times).map(
    ({ hours, minutes }) => `${listOf(minutes, 60)} ${listOf(hours, 24)} * * * ${line}`,
  );
  return [`# ${id} ${JSON.stringify(name)}`, ...lines];
}

/** A crontab with this home's block, or without it when there are no entries; all other bytes stay as they are. */
export function replaceBlock(
  crontab: string,
  home: Home,
  entries: ReadonlyMap<string, readonly string[]>,
): string {
  const { before, after } = cut(crontab, home);
  if (entries.size === 0) return before + after;
  const block = [
    `${beginOf(home)} ${JSON.stringify(home.folder)} (written by \`tada schedule\`; don't edit)`,
    ...[...entries.values()].flat(),
    endOf(home),
    '',
  ].join('\n');
  return before + toBytes(block) + after;
}

/** The entries of this home's block: the lines of each by its id. */
export function readBlock(crontab: string, home: Home): ReadonlyMap<string, readonly string[]> {
  const entries = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of fromBytes(cut(crontab, home).block).split('\n').slice(1, -2)) {
    const [, id] = /^# (\S+) "/.exec(line) ?? [];
    if (id !== undefined) {
      lines = [];
      entries.set(id, lines);
    }
    lines.push(line);
  }
  return entries;
}

/** The block stands first: what a person sets further down (SHELL, CRON_TZ, MAILTO) doesn't reach it. */
function cut(crontab: string, home: Home): { before: string; block: string; after: string } {
  const begin = findLine(crontab, beginOf(home), 0);
  if (begin === -1) return { before: '', block: '', after: crontab };
  const end = findLine(crontab, endOf(home), begin);
  if (end === -1) {
    throw configurationError(
      `The crontab has the line "${beginOf(home)} …" without its end.`,
      `Put the line "${endOf(home)}" after tada's last line there (\`crontab -e\`), and try again.`,
    );
  }
  const lineEnd = crontab.indexOf('\n', end);
  const after = lineEnd === -1 ? crontab.length : lineEnd + 1;
  return {
    before: crontab.slice(0, begin),
    block: crontab.slice(begin, after),
    after: crontab.slice(after),
  };
}

/** Where a line that starts so begins; -1 when there is none. */
function findLine(text: string, start: string, from: number): number {
  if (from === 0 && text.startsWith(start)) return 0;
  const found = text.indexOf(`\n${start}`, Math.max(0, from - 1));
  return found === -1 ? -1 : found + 1;
}

const beginOf = ({ tag }: Home) => `# begin ${tag}`;
const endOf = ({ tag }: Home) => `# end ${tag}`;

function listOf(values: readonly number[], all: number): string {
  return values.length === all ? '*' : values.join(',');
}

/** A word of the shell. A `%` stands outside of the quotes behind a backslash, which cron or else the shell takes away. */
function quote(word: string): string {
  if (/^[A-Za-z0-9_/.:=@+,-]+$/.test(word)) return word;
  return word
    .split('%')
    .map((part) => (part === '' ? '' : `'${part.replaceAll("'", `'"'"'`)}'`))
    .join('\\%');
}

function cannotCarry(name: string, what: string) {
  return configurationError(
    `${what} can't stand in a crontab, so "${name}" can't be installed there.`,
    'Give it a plainer name (or tada a shorter TADA_HOME), or use another scheduler: `--scheduler systemd`.',
  );
}

/** A crontab is bytes; they are handled as latin1 text, so that whatever others wrote comes back as it was. */
function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function fromBytes(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
