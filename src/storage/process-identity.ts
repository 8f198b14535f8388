import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from '../core/system-errors.ts';

/**
 * What tells one process from every other one, so that a lock left behind by a crash isn't taken for a living
 * one when its process number has been given to somebody else. A start is a text that differs between two
 * processes of the same number, a restart of the machine included; undefined where the platform doesn't tell.
 */
export interface ProcessIdentity {
  /** Processes of another machine (or container with processes of its own) can't be looked up from here. */
  readonly machine: string;
  readonly pid: number;
  readonly start: string | undefined;
}

let own: ProcessIdentity | undefined;

export function ownIdentity(): ProcessIdentity {
  own ??= { machine: machineName(), pid: process.pid, start: startOf(process.pid)?.start };
  return own;
}

/** Whether that process still runs. What can't be known counts as running: a lock is better refused than shared. */
export function mayBeRunning(other: ProcessIdentity): boolean {
  if (other.machine !== ownIdentity().machine) return true;
  if (!isRunning(other.pid)) return false;
  const found = startOf(other.pid);
  if (found === undefined) return true;
  if (found.isZombie) return false;
  return other.start === undefined || found.start === undefined || other.start === found.start;
}

/** Whether a process of this number runs on this machine, whoever it belongs to. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return errorCode(error) === 'EPERM';
  }
}

interface Start {
  readonly start: string | undefined;
  /** Ended, and only still listed because its parent hasn't asked for its exit code. */
  readonly isZombie: boolean;
}

function startOf(pid: number): Start | undefined {
  try {
    if (process.platform === 'linux')
      return readLinuxStat(readFileSync(`/proc/${pid}/stat`, 'utf8'), bootId());
    if (process.platform === 'darwin') return readPsLine(runPs(pid));
  } catch {
    // No such process, or one we may not look at.
  }
  return undefined;
}

/** Field 3 of /proc/PID/stat is the state, field 22 the start in clock ticks since the machine booted. */
export function readLinuxStat(stat: string, boot: string): Start {
  // The name of the program (field 2) stands in parentheses and may itself contain spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields[19];
  return { start: ticks === undefined ? undefined : `${boot}-${ticks}`, isZombie: fields[0] === 'Z' };
}

/** `S+   Sun Nov 22 01:48:00 2026`: the state, then the start in UTC. */
export function readPsLine(line: string): Start {
  const [state = '', ...started] = line.trim().split(/\s+/);
  return {
    start: started.length === 0 ? undefined : shorten(started.join(' ')),
    isZombie: state.startsWith('Z'),
  };
}

function runPs(pid: number): string {
  return execFileSync('/bin/ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
}

function machineName(): string {
  let processSpace = '';
  try {
    // Two containers may share the host's name, but not its process numbers.
    if (process.platform === 'linux') processSpace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not told here; the name alone has to do.
  }
  return shorten(`${hostname()} ${processSpace}`);
}

function shorten(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
