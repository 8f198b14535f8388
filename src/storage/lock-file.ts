import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { KnownError } from '../core/errors.ts';
import type { Lock } from '../core/ports/storage.ts';
import { makeFolder } from './atomic-file.ts';
import { storageError } from './io-errors.ts';
import { osUser } from './os-user.ts';
import { mayBeRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/**
 * Locks between processes. Everyone who wants a lock puts a claim of their own into the folder and *then*
 * looks for claims of others that may be running: of two, at least the later one sees the other, so two never
 * both go on. Claims have names that are never used twice; a dead one can therefore be deleted by anybody at
 * any time without ever hitting a living one. Who got through adds a mark, which tells a holder (give up at
 * once) from somebody else who is just trying (try again).
 */

/** Waits between tries, in milliseconds, get a random length so that two don't meet again and again. */
const SHORTEST_WAIT = 1;
const LONGEST_WAIT = 12;
/** How long somebody who is just trying is waited for. */
const TRYING_PATIENCE = 2_000;
/** How long a short piece of work, such as saving the profile, waits for another one. */
const WORK_PATIENCE = 10_000;

interface Claim {
  readonly name: string;
  readonly owner: ProcessIdentity;
}

type Attempt =
  | { readonly state: 'taken'; readonly release: () => void }
  | { readonly state: 'held' | 'contended'; readonly by: Claim };

/** Takes a lock or rejects with kind `locked`, naming who has it. Left behind by a crash, it is taken over. */
export async function takeLock(folder: string, key: string): Promise<Lock> {
  const deadline = performance.now() + TRYING_PATIENCE;
  for (;;) {
    const attempt = tryLock(folder, key);
    if (attempt.state === 'taken') {
      return { release: async () => attempt.release() };
    }
    if (attempt.state === 'held' || performance.now() > deadline) throw lockedError(folder, key, attempt.by);
    await new Promise((resolve) => setTimeout(resolve, randomWait()));
  }
}

/** Does a short piece of work under a lock, after everyone else's; rejects with `locked` after ten seconds. */
export async function withLock<Result>(
  folder: string,
  key: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const deadline = performance.now() + WORK_PATIENCE;
  for (;;) {
    const attempt = tryLock(folder, key);
    if (attempt.state === 'taken') {
      try {
        return await work();
      } finally {
        attempt.release();
      }
    }
    if (performance.now() > deadline) throw lockedError(folder, key, attempt.by);
    await new Promise((resolve) => setTimeout(resolve, randomWait()));
  }
}

/** The same for work that can't be asynchronous; the thread sleeps while it waits. */
export function withLockSync<Result>(folder: string, key: string, work: () => Result): Result {
  const deadline = performance.now() + WORK_PATIENCE;
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    const attempt = tryLock(folder, key);
    if (attempt.state === 'taken') {
      try {
        return work();
      } finally {
        attempt.release();
      }
    }
    if (performance.now() > deadline) throw lockedError(folder, key, attempt.by);
    Atomics.wait(sleeper, 0, 0, randomWait());
  }
}

function tryLock(folder: string, key: string): Attempt {
  makeFolder(folder);
  const prefix = fileName(key);
  const identity = ownIdentity();
  const own = [
    prefix,
    identity.machine,
    identity.pid,
    identity.start ?? '',
    randomBytes(4).toString('hex'),
    'claim',
  ].join('.');
  try {
    writeFileSync(join(folder, own), describeSelf(), { flag: 'wx', mode: 0o600 });
    const others = livingClaims(folder, prefix).filter(({ name }) => name !== own);
    const [other] = others;
    if (other === undefined) {
      writeFileSync(join(folder, markOf(own)), '', { mode: 0o600 });
      return { state: 'taken', release: () => discard(folder, own) };
    }
    discard(folder, own);
    const names = readdirSync(folder);
    const holder = others.find(({ name }) => names.includes(markOf(name)));
    return holder === undefined ? { state: 'contended', by: other } : { state: 'held', by: holder };
  } catch (error) {
    // A claim of a process that lives on would keep everybody out, this process too.
    discard(folder, own);
    throw storageError(error, 'write', folder);
  }
}

function livingClaims(folder: string, prefix: string): readonly Claim[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${prefix}.`) && name.endsWith('.claim'))
    .flatMap((name) => {
      const [, machine = '', pid = '', start = ''] = name.split('.');
      const owner = { machine, pid: Number(pid), start: start === '' ? undefined : start };
      if (mayBeRunning(owner)) return [{ name, owner }];
      discard(folder, name);
      return [];
    });
}

/** The mark goes first: a claim without one is somebody trying, a mark without a claim would be nobody's. */
function discard(folder: string, claim: string): void {
  rmSync(join(folder, markOf(claim)), { force: true });
  rmSync(join(folder, claim), { force: true });
}

function markOf(claim: string): string {
  return claim.replace(/claim$/, 'held');
}

/** Readable where it can be, unique by the hash of the whole key, and without the dots that separate the parts. */
function fileName(key: string): string {
  const readable = key.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
  return `${readable}-${createHash('sha256').update(key).digest('hex').slice(0, 10)}`;
}

function randomWait(): number {
  return SHORTEST_WAIT + Math.random() * (LONGEST_WAIT - SHORTEST_WAIT);
}

function describeSelf(): string {
  return `${osUser()}, process ${process.pid} on ${hostname()}, since ${new Date().toISOString()}`;
}

function lockedError(folder: string, key: string, { name, owner }: Claim): KnownError {
  const path = join(folder, name);
  let holder = `process ${owner.pid}`;
  try {
    holder = readFileSync(path, 'utf8') || holder;
  } catch {
    // Released in this very moment; the number is all that is left of it.
  }
  const isElsewhere = owner.machine !== ownIdentity().machine;
  return new KnownError({
    kind: 'locked',
    message: `${key} is in use by ${holder}.`,
    hint: isElsewhere
      ? `Wait until it is done there. Only if you are sure that it no longer runs, delete ${path}.`
      : 'Wait until it is done, or end that process; then try again.',
  });
}
