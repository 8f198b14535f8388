import type { ColumnDiagnosis } from '../../../core/audiences/plan.ts';
import type { EventColumnDiagnosis, StagedEvents } from '../../../core/events/plan.ts';
import { REJECT_SENTENCES } from '../../../core/identifiers/reasons.ts';
import { type IdentifierType, REJECT_REASONS, type RejectReason } from '../../../core/identifiers/types.ts';
import { formatAmount, formatCount, formatMoney, formatShare } from '../../../core/wording.ts';
import type { AnyPreview } from './any-preview.ts';

/** One bar. */
export interface FunnelBar {
  readonly label: string;
  readonly count: number;
}

/** Two funnels; the first bar of each is the whole that the others are a share of. */
export interface Funnel {
  /** Rows of the query, from all that were read to what is left of them. */
  readonly rows: readonly FunnelBar[];
  /** What TikTok gets: identifiers (hashes) that come, stay and leave, or events. */
  readonly changes: readonly FunnelBar[];
}

/** How many rows are left at each step, and what that means for the audience or the event source. */
export function funnelOf(preview: AnyPreview): Funnel {
  const { rows } = preview.plan.expected;
  const steps = [
    { label: 'Rows read', count: rows.read },
    { label: 'With an identifier', count: rows.withIdentifier },
    { label: 'Valid', count: rows.valid },
    { label: preview.kind === 'audience' ? 'Unique people' : 'Unique events', count: rows.unique },
  ];
  if (preview.kind === 'audience') {
    const { added, unchanged, removed } = preview.plan.expected.delivery;
    return {
      rows: steps,
      changes: [
        { label: 'Identifiers', count: added + unchanged + removed },
        { label: 'To add', count: added },
        { label: 'Unchanged', count: unchanged },
        { label: 'To remove', count: removed },
      ],
    };
  }
  const { heldBack, expected } = preview.plan;
  const { delivered, alreadyDelivered } = expected.delivery;
  return {
    rows: steps,
    changes: [
      { label: 'Events', count: delivered + alreadyDelivered + heldBack },
      { label: 'To send', count: delivered },
      { label: 'Delivered before', count: alreadyDelivered },
      ...(heldBack === 0 ? [] : [{ label: 'Held back', count: heldBack }]),
    ],
  };
}

/** One id type over all the columns that feed it. */
export interface TypeRow {
  readonly type: IdentifierType;
  readonly columns: readonly string[];
  /** Values that can be used. */
  readonly valid: number;
  /** Values that are there but can't be used. */
  readonly rejected: number;
  readonly empty: number;
}

type AnyColumn = ColumnDiagnosis | EventColumnDiagnosis;

/** Each id type that the query feeds, in the order of its columns. */
export function typeRows({ staged }: AnyPreview): readonly TypeRow[] {
  const all: readonly AnyColumn[] = staged.columns;
  return [...new Set(all.map(({ type }) => type))].map((type) => {
    const columns = all.filter((column) => column.type === type);
    const sum = (count: (column: AnyColumn) => number) =>
      columns.reduce((total, column) => total + count(column), 0);
    return {
      type,
      columns: columns.map(({ column }) => column),
      valid: sum(validIn),
      rejected: sum(rejectedIn),
      empty: sum(({ empty }) => empty),
    };
  });
}

function validIn(column: AnyColumn): number {
  return 'valid' in column ? column.valid : column.plain + column.sha256;
}

/** Values of a column that are there but can't be used; an empty one isn't a rejected one. */
function rejectedIn({ rejected }: AnyColumn): number {
  return reasonsIn(rejected).reduce((sum, { count }) => sum + count, 0);
}

export interface ReasonRow {
  readonly reason: RejectReason;
  readonly count: number;
  readonly sentence: string;
}

/** Why values are rejected, the most frequent reason first. */
export function reasonsIn(rejected: Readonly<Partial<Record<RejectReason, number>>>): readonly ReasonRow[] {
  return REJECT_REASONS.filter((reason) => reason !== 'empty' && (rejected[reason] ?? 0) > 0)
    .map((reason) => ({ reason, count: rejected[reason] ?? 0, sentence: REJECT_SENTENCES[reason] }))
    .toSorted((a, b) => b.count - a.count);
}

/** One kind of value in a column. */
export interface ColumnPart {
  readonly label: string;
  readonly count: number;
}

