import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActReport } from './act.ts';
import { Dice } from './dice.ts';
import { type Finding, findProblems } from './findings.ts';
import { type LifeOptions, range } from './life.ts';
import { type CustomerList, customerList, type Members, NOBODY } from './people.ts';
import { openPlace, type Place, setUp } from './place.ts';
import type { Ended, KillPlan } from './victim.ts';

/** Stories without a random axe: two runs at once, a disk that is full or read-only, a source that changes. */

export type Mishap = (options: LifeOptions) => Promise<readonly ActReport[] | 'impossible here'>;

const RUN = ['run', 'torture', '--yes', '--json'];
const STYLE = { restart: 'resume', tears: false, losesAnswers: true } as const;

/** Two runs of one audience: the second is told so, and changes nothing, whatever it was asked to do. */
export const twoAtOnce: Mishap = (options) =>
  // Slow enough for the other two to come and go meanwhile.
  staged('two runs at once', { ...options, rowsPerSecond: options.members / 12 }, async (place, findings) => {
    const list = customerList(range(0, options.members), options.seed);
    place.writeSource(list);
    const first = place.tada(RUN);
    await accepted(place, 2);
    const id = newestRun(place);
    const second = await place.tada(RUN);
    expectFault(findings, 'the second run', second, 'locked', 3);
    const resumed = await place.tada(['runs', 'resume', id, '--yes', '--json']);
    expectFault(findings, 'resuming the running one', resumed, 'locked', 3);
    return { list, before: NOBODY, after: list.members, last: await first, runs: [id] };
  });

/** The source is replaced while a run lies dead: what was sent in part is ended first, nothing is mixed. */
export const sourceReplaced: Mishap = (options) =>
  staged('source replaced', options, async (place, findings) => {
    const old = customerList(range(0, options.members), options.seed);
    const next = customerList(range(Math.round(options.members / 10), options.members), options.seed + 1);
    place.writeSource(old);
    await place.tada(RUN, at('prepare', 0));
    place.writeSource(next);
    // Nothing was sent yet, so the new file counts.
    const killed = await place.tada(
      ['runs', 'resume', newestRun(place), '--yes', '--json'],
      at('deliver', 3),
    );
    place.writeSource(old);
    const ended = await place.tada(['runs', 'resume', newestRun(place), '--yes', '--json']);
    if (!killed.killed) findings.push({ what: 'the story went too fast to be told', details: '' });
    return { list: next, before: NOBODY, after: next.members, last: ended, runs: [newestRun(place)] };
  });

/** The disk is full at some moment; there is room again, and the run goes on. Needs root and tmpfs. */
export const fullDisk: Mishap = (options) =>
  onSmallDisk(options, 'full disk', async (place, findings, dice) => {
    const list = customerList(range(0, options.members), options.seed);
    place.writeSource(list);
    const filler = join(place.home, 'filler');
    const { bavail, bsize } = statfsSync(place.home);
    // From nearly nothing to enough for the staged file, so that every later write gets its turn.
    const left = Math.round(2 ** (4 + dice.next() * 9.5)) * 1024;
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)));
    const stuck = await place.tada(RUN);
    const isHonest =
      stuck.code === 0 || (stuck.code === 2 && /disk-full|no space left|disk is full/i.test(stuck.stderr));
    if (!isHonest) findings.push({ what: 'a full disk was not told', details: told(stuck) });
    rmSync(filler);
    const how = stuck.code === 0 ? 'enough' : 'too little';
    const name = `full disk, ${Math.round(left / 1024).toLocaleString('en')} KB: ${how}`;
    return { ...(await endedAfter(place, stuck, list)), name };
  });

/** The disk turns read-only between two starts. Needs root and tmpfs. */
export const readOnlyDisk: Mishap = (options) =>
  onSmallDisk(options, 'read-only disk', async (place, findings) => {
    const list = customerList(range(0, options.members), options.seed);
    place.writeSource(list);
    const killed = await place.tada(RUN, at('deliver', 3));
    const before = await settled(place);
    execFileSync('mount', ['-o', 'remount,ro', place.home]);
    const refused = await place.tada(['runs', 'resume', newestRun(place), '--yes', '--json']);
    if (refused.code !== 2) findings.push({ what: 'a read-only disk was not told', details: told(refused) });
    if (place.world.accepted() !== before) {
      findings.push({ what: 'people were sent without a journal', details: told(refused) });
    }
    execFileSync('mount', ['-o', 'remount,rw', place.home]);
    return await endedAfter(place, killed, list);
  });

