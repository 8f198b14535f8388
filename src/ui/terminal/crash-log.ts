import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { scrub } from '../../core/remedies/scrub.ts';

/**
 * Keeps what is needed to find a bug: message and stack of the error and its causes, with personal data and
 * secrets taken out. Returns the file's path, or undefined when it couldn't be written.
 */
export function writeCrashLog(folder: string, error: unknown, now: Date): string | undefined {
  const path = join(folder, `crash-${now.toISOString().replaceAll(/[:.]/g, '-')}.log`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, crashReport(error, now), { mode: 0o600 });
    return path;
  } catch {
    return undefined;
  }
}

/** The text of the log: one line each for time and runtime, then the error with its stack and causes. */
export function crashReport(error: unknown, now: Date): string {
  const lines = [now.toISOString(), `node ${process.version} ${process.platform} ${process.arch}`];
  let current: unknown = error;
  for (let depth = 0; current !== undefined && depth < MOST_CAUSES; depth += 1) {
    lines.push(depth === 0 ? '' : 'caused by');
    lines.push(...describe(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return `${lines.join('\n')}\n`;
}

const MOST_CAUSES = 5;

function describe(error: unknown): readonly string[] {
  if (!(error instanceof Error)) {
    return [scrub(String(error))];
  }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}: ${scrub(error.message)}`, ...frames.map((frame) => `    ${place(frame)}`)];
}

/** A stack frame names functions and files; the home folder's name is the person's. */
function place(frame: string): string {
  return frame.trim().replaceAll(homedir(), '~');
}
