import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RowCounts } from '../../../src/core/delivery/events.ts';
import { openCreations } from '../../../src/core/delivery/open-creations.ts';
import { confirmedEntries, laterRuns, sentEntries } from '../../../src/core/delivery/undo-settings.ts';
import { noteSuccessorGone } from '../../../src/core/history/unknown-successors.ts';
import type { RunFolder, RunRecord } from '../../../src/core/ports/storage.ts';
import { readEntries } from './support/fake-engine.ts';
import type { Fate } from './support/fake-tiktok.ts';
import { ACCOUNT, type Ended, Machine, OTHER_ACCOUNT, refusal } from './support/machine.ts';
import { Mortal } from './support/mortal.ts';

/*
 * Whatever happened to an audience, its ledger says who is in it: who is certain is there, and who is there is certain
 * or perhaps. Histories are made up of everything that changes it, with processes that die and answers that get lost.
 */

const THIRD_ACCOUNT = '7654321098765432111';
const PEOPLE = Array.from({ length: 6 }, (_, index) => `p${index}`);
/** Who is always on the list of a file, which needs so many. */
const CROWD = Array.from({ length: 1000 }, (_, index) => `crowd${index}`);

type Channel = 'streaming' | 'file';

interface Trouble {
  readonly fates: readonly Fate[];
  /** The step at which the process dies. */
  readonly deathAt: number | undefined;
}

type Step = Trouble &
  (
    | {
        readonly type: 'deliver';
        readonly list: readonly string[];
        readonly mode: 'match' | 'add' | 'remove';
        readonly orchestration: string;
        readonly advertiserIds: readonly string[];
      }
    | { readonly type: 'campaign'; readonly list: readonly string[] }
    /** `which`: counted from the latest run. */
    | { readonly type: 'resume' | 'undo' | 'forget'; readonly which: number }
    | { readonly type: 'wait' | 'deleted' }
    | { readonly type: 'lag'; readonly seconds: number }
  );

const fate = fc.constantFrom<Fate>(
  'done',
  'done',
  'done',
  'refused',
  'unavailable',
  'lost-before',
  'lost-after',
  'half',
  'late',
  'late-and-again',
);
const trouble = {
  fates: fc.array(fate, { maxLength: 6 }),
  deathAt: fc.option(fc.integer({ min: 1, max: 80 }), { nil: undefined, freq: 2 }),
};
const deliver = fc.record({
  type: fc.constant('deliver' as const),
  list: fc.subarray(PEOPLE, { minLength: 1 }),
  mode: fc.constantFrom('match', 'match', 'add', 'remove'),
  orchestration: fc.constantFrom('vip', 'shops'),
  advertiserIds: fc.constantFrom(
    [ACCOUNT, OTHER_ACCOUNT],
    [OTHER_ACCOUNT, ACCOUNT],
    [OTHER_ACCOUNT, THIRD_ACCOUNT, ACCOUNT],
  ),
  ...trouble,
});
const campaign = fc.record({
  type: fc.constant('campaign' as const),
  list: fc.subarray(PEOPLE, { minLength: 1 }),
  ...trouble,
});
const again = fc.record({
  type: fc.constantFrom('resume', 'resume', 'undo', 'undo', 'forget'),
  which: fc.nat({ max: 3 }),
  ...trouble,
});
const quiet = { fates: fc.constant([]), deathAt: fc.constant(undefined) };
const elsewhere = fc.record({ type: fc.constantFrom('wait', 'wait', 'deleted'), ...quiet });
const lag = fc.record({ type: fc.constant('lag' as const), seconds: fc.constantFrom(0, 8), ...quiet });
const history: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: deliver },
    { weight: 1, arbitrary: campaign },
    { weight: 4, arbitrary: again },
    { weight: 1, arbitrary: elsewhere },
    { weight: 1, arbitrary: lag },
  ),
  { minLength: 2, maxLength: 9 },
);

const atTikTok = (machine: Machine) => machine.tiktok.named('VIP')[0]?.members ?? new Set<string>();

async function play(machine: Machine, channel: Channel, step: Step): Promise<void> {
  machine.tiktok.fates = [...step.fates];
  const process = new Mortal(step.deathAt);
  const run = 'which' in step ? machine.runs.list().runs[step.which]?.id : undefined;
  switch (step.type) {
    case 'deliver': {
      const { list, mode, orchestration, advertiserIds } = step;
      const everyone = channel === 'file' && mode !== 'remove' ? [...list, ...CROWD] : list;
      expectWhole(await machine.deliver(everyone, { mode, orchestration, advertiserIds, channel }, process));
      break;
    }
    case 'campaign':
      // Its one group goes to the audience of all the others.
      if (channel === 'streaming') expectWhole(await machine.campaign({ VIP: step.list }, process));
      break;
    case 'resume': {
      const record = run === undefined ? undefined : machine.runs.open(run)?.record;
      if (record === undefined || record.outcome === 'completed' || isGroupOf(record)) break;
      expectWhole(await machine.resume(record.id, {}, process));
      break;
    }
    case 'undo':
      if (run !== undefined) await undo(machine, run, process);
      break;
    case 'forget': {
      const record = run === undefined ? undefined : machine.runs.open(run)?.record;
      // What only its journal knows is never deleted; see the retention of runs.
      if (record === undefined || record.outcome === undefined || record.ledgerPending === true) break;
      // Of an audience that only this run knows of nobody would know any more; that is told as such.
      if (openCreations(machine, { name: 'VIP', channel }).some(({ folder }) => folder.record.id === run))
        break;
      // Nor does anybody delete a run while a request of it may be on its way.
      machine.now += 400_000;
      machine.tiktok.arrive();
      noteSuccessorGone(machine.runs, record.id, record);
      machine.memory.delete(record.id);
      break;
    }
    case 'wait':
      machine.now += 400_000;
      machine.tiktok.arrive();
      break;
    case 'deleted': {
      // By hand, in Ads Manager, and not right after it was made: that is another story.
      machine.now += 400_000;
      const [audience] = machine.tiktok.named('VIP');
      if (audience !== undefined) machine.tiktok.delete(audience.id);
      break;
    }
    case 'lag':
      machine.tiktok.listsAfter = step.seconds * 1000;
      machine.tiktok.tellsAfter = step.seconds * 1000;
  }
  machine.tiktok.fates = [];
}

