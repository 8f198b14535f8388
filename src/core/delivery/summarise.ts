import type { AudienceTally } from '../audiences/plan.ts';
import { KnownError } from '../errors.ts';
import type { EventsTally } from '../events/plan.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { RunRecord } from '../ports/storage.ts';
import type { AudienceReference, Outcome, RowCounts, Summary } from './events.ts';
import { readJournalState } from './journal-state.ts';
import type { RunContext } from './run-context.ts';
import { testMembersOf } from './test-audience.ts';

export const NO_ROWS: RowCounts = {
  read: 0,
  withIdentifier: 0,
  valid: 0,
  unique: 0,
  sent: 0,
  unchanged: 0,
  duplicate: 0,
  rejected: 0,
  refused: 0,
  merged: 0,
  pending: 0,
};

/** The account of a run, however it ended: every row read is in exactly one bucket. */
export async function summariseAudience(context: RunContext, outcome: Outcome): Promise<Summary> {
  const { folder, counters } = context;
  const entries = folder.journal.read();
  const tally = await tallyOf(context, entries);
  return {
    run: folder.record.id,
    outcome,
    ...markOfTest(folder.record),
    audience: audienceOf(entries),
    rows: tally.rows,
    identifiers: tally.identifiers,
    delivery: { ...tally.delivery, requests: counters.requests, retries: counters.retries },
    seconds: context.seconds.read(),
  };
}

/** The same for events: rows end in buckets, events are counted by what became of them. */
export async function summariseEvents(
  context: RunContext,
  outcome: Outcome,
  eventSource: { readonly id: string; readonly kind: 'offline' | 'web' },
): Promise<Summary> {
  const { folder, counters } = context;
  const entries = folder.journal.read();
  const staged = entries.findLast((entry) => entry.type === 'staged-events');
  const tally = await tallyOfEvents(context, entries);
  return {
    run: folder.record.id,
    outcome,
    eventSource,
    rows: tally.rows,
    identifiers: tally.identifiers,
    ...(staged?.type === 'staged-events' ? { rejected: staged.staged.rejected } : {}),
    delivery: { ...tally.delivery, requests: counters.requests, retries: counters.retries },
    seconds: context.seconds.read(),
  };
}

async function tallyOfEvents(context: RunContext, entries: readonly WrittenEntry[]): Promise<EventsTally> {
  const nothing = { delivered: 0, alreadyDelivered: 0, refused: 0 };
  const staged = entries.findLast((entry) => entry.type === 'staged-events');
  const planned = planOf(entries, 'staged-events', 'planned-events');
  if (staged?.type !== 'staged-events') return { rows: NO_ROWS, identifiers: {}, delivery: nothing };
  const read = staged.staged.rowsRead;
  const unplanned = { rows: { ...NO_ROWS, read, pending: read }, identifiers: {}, delivery: nothing };
  if (planned?.type !== 'planned-events') return unplanned;
  const { confirmed, refused } = readJournalState(entries);
  try {
    return await context.ports.engine.tallyEvents(context.folder.stagedPath, confirmed, refused);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return unplanned;
  }
}

/** The plan of the rows as they were read last; one of before that is about other rows. */
function planOf(
  entries: readonly WrittenEntry[],
  staged: WrittenEntry['type'],
  planned: WrittenEntry['type'],
): WrittenEntry | undefined {
  const last = entries.findLast(({ type }) => type === staged || type === planned);
  return last?.type === planned ? last : undefined;
}

async function tallyOf(context: RunContext, entries: readonly WrittenEntry[]): Promise<AudienceTally> {
  const nothing = { added: 0, removed: 0, unchanged: 0 };
  const staged = entries.findLast((entry) => entry.type === 'staged');
  const planned = planOf(entries, 'staged', 'planned');
  if (staged?.type !== 'staged') return { rows: NO_ROWS, identifiers: {}, delivery: nothing };
  if (planned?.type !== 'planned') {
    const read = staged.staged.rowsRead;
    return { rows: { ...NO_ROWS, read, pending: read }, identifiers: {}, delivery: nothing };
  }
  const { confirmed, refused } = readJournalState(entries);
  try {
    return await context.ports.engine.tallyAudience(context.folder.stagedPath, confirmed, refused);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    // The staged file can't be read (disk full, file gone): claim nothing that can't be shown.
    const { read } = planned.plan.expected.rows;
    return { rows: { ...NO_ROWS, read, pending: read }, identifiers: {}, delivery: nothing };
  }
}

function audienceOf(entries: readonly WrittenEntry[]): AudienceReference | undefined {
  const lines = entries.filter((entry) => entry.type === 'audience');
  const last = lines.at(-1);
  if (last === undefined) return undefined;
  const created = lines.some((line) => line.id === last.id && line.created);
  const read = entries.findLast((entry) => entry.type === 'audience-status');
  const status = read?.type === 'audience-status' ? { status: read.status } : {};
  return { id: last.id, name: last.name, created, ...status };
}

/** The account of a test says so, for whoever reads it alone. */
export function markOfTest(record: RunRecord): Pick<Summary, 'testMembers'> {
  const testMembers = testMembersOf(record);
  return testMembers === undefined ? {} : { testMembers };
}
