import { type ProposedMapping, proposeMapping } from '../../../core/detection/propose-mapping.ts';
import {
  EVENT_FIELD_NAMES,
  EVENT_FIELDS,
  type EventFieldName,
  findEventField,
} from '../../../core/events/fields.ts';
import {
  layOutEvents,
  type MissingNeed,
  missingNeeds,
  type UnknownName,
} from '../../../core/events/layout.ts';
import type { EventSource } from '../../../core/events/settings.ts';
import type { SampleRows } from '../../../core/ports/sources.ts';
import type { Columns } from '../../../core/profiles/schema.ts';
import { capitalised, listed } from '../../../core/wording.ts';
import { type MaskedColumn, maskSample } from '../source/mask-sample.ts';

/** What a mapping for events is chosen from: the query's columns, masked, and what they seem to be. */
export interface EventMappingChoice {
  readonly columns: readonly MaskedColumn[];
  readonly proposal: ProposedMapping;
}

export function eventMappingChoice(sample: SampleRows): EventMappingChoice {
  return { columns: maskSample(sample), proposal: proposeMapping('events', [], sample) };
}

/** The columns that feed one field; a template may call the field by another of its names. */
export function columnsOfField(columns: Columns | undefined, field: EventFieldName): readonly string[] {
  return Object.entries(columns ?? {}).flatMap(([name, fed]) => (findEventField(name) === field ? fed : []));
}

/** The mapping with other columns for one field; a field without any isn't part of it. */
export function withFieldColumns(
  columns: Columns | undefined,
  field: EventFieldName,
  chosen: readonly string[],
): Columns {
  const others = Object.entries(columns ?? {}).filter(([name]) => findEventField(name) !== field);
  return Object.fromEntries(chosen.length === 0 ? others : [...others, [field, [...chosen]]]);
}

/** Identifiers may come from several columns: all known addresses and numbers of a person are sent. */
export function takesSeveralColumns(field: EventFieldName): boolean {
  return field === 'email' || field === 'phone' || field === 'external_id';
}

/** One field, what feeds it, and what to know about that. */
export interface EventFieldRow {
  readonly field: EventFieldName;
  readonly columns: readonly string[];
  /** The first value of the first column, masked. */
  readonly example: string;
  readonly explanation: string;
  /** Set when what feeds it isn't there. */
  readonly problem: string | undefined;
}

/**
 * A mapping as it is shown, a row a field: those that are fed first, then those that could be. Fields that
 * TikTok doesn't take from this source, or that the destination decides, are there only when something feeds
 * them.
 */
export function eventFieldRows(
  choice: EventMappingChoice,
  mapping: Columns,
  source: EventSource,
): readonly EventFieldRow[] {
  const rows = EVENT_FIELD_NAMES.map((field) => fieldRow(choice, mapping, source, field));
  return [
    ...rows.filter(({ columns }) => columns.length > 0),
    ...rows.filter(({ columns, field }) => columns.length === 0 && isWorthFeeding(field, source)),
  ];
}

/** Fields that a column can be given to, of a source. */
export function fieldsToFeed(source: EventSource): readonly EventFieldName[] {
  return EVENT_FIELD_NAMES.filter((field) => isWorthFeeding(field, source));
}

function isWorthFeeding(field: EventFieldName, source: EventSource): boolean {
  return EVENT_FIELDS[field].place !== 'request' && isTaken(field, source);
}

function isTaken(field: EventFieldName, source: EventSource): boolean {
  return EVENT_FIELDS[field].sources.some((taken) => taken === source);
}

function fieldRow(
  { columns: available, proposal }: EventMappingChoice,
  mapping: Columns,
  source: EventSource,
  field: EventFieldName,
): EventFieldRow {
  const columns = columnsOfField(mapping, field);
  const [first] = columns;
  const proposed = proposal.fields.find((each) => each.field === field);
  const gone = columns.filter((column) => !available.some(({ name }) => name === column));
  return {
    field,
    columns,
    example: available.find(({ name }) => name === first)?.examples[0] ?? '',
    explanation:
      first === undefined
        ? sentence(EVENT_FIELDS[field].purpose)
        : isTaken(field, source)
          ? explain(field, first === proposed?.column ? proposed.explanation : 'Chosen by you.')
          : 'TikTok takes it for web events only; it is left out.',
    problem: gone.length === 0 ? undefined : `The query has no column ${gone.join(', ')}.`,
  };
}

function explain(field: EventFieldName, explanation: string): string {
  return EVENT_FIELDS[field].place === 'request' ? 'The destination decides it; a row can’t.' : explanation;
}

function sentence(purpose: string): string {
  return `${capitalised(purpose)}.`;
}

const NEEDS: Readonly<Record<EventSource, Readonly<Record<MissingNeed, string>>>> = {
  offline: {
    person: 'an e-mail or a phone number',
    timestamp: 'a time (timestamp)',
    page_url: 'the page (page_url)',
    event: 'the name of the event',
  },
  web: {
    person: 'an e-mail, a phone number or an external id',
    timestamp: 'a time (timestamp)',
    page_url: 'the page (page_url)',
    event: 'the name of the event',
  },
};

/** What every event needs and no column gives, in words; undefined when nothing is missing. The name is asked for apart. */
export function missingInWords(columns: Columns, source: EventSource): string | undefined {
  const { layout } = layOutEvents(columns, Object.values(columns).flat(), source);
  const missing = missingNeeds(layout, source, undefined).filter((need) => need !== 'event');
  return missing.length === 0
    ? undefined
    : `No column gives ${listed(missing.map((need) => NEEDS[source][need]))}.`;
}

/** Columns of the query that feed no field, each with the field it was perhaps meant for. */
export function unsentColumns(
  { columns }: EventMappingChoice,
  mapping: Columns,
  source: EventSource,
): readonly UnknownName[] {
  return layOutEvents(
    mapping,
    columns.map(({ name }) => name),
    source,
  ).unknownColumns;
}

/** The mapping in a few words, for a review. */
export function eventMappingInWords(columns: Columns | undefined): string {
  if (columns === undefined) return 'by the names of the columns';
  const fed = EVENT_FIELD_NAMES.map((field) => ({ field, from: columnsOfField(columns, field) })).filter(
    ({ from }) => from.length > 0,
  );
  if (fed.length === 0) return 'none';
  return fed
    .map(({ field, from }) =>
      from.length === 1 && from[0] === field ? field : `${field} from ${from.join(' + ')}`,
    )
    .join(', ');
}
