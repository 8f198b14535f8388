import { columnPlace } from '../detection/column-place.ts';
import { nearestName } from '../detection/nearest-name.ts';
import type { Columns } from '../profiles/schema.ts';
import { EVENT_FIELD_NAMES, EVENT_FIELDS, type EventFieldName, findEventField } from './fields.ts';
import type { EventSource } from './settings.ts';

/** For each field, the positions of the columns that feed it, in order of preference; empty: none does. */
export type EventLayout = Readonly<Record<EventFieldName, readonly number[]>>;

/** A name that means nothing here, and the one that was perhaps meant. */
export interface UnknownName {
  readonly name: string;
  readonly nearest: string | undefined;
}

export interface LayoutReport {
  readonly layout: EventLayout;
  /** Columns of the query that feed no field. */
  readonly unknownColumns: readonly UnknownName[];
  /** Fields of the template that are none of {@link EVENT_FIELDS}. */
  readonly unknownFields: readonly UnknownName[];
  /** Columns the template names that the query doesn't give. */
  readonly missingColumns: readonly UnknownName[];
  /** Fields with a column that TikTok doesn't take from this source, so they are not sent. */
  readonly unusedFields: readonly EventFieldName[];
}

/**
 * Finds the columns of each field: those the template names, or, where it names none, those whose name is a
 * field's own without regard to case. Nothing is guessed from contents here.
 */
export function layOutEvents(
  columns: Columns | undefined,
  resultColumns: readonly string[],
  source: EventSource,
): LayoutReport {
  const positions = new Map<EventFieldName, number[]>();
  const used = new Set<number>();
  const unknownFields: UnknownName[] = [];
  const missingColumns: UnknownName[] = [];

  const feed = (field: EventFieldName, position: number) => {
    used.add(position);
    const fed = positions.get(field) ?? [];
    if (!fed.includes(position)) positions.set(field, [...fed, position]);
  };

  if (columns === undefined) {
    resultColumns.forEach((column, position) => {
      const field = findEventField(column);
      if (field !== undefined) feed(field, position);
    });
  } else {
    for (const [name, fed] of Object.entries(columns)) {
      const field = findEventField(name);
      if (field === undefined) unknownFields.push({ name, nearest: nearestName(name, EVENT_FIELD_NAMES) });
      for (const column of fed) {
        const position = columnPlace(resultColumns, column);
        if (position === -1)
          missingColumns.push({ name: column, nearest: nearestName(column, resultColumns) });
        else if (field !== undefined) feed(field, position);
      }
    }
  }

  const isTaken = (field: EventFieldName) => EVENT_FIELDS[field].sources.some((taken) => taken === source);
  return {
    layout: layoutOf((field) => (isTaken(field) ? (positions.get(field) ?? []) : [])),
    unknownColumns: resultColumns
      .filter((_, position) => !used.has(position))
      .map((name) => ({ name, nearest: nearestName(name, EVENT_FIELD_NAMES) })),
    unknownFields,
    missingColumns,
    unusedFields: [...positions.keys()].filter((field) => !isTaken(field)),
  };
}

function layoutOf(columnsOf: (field: EventFieldName) => readonly number[]): EventLayout {
  return {
    event: columnsOf('event'),
    timestamp: columnsOf('timestamp'),
    event_id: columnsOf('event_id'),
    email: columnsOf('email'),
    phone: columnsOf('phone'),
    external_id: columnsOf('external_id'),
    tiktok_click_id: columnsOf('tiktok_click_id'),
    cookie_id: columnsOf('cookie_id'),
    ip: columnsOf('ip'),
    agent: columnsOf('agent'),
    locale: columnsOf('locale'),
    page_url: columnsOf('page_url'),
    referrer_url: columnsOf('referrer_url'),
    content_id: columnsOf('content_id'),
    content_name: columnsOf('content_name'),
    content_category: columnsOf('content_category'),
    brand: columnsOf('brand'),
    price: columnsOf('price'),
    quantity: columnsOf('quantity'),
    content_type: columnsOf('content_type'),
    currency: columnsOf('currency'),
    value: columnsOf('value'),
    description: columnsOf('description'),
    order_id: columnsOf('order_id'),
    shop_id: columnsOf('shop_id'),
    event_channel: columnsOf('event_channel'),
    event_source: columnsOf('event_source'),
    event_source_id: columnsOf('event_source_id'),
  };
}

/** What an event of a source can't do without and no column gives. `person` stands for any identifier. */
export type MissingNeed = 'person' | 'timestamp' | 'page_url' | 'event';

/**
 * What the columns lack altogether. Offline events need an e-mail or a phone and a time; web events an e-mail,
 * a phone or an external id, a time and the page; both a name, from a column or fixed.
 */
export function missingNeeds(
  layout: EventLayout,
  source: EventSource,
  fixedEventName: string | undefined,
): readonly MissingNeed[] {
  const has = (field: EventFieldName) => layout[field].length > 0;
  const missing: MissingNeed[] = [];
  if (!has('email') && !has('phone') && !has('external_id')) missing.push('person');
  if (!has('timestamp')) missing.push('timestamp');
  if (source === 'web' && !has('page_url')) missing.push('page_url');
  if (!has('event') && fixedEventName === undefined) missing.push('event');
  return missing;
}