export interface ColumnView {
  readonly column: string;
  readonly type: IdentifierType;
  readonly rows: number;
  /** What the rows hold; the counts add up to the rows. */
  readonly parts: readonly ColumnPart[];
  readonly reasons: readonly ReasonRow[];
  /** What is worth a look, in sentences. */
  readonly notes: readonly string[];
}

/** What each of the query's identifier columns holds. */
export function columnViews({ staged }: AnyPreview): readonly ColumnView[] {
  const columns: readonly AnyColumn[] = staged.columns;
  return columns.map((column) => ({
    column: column.column,
    type: column.type,
    rows: column.rows,
    parts: [
      ...('valid' in column
        ? [{ label: 'usable', count: column.valid }]
        : [
            { label: 'plain, hashed here', count: column.plain },
            { label: 'SHA-256 already', count: column.sha256 },
          ]),
      { label: 'can’t be used', count: rejectedIn(column) },
      { label: 'empty', count: column.empty },
    ].filter(({ count }) => count > 0),
    reasons: reasonsIn(column.rejected),
    notes: 'valid' in column ? constantNote(column) : notesOn(column),
  }));
}

function constantNote({ constant, rows }: AnyColumn): readonly string[] {
  return constant && rows > 1 ? ['Every row holds the same value.'] : [];
}

function notesOn(column: ColumnDiagnosis): readonly string[] {
  const notes: string[] = [];
  if (column.uppercaseHex > 0) {
    notes.push(
      `${formatAmount(column.uppercaseHex, 'row')} with a hash in capital letters; it is sent in small ones.`,
    );
  }
  if ((column.rewritten ?? 0) > 0) {
    notes.push(
      `${formatAmount(column.rewritten ?? 0, 'row')} with a number that is put into international form.`,
    );
  }
  if ((column.md5 ?? 0) > 0)
    notes.push(`${formatAmount(column.md5 ?? 0, 'row')} with MD5, which can’t be used here.`);
  if (column.placeholders > 0) {
    notes.push(`${formatAmount(column.placeholders, 'row')} with a value that stands for “none”.`);
  }
  if (!column.constant && column.mostFrequent > 1) {
    notes.push(`The most frequent value stands in ${formatAmount(column.mostFrequent, 'row')}.`);
  }
  return [...notes, ...constantNote(column)];
}

/** What is told of events besides their columns, as a title and lines. */
export interface EventFacts {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Names, amounts and times of the events that can be sent, and why the others can't. */
export function eventFacts({
  staged,
}: Extract<AnyPreview, { readonly kind: 'events' }>): readonly EventFacts[] {
  const facts: readonly EventFacts[] = [
    {
      title: 'Event names',
      lines: staged.names.map(({ name, events }) => `${name}: ${formatAmount(events, 'event')}`),
    },
    {
      title: 'Names that TikTok doesn’t know',
      lines: staged.unknownNames.map(
        ({ name, rows, nearest }) =>
          `${name}: ${formatAmount(rows, 'row')}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
      ),
    },
    {
      title: 'Value',
      lines: staged.values.map(
        ({ currency, events, total }) =>
          `${formatMoney(total, currency)} in ${formatAmount(events, 'event')}`,
      ),
    },
    {
      title: 'Time',
      lines:
        staged.time === undefined
          ? []
          : [`from ${isoOf(staged.time.from)} to ${isoOf(staged.time.to)} (UTC)`],
    },
    {
      title: 'Whom they name',
      lines: identifierLines(staged),
    },
    {
      title: 'Rows that can’t be sent',
      lines: reasonsIn(staged.rejected).map(
        ({ reason, count, sentence }) => `${formatCount(count)} ${reason}: ${sentence}`,
      ),
    },
    {
      title: 'Values left out of their events',
      lines: Object.entries(staged.leftOut).map(([field, count]) => `${field}: ${formatCount(count)}`),
    },
  ];
  return facts.filter(({ lines }) => lines.length > 0);
}

/** Events that carry an identifier of each type, the most frequent first. */
function identifierLines({ identifiers, events }: StagedEvents): readonly string[] {
  return Object.entries(identifiers)
    .map(([type, count = 0]) => ({ type, count }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
    .map(
      ({ type, count }) =>
        `${type}: ${formatCount(count)} of ${formatCount(events)}, ${formatShare(count, events)}`,
    );
}

/** `2026-01-01 00:00`, in UTC. */
export function isoOf(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}