interface Told {
  /** Says more than the story's own name. */
  readonly name?: string;
  readonly list: CustomerList;
  readonly before: Members;
  readonly after: Members;
  readonly last: Ended;
  readonly runs: readonly string[];
}

async function staged(
  name: string,
  options: LifeOptions & { readonly home?: string },
  tell: (place: Place, findings: Finding[], dice: Dice) => Promise<Told>,
): Promise<readonly ActReport[]> {
  const dice = new Dice(options.seed);
  const began = performance.now();
  const place = await openPlace({ ...options, dice });
  try {
    await setUp(place);
    const findings: Finding[] = [];
    const story = await tell(place, findings, dice);
    const { list, before, after, last, runs } = story;
    const act = { name: story.name ?? name, before, after, list, start: RUN };
    findings.push(...(await findProblems({ place, act, style: STYLE, runs, last, tears: 0 })));
    return [
      {
        act: act.name,
        kills: {},
        starts: 0,
        runs: runs.length,
        batches: 0,
        accepted: place.world.accepted(),
        seconds: (performance.now() - began) / 1000,
        findings,
        lastRun: runs.at(-1),
      },
    ];
  } finally {
    await place.close();
  }
}

async function onSmallDisk(
  options: LifeOptions,
  name: string,
  tell: (place: Place, findings: Finding[], dice: Dice) => Promise<Told>,
): Promise<readonly ActReport[] | 'impossible here'> {
  const home = mkdtempSync(join(tmpdir(), 'tada-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', home], { stdio: 'ignore' });
  } catch {
    rmSync(home, { recursive: true, force: true });
    return 'impossible here';
  }
  try {
    const inside = join(home, '.');
    mkdirSync(inside, { recursive: true });
    return await staged(name, { ...options, home }, tell);
  } finally {
    execFileSync('umount', ['--lazy', home]);
    rmSync(home, { recursive: true, force: true });
  }
}

/** Goes on until the end, with a new run where there is none to go on with. */
async function endedAfter(place: Place, first: Ended, list: CustomerList): Promise<Told> {
  let last = first;
  const id = newestRun(place);
  const isRecorded = place.runs.list().runs.some((run) => run.id === id);
  if (first.code !== 0) last = await place.tada(isRecorded ? ['runs', 'resume', id, '--yes', '--json'] : RUN);
  return { list, before: NOBODY, after: list.members, last, runs: allRuns(place) };
}

function allRuns({ runs }: Place): readonly string[] {
  return runs
    .list()
    .runs.map(({ id }) => id)
    .toReversed();
}

function newestRun({ runs }: Place): string {
  return runs.list().runs[0]?.id ?? '';
}

function at(phase: KillPlan['phase'], requests: number): KillPlan {
  return { phase, delay: 0, accepted: requests, everything: true };
}

async function accepted(place: Place, count: number): Promise<void> {
  if (place.world.accepted() >= count) return;
  await new Promise<void>((resolve) => {
    const stop = place.world.onAccepted((now) => {
      if (now < count) return;
      stop();
      resolve();
    });
  });
}

/** How much TikTok accepted, once what a killed process had on its way has arrived. */
async function settled(place: Place): Promise<number> {
  for (let before = -1; ; ) {
    const now = (await place.world.mappings()).length;
    if (now === before) return now;
    before = now;
    await sleep(1_000);
  }
}

function expectFault(findings: Finding[], who: string, ended: Ended, kind: string, code: number): void {
  const fault = ended.lines.find(({ type }) => type === 'fault');
  if (ended.code === code && fault?.kind === kind) return;
  findings.push({ what: `${who} was not told "${kind}"`, details: told(ended) });
}

function told({ code, stderr }: Ended): string {
  return `exit ${code}: ${stderr.trim().slice(0, 400)}`;
}