/** A group's run goes on with its campaign. */
function isGroupOf({ settings }: RunRecord): boolean {
  return settings.campaignRun !== undefined;
}

/** Takes out nobody but whom the run brought and no later one touched, and brings back nobody but whom it took out. */
async function undo(machine: Machine, id: string, process: Mortal): Promise<void> {
  // What arrives in the meantime is nobody's doing now; the ledger tells about it afterwards.
  const isAlone = !machine.tiktok.isAwaiting;
  const before = new Set(atTikTok(machine));
  const undone = machine.runs.open(id);
  if (undone === undefined) return;
  const mayChange = changes(machine, undone, sentEntries(undone));
  const touched = laterRuns(machine.runs, undone.record, '').flatMap((later) => [
    ...changes(machine, later, confirmedEntries(later)).keys(),
  ]);
  for (const hash of touched) mayChange.delete(hash);
  let ended: Ended | undefined;
  const refused = await refusal(async () => {
    ended = await machine.undo(id, process);
  });
  const after = atTikTok(machine);
  if (!isAlone) return;
  for (const hash of before.symmetricDifference(after)) {
    expect({ hash, wasThere: before.has(hash) }).toEqual({ hash, wasThere: mayChange.get(hash) });
  }
  if (refused !== undefined) expect(after).toEqual(before);
  if (ended?.summary?.outcome !== 'completed') return;
  for (const [hash, isAdd] of mayChange)
    expect({ hash, isThere: after.has(hash) }).toEqual({ hash, isThere: !isAdd });
}

/** What entries of a run did to whom: true for somebody who was added. */
function changes(machine: Machine, { stagedPath }: RunFolder, ranges: ReturnType<typeof sentEntries>) {
  const entries = readEntries(machine.memory.files, stagedPath);
  return new Map(
    ranges.flatMap(({ from, to }) =>
      entries.slice(from, to).map(({ hash, isAdd }) => [hash, isAdd] as const),
    ),
  );
}

/** Every row is in one bucket, and who was sent nobody says twice. */
function expectWhole({ summary, died }: Ended): void {
  if (died || summary === undefined) return;
  const { read, sent, unchanged, duplicate, rejected, refused, merged, pending }: RowCounts = summary.rows;
  expect(sent + unchanged + duplicate + rejected + refused + merged + pending).toBe(read);
  if (summary.outcome === 'completed') expect(refused + pending).toBe(0);
}

/** Once nothing is pending any more, the ledger is the truth as far as it says so. */
function expectTrueLedger(machine: Machine): void {
  const [audience, ...others] = machine.tiktok.named('VIP');
  expect(others, 'a second audience of the name').toHaveLength(0);
  if (audience === undefined || machine.runs.list().runs.some((run) => run.ledgerPending === true)) return;
  const record = machine.audiences.list().find(({ audienceId }) => audienceId === audience.id);
  if (record === undefined) return;
  const { certain, perhaps } = machine.membersOf(audience.id);
  expect([...certain.difference(audience.members)], 'certain, and not there').toEqual([]);
  if (!record.ledgerComplete) return;
  expect([...audience.members.difference(certain.union(perhaps))], 'there, and not known').toEqual([]);
}

async function expectTruth(channel: Channel, steps: readonly Step[]): Promise<void> {
  const machine = new Machine();
  for (const step of steps) {
    await play(machine, channel, step);
    expectTrueLedger(machine);
  }
  // In the end an ordinary match makes it the list, by the difference alone, and knows everybody.
  machine.now += 400_000;
  const list = [...PEOPLE.slice(2), ...(channel === 'file' ? CROWD : [])];
  const last = await machine.deliver(list, { channel, advertiserIds: [ACCOUNT, OTHER_ACCOUNT] });
  expect(last.summary?.outcome, last.fault?.message).toBe('completed');
  expect(last.warnings).not.toContain('no-ledger');
  expect(atTikTok(machine)).toEqual(new Set(list));
  expectTrueLedger(machine);
}

test('whatever happens to a streamed audience, its ledger is the truth and a match makes it the list', async () => {
  await fc.assert(
    fc.asyncProperty(history, (steps) => expectTruth('streaming', steps)),
    { numRuns: 150 },
  );
});

test('whatever happens to an audience of files, its ledger is the truth and a match makes it the list', async () => {
  await fc.assert(
    fc.asyncProperty(history, (steps) => expectTruth('file', steps)),
    { numRuns: 20 },
  );
});
