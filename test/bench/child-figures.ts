import { readdirSync, readFileSync } from 'node:fs';

/** What a child process used so far; Linux only, undefined elsewhere. */
export interface ChildFigures {
  readonly cpuSeconds: number;
  /** Megabytes of memory at its highest. */
  readonly peakMb: number;
}

/** Kernel ticks in a second, the same on every Linux that Node runs on. */
const TICKS = 100;

/** Reads the figures of this process's only child from /proc. */
export function readChildFigures(): ChildFigures | undefined {
  try {
    const child = readdirSync('/proc').find((name) => /^\d+$/.test(name) && parentOf(name) === process.pid);
    if (child === undefined) return undefined;
    const status = readFileSync(`/proc/${child}/status`, 'utf8');
    const [, peak = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? [];
    const fields = statFields(child);
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS, peakMb: Number(peak) / 1024 };
  } catch {
    return undefined;
  }
}

/** The fields of /proc/…/stat behind the program's name, which may hold anything. */
function statFields(processId: string): readonly string[] {
  const text = readFileSync(`/proc/${processId}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function parentOf(processId: string): number | undefined {
  try {
    return Number(statFields(processId)[1]);
  } catch {
    return undefined;
  }
}
