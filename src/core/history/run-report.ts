import { everyDay } from '../events/event-days.ts';
import { REJECT_SENTENCES } from '../identifiers/reasons.ts';
import { REJECT_REASONS, type RejectReason } from '../identifiers/types.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { RunRecord } from '../ports/storage.ts';
import { remedyOf } from '../remedies/remedies.ts';
import { type RedactionContext, redact } from './redact.ts';
import { byTurn, runsOfAudience } from './run-order.ts';

/** A number with what it counts. */
export interface Bar {
  readonly label: string;
  readonly count: number;
}

/** A measure over time; `at` in milliseconds since 1970. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** What a report shows of one run; counts, names and ids only. */
export interface RunReport {
  readonly id: string;
  readonly title: string;
  readonly kind: RunRecord['kind'];
  readonly outcome: string;
  readonly startedAt: string;
  readonly finishedAt: string | undefined;
  readonly version: string;
  /** What it went to, as pairs of a word and a name or id. */
  readonly target: readonly (readonly [word: string, value: string])[];
  /** From the rows that were read to those that are at TikTok. */
  readonly funnel: readonly Bar[];
  /** Where every row ended; the counts add up to the rows read. */
  readonly buckets: readonly Bar[];
  /** What TikTok confirmed. */
  readonly delivery: readonly Bar[];
  /** Events that could be sent, by day in UTC, with their value. */
  readonly days: readonly Bar[];
  readonly rejected: readonly (Bar & { readonly explanation: string })[];
  readonly tasks: readonly { readonly at: string; readonly name: string; readonly status: string }[];
  /** Entries confirmed from the first request on. */
  readonly throughput: readonly Point[];
  /** Identifiers that tada knows in the audience after each of its runs, oldest first. */
  readonly sizes: readonly Point[];
  readonly fault:
    | {
        readonly message: string;
        readonly explanation: string;
        readonly nextStep: string;
        readonly requestId: string | undefined;
        readonly actions: readonly string[];
      }
    | undefined;
}

export interface ReportFacts {
  readonly record: RunRecord;
  readonly journal: readonly WrittenEntry[];
  /** Every run that is still kept, in any order. */
  readonly runs: readonly RunRecord[];
}

const BUCKETS = ['sent', 'unchanged', 'duplicate', 'rejected', 'refused', 'merged', 'pending'] as const;

/** Gathers what a report shows; passes {@link redact}, because a report is made to be handed on. */
export function gatherReport({ record, journal, runs }: ReportFacts, context: RedactionContext): RunReport {
  const clean = (text: string) => String(redact(text, context));
  const { summary } = record;
  const audience = summary?.audience;
  const rows = summary?.rows;
  return {
    id: record.id,
    title: clean(record.orchestration),
    kind: record.kind,
    outcome: record.outcome ?? 'not finished',
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    version: record.version,
    target: [
      ...pair('Audience', audience === undefined ? undefined : clean(audience.name)),
      ...pair('Audience id', record.audienceId),
      ...pair('Event source', record.eventSourceId),
      ...pair('Advertiser', record.advertiserId),
    ],
    funnel:
      rows === undefined
        ? []
        : [
            { label: 'rows read', count: rows.read },
            { label: 'with an identifier', count: rows.withIdentifier },
            { label: 'valid', count: rows.valid },
            { label: 'unique', count: rows.unique },
            { label: 'sent or there already', count: rows.sent + rows.unchanged },
          ],
    buckets: rows === undefined ? [] : BUCKETS.map((label) => ({ label, count: rows[label] })),
    delivery: deliveryOf(record),
    days: daysOf(journal),
    rejected: rejectedOf(record),
    tasks: journal.flatMap((entry) =>
      entry.type === 'task' ? [{ at: entry.at, name: entry.name, status: entry.status }] : [],
    ),
    throughput: throughputOf(journal),
    sizes: sizesOf(record, runs),
    fault: faultOf(record, clean),
  };
}

function pair(word: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined ? [] : [[word, value]];
}

function deliveryOf({ summary }: RunRecord): readonly Bar[] {
  if (summary === undefined) return [];
  const names = {
    added: 'identifiers added',
    removed: 'identifiers removed',
    unchanged: 'identifiers there already',
    delivered: 'events delivered',
    alreadyDelivered: 'events delivered before',
    refused: 'events refused by TikTok',
    requests: 'requests',
    retries: 'retries',
  } as const;
  return (Object.keys(names) as readonly (keyof typeof names)[]).flatMap((key) => {
    const count = summary.delivery[key];
    return count === undefined ? [] : [{ label: names[key], count }];
  });
}

function daysOf(journal: readonly WrittenEntry[]): readonly Bar[] {
  const staged = journal.findLast((entry) => entry.type === 'staged-events');
  if (staged?.type !== 'staged-events') return [];
  return everyDay(staged.staged.days ?? []).map(({ day, events, values }) => {
    const worth = values.map(({ total, currency }) => `${total} ${currency}`).join(', ');
    return { label: worth === '' ? day : `${day}: ${worth}`, count: events };
  });
}

function rejectedOf({ summary }: RunRecord): RunReport['rejected'] {
  const counts = new Map<string, { count: number; reason: RejectReason }>();
  const add = (prefix: string, reasons: Readonly<Partial<Record<RejectReason, number>>>) => {
    for (const reason of REJECT_REASONS) {
      const count = reasons[reason] ?? 0;
      if (count > 0) counts.set(`${prefix}${reason}`, { count, reason });
    }
  };
  for (const [type, identifier] of Object.entries(summary?.identifiers ?? {})) {
    if (identifier !== undefined) add(`${type}: `, identifier.rejected);
  }
  add('', summary?.rejected ?? {});
  return [...counts]
    .map(([label, { count, reason }]) => ({ label, count, explanation: REJECT_SENTENCES[reason] }))
    .toSorted((one, other) => other.count - one.count);
}

/** A point for every confirmation; the first is the moment before anything was confirmed. */
function throughputOf(journal: readonly WrittenEntry[]): readonly Point[] {
  const points: Point[] = [];
  let confirmed = 0;
  for (const entry of journal) {
    if (entry.type !== 'batch') continue;
    if (points.length === 0) points.push({ at: Date.parse(entry.at), value: 0 });
    if (entry.state !== 'confirmed') continue;
    confirmed += entry.to - entry.from;
    points.push({ at: Date.parse(entry.at), value: confirmed });
  }
  return points.length < 2 ? [] : points;
}

/**
 * What the runs of this audience, up to this one, added less what they removed. Runs that were deleted are
 * missing from it, so it starts at the first run that is kept.
 */
function sizesOf(record: RunRecord, runs: readonly RunRecord[]): readonly Point[] {
  const ofAudience = runsOfAudience(runs, record).filter((run) => byTurn(run, record) <= 0);
  let size = 0;
  return ofAudience.flatMap(({ startedAt, summary }, index) => {
    if (summary === undefined) return [];
    const { added = 0, removed = 0, unchanged = 0 } = summary.delivery;
    // What the first kept run found there was brought by runs before it.
    if (index === 0) size = unchanged;
    size += added - removed;
    return [{ at: Date.parse(startedAt), value: Math.max(0, size) }];
  });
}

function faultOf(record: RunRecord, clean: (text: string) => string): RunReport['fault'] {
  const { fault, outcome } = record;
  if (fault === undefined || outcome === 'completed') return undefined;
  return {
    message: clean(fault.message),
    explanation: fault.explanation,
    nextStep: remedyOf(fault.kind).nextStep,
    requestId: fault.requestId,
    actions: fault.actions.map(({ title }) => title),
  };
}
