import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, findProblems, type Scene } from './findings.ts';
import { type CustomerList, countMissing, type Members } from './people.ts';
import type { Place } from './place.ts';
import { tearJournal } from './torn-journal.ts';
import { type Aim, type Ended, type Phase, planKill } from './victim.ts';

/** What a process is asked to do, again and again until it comes to its end. */
export interface Act {
  readonly name: string;
  /** Who is in the audience before, and who has to be afterwards. */
  readonly before: Members;
  readonly after: Members;
  /** The list it delivers; undefined for an undo, whose rows are all zero. */
  readonly list: CustomerList | undefined;
  readonly start: readonly string[];
  /** What has to be true afterwards; left out: what has to be true of an audience. */
  readonly inspect?: (scene: Scene) => Promise<readonly Finding[]>;
}

export interface Style {
  /** What happens after a kill: the run is resumed, a new one is started, or either. */
  readonly restart: 'resume' | 'new' | 'either';
  /** The journal loses half of its last line, or gains half a line. */
  readonly tears: boolean;
  /** TikTok applies and the answer gets lost, so that requests are repeated without a kill. */
  readonly losesAnswers: boolean;
}

export interface ActReport {
  readonly act: string;
  readonly kills: Readonly<Partial<Record<Phase, number>>>;
  readonly starts: number;
  readonly runs: number;
  readonly batches: number;
  readonly accepted: number;
  readonly seconds: number;
  readonly findings: readonly Finding[];
  /** The run that came to its end. */
  readonly lastRun: string | undefined;
}

/** A process that keeps failing by itself is no story about kills any more. */
const MOST_FAILURES = 3;

/** Plays an act with so many kills, lets it come to its end, and looks what became of everybody. */
export async function play(place: Place, act: Act, style: Style, kills: number): Promise<ActReport> {
  const { dice, world } = place;
  const began = performance.now();
  const earlierRuns = new Set(runIds(place));
  const acceptedBefore = world.accepted();
  const findings: Finding[] = [];
  const killed: Partial<Record<Phase, number>> = {};
  let aim = firstAim(place, act);
  let starts = 0;
  let tears = 0;
  let failures = 0;
  let last: Ended | undefined;
  for (let left = kills; failures < MOST_FAILURES; ) {
    const plan = left > 0 ? planKill(dice, aimAgain(aim, world.accepted(), acceptedBefore)) : undefined;
    const run = chooseRun(place, style, earlierRuns);
    if (run?.isComplete === true) break;
    last = await place.tada(
      run === undefined ? act.start : ['runs', 'resume', run.id, '--yes', '--json'],
      plan,
    );
    starts += 1;
    if (last.killed && plan !== undefined) {
      left -= 1;
      killed[plan.phase] = (killed[plan.phase] ?? 0) + 1;
      const newest = newestRun(place, earlierRuns);
      if (style.tears && newest !== undefined && tearJournal(place.home, newest, dice)) tears += 1;
      continue;
    }
    aim = { ...aim, wholeRun: Math.max(300, Math.round(last.lasted)) };
    if (last.code === 0) break;
    failures += 1;
    findings.push({
      what: 'a start failed by itself',
      details: `exit ${last.code}: ${last.stderr.trim().slice(0, 600)}`,
    });
  }
  const runs = runIds(place).filter((id) => !earlierRuns.has(id));
  const inspect = act.inspect ?? findProblems;
  findings.push(...(await inspect({ place, act, style, runs, last, tears })));
  const batches = runs.flatMap((id) => journalOf(place, id)).filter(({ state }) => state === 'confirmed');
  return {
    act: act.name,
    kills: killed,
    starts,
    runs: runs.length,
    batches: batches.length,
    accepted: world.accepted() - acceptedBefore,
    seconds: (performance.now() - began) / 1000,
    findings,
    lastRun: runs.at(-1),
  };
}

/** Before anything was measured: guesses that are refined by every run that ends by itself. */
function firstAim({ batchSize, rowsPerSecond }: Place, { before, after, list }: Act): Aim {
  const changes = countMissing(after, before) + countMissing(before, after);
  const rows = list?.rows ?? 0;
  return {
    query: 250 + rows / 40,
    wholeRun: 1500 + rows / 20 + (changes / rowsPerSecond) * 1000,
    accepted: 0,
    // Most people have two identifiers; events are as many as their rows.
    batches: Math.max(1, Math.round((changes === 0 ? rows : changes / 1.8) / batchSize)),
  };
}

/** What was accepted already doesn't come again, so later kills aim at what is left. */
function aimAgain(aim: Aim, accepted: number, before: number): Aim {
  return { ...aim, accepted, batches: Math.max(1, aim.batches - (accepted - before)) };
}

interface ChosenRun {
  readonly id: string;
  readonly isComplete: boolean;
}

/** The run to go on with; undefined: start a new one. */
function chooseRun(place: Place, style: Style, earlier: ReadonlySet<string>): ChosenRun | undefined {
  const id = newestRun(place, earlier);
  if (id === undefined) return undefined;
  const record = place.runs.list().runs.find((run) => run.id === id);
  if (record === undefined) return undefined;
  const isComplete = record.outcome === 'completed';
  const isNew = style.restart === 'new' || (style.restart === 'either' && place.dice.isLucky(0.5));
  return isNew && !isComplete ? undefined : { id, isComplete };
}

function newestRun(place: Place, earlier: ReadonlySet<string>): string | undefined {
  return runIds(place)
    .filter((id) => !earlier.has(id))
    .at(-1);
}

function runIds({ home }: Place): readonly string[] {
  try {
    return readdirSync(join(home, 'runs'))
      .filter((name) => !name.startsWith('.'))
      .toSorted();
  } catch {
    return [];
  }
}

function journalOf(place: Place, id: string): readonly { readonly state?: string }[] {
  try {
    return (place.runs.open(id)?.journal.read() ?? []).flatMap((entry) =>
      entry.type === 'batch' ? [entry] : [],
    );
  } catch {
    return [];
  }
}
