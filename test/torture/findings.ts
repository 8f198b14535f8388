import type { Range } from '../../src/core/audiences/plan.ts';
import type { Summary } from '../../src/core/delivery/events.ts';
import { readJournalState } from '../../src/core/delivery/journal-state.ts';
import type { WrittenEntry } from '../../src/core/ports/journal.ts';
import type { RunFolder } from '../../src/core/ports/storage.ts';
import type { Act, Style } from './act.ts';
import { countMissing, type IdType } from './people.ts';
import { AUDIENCE, type Place } from './place.ts';
import { type AcceptedMapping, digestOfBatch } from './simulator-process.ts';
import { type Ended, outlivers } from './victim.ts';

/** Something that must never be, with what is known of it. */
export interface Finding {
  readonly what: string;
  readonly details: string;
}

export interface Scene {
  readonly place: Place;
  readonly act: Act;
  readonly style: Style;
  /** Ids of the act's runs, oldest first. */
  readonly runs: readonly string[];
  /** The last process. */
  readonly last: Ended | undefined;
  /** Lines that journals lost. */
  readonly tears: number;
}

/** Everything that is not as it has to be after an act; empty when all is well. */
export async function findProblems(scene: Scene): Promise<readonly Finding[]> {
  const { place, runs } = scene;
  const folders = runs.flatMap((id) => openOrNothing(place, id));
  return [
    ...(await findWrongMembers(scene)),
    ...findWrongSummary(scene),
    ...folders.flatMap(findSentAgain),
    ...(await findWrongConfirmations(scene, folders)),
    ...(await findUnexplainedRequests(scene, folders)),
    ...(await findOrphans(place)),
  ];
}

/** A run that was killed before its record was written is no run. */
export function openOrNothing({ runs }: Place, id: string): readonly RunFolder[] {
  if (runs.list().broken.includes(id)) return [];
  const folder = runs.open(id);
  return folder === undefined ? [] : [folder];
}

async function findWrongMembers({ place, act }: Scene): Promise<readonly Finding[]> {
  const named = (await place.world.audiences()).filter(({ name }) => name === AUDIENCE);
  const [audience] = named;
  if (audience === undefined || named.length !== 1) {
    return [{ what: 'not exactly one audience of the name', details: `${named.length} audiences` }];
  }
  const found = await place.world.members(audience.id);
  const types: readonly IdType[] = ['EMAIL_SHA256', 'PHONE_SHA256'];
  return types.flatMap((type) => {
    const lost = act.after[type].difference(found[type]).size;
    const extra = found[type].difference(act.after[type]).size;
    return lost + extra === 0
      ? []
      : [{ what: 'wrong members', details: `${type}: ${lost} lost, ${extra} too many` }];
  });
}

/** The last process is the one that came to its end: what it told has to add up and to be the whole truth. */
function findWrongSummary({ act, last }: Scene): readonly Finding[] {
  const line = last?.lines.findLast(({ type }) => type === 'summary');
  if (line === undefined) {
    return last?.killed === true ? [] : [{ what: 'no summary', details: last?.stderr.slice(0, 300) ?? '' }];
  }
  const { rows, outcome } = line as unknown as Summary;
  const { read, sent, unchanged, duplicate, rejected, refused, merged, pending } = rows;
  const sum = sent + unchanged + duplicate + rejected + refused + merged + pending;
  const expected = {
    read: act.list?.rows ?? 0,
    duplicate: act.list?.duplicates ?? 0,
    rejected: act.list?.rejected ?? 0,
    pending: 0,
    refused: 0,
  };
  const told = { read, duplicate, rejected, pending, refused };
  return [
    ...(sum === read ? [] : [{ what: 'a summary that does not add up', details: JSON.stringify(rows) }]),
    ...(outcome === 'completed' ? [] : [{ what: 'not completed', details: outcome }]),
    ...(JSON.stringify(told) === JSON.stringify(expected)
      ? []
      : [{ what: 'rows in the wrong buckets', details: JSON.stringify({ told, expected }) }]),
  ];
}

/** Once a journal says confirmed, no later line of it says that any of those entries were sent. */
export function findSentAgain({ journal, record }: RunFolder): readonly Finding[] {
  const confirmed: Range[] = [];
  for (const entry of journal.read()) {
    if (entry.type !== 'batch') continue;
    const { from, to, state } = entry;
    if (state === 'sent' && confirmed.some((range) => range.from < to && from < range.to)) {
      return [{ what: 'confirmed entries were sent again', details: `run ${record.id}, ${from}–${to}` }];
    }
    if (state === 'confirmed') confirmed.push({ from, to });
  }
  return [];
}

/** Over all runs of the act, each change of the audience is confirmed exactly once. */
async function findWrongConfirmations(
  { place, act }: Scene,
  folders: readonly RunFolder[],
): Promise<readonly Finding[]> {
  let added = 0;
  let removed = 0;
  for (const { journal, stagedPath } of folders) {
    const { confirmed } = readJournalState(journal.read());
    if (confirmed.length === 0) continue;
    const { delivery } = await place.engine.tallyAudience(stagedPath, confirmed, []);
    added += delivery.added;
    removed += delivery.removed;
  }
  const expected = {
    added: countMissing(act.after, act.before),
    removed: countMissing(act.before, act.after),
  };
  return added === expected.added && removed === expected.removed
    ? []
    : [
        {
          what: 'changes confirmed more or less than once',
          details: JSON.stringify({ added, removed, expected }),
        },
      ];
}

/** TikTok accepted every batch at most as often as the journal says it was sent. */
async function findUnexplainedRequests(
  { place, style, tears }: Scene,
  folders: readonly RunFolder[],
): Promise<readonly Finding[]> {
  // A client that repeats by itself, after an answer that got lost, writes no line for it.
  if (style.losesAnswers) return [];
  const sent = new Map<string, number>();
  for (const folder of folders) {
    for (const [digest, times] of await digestsOf(place, folder)) {
      sent.set(digest, (sent.get(digest) ?? 0) + times);
    }
  }
  const accepted = new Map<string, number>();
  for (const mapping of await newMappings(place)) {
    accepted.set(mapping.digest, (accepted.get(mapping.digest) ?? 0) + 1);
  }
  let unexplained = 0;
  for (const [digest, times] of accepted) unexplained += Math.max(0, times - (sent.get(digest) ?? 0));
  return unexplained <= tears
    ? []
    : [{ what: 'requests without a line in the journal', details: `${unexplained} of ${accepted.size}` }];
}

const seen = new WeakMap<Place, number>();

/** Mappings since the act before. */
async function newMappings(place: Place): Promise<readonly AcceptedMapping[]> {
  const all = await place.world.mappings();
  const from = seen.get(place) ?? 0;
  seen.set(place, all.length);
  return all.slice(from);
}

/** How often each batch of a run was sent, by the digest of what the same file gives for it now. */
async function digestsOf(
  { engine }: Place,
  { journal, stagedPath }: RunFolder,
): Promise<ReadonlyMap<string, number>> {
  const entries = journal.read();
  const audience = entries.findLast((entry) => entry.type === 'audience');
  const times = new Map<string, { readonly range: Range; times: number }>();
  for (const { from, to } of entries.filter(isSent)) {
    const key = `${from}-${to}`;
    const known = times.get(key);
    if (known === undefined) times.set(key, { range: { from, to }, times: 1 });
    else known.times += 1;
  }
  const digests = new Map<string, number>();
  for (const { range, times: count } of times.values()) {
    const text = await engine.readAudienceBatch(stagedPath, range, [
      audience?.type === 'audience' ? audience.id : '',
    ]);
    digests.set(digestOfBatch(JSON.parse(text)), count);
  }
  return digests;
}

function isSent(entry: WrittenEntry): entry is Extract<WrittenEntry, { readonly type: 'batch' }> {
  return entry.type === 'batch' && entry.state === 'sent';
}

async function findOrphans({ orphans }: Place): Promise<readonly Finding[]> {
  const left = await outlivers(orphans);
  return left.length === 0
    ? []
    : [{ what: 'processes that outlived their parent', details: left.join(', ') }];
}
