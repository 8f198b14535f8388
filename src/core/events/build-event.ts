import type { EventRejectReason } from '../identifiers/types.ts';
import { DEFAULT_CURRENCY } from './currency.ts';
import { eventToJson, lineToJson } from './event-json.ts';
import { checkEventName, type EventNameCheck } from './event-names.ts';
import { type DecimalText, eventValue } from './money.ts';
import { isPageUrl } from './network.ts';
import type { EventContent, EventRow } from './read-row.ts';
import type { ReadyEvent } from './ready-event.ts';
import type { EventSettings, EventSource } from './settings.ts';
import { timeProblem } from './time.ts';

/** What is worth knowing about an event that is sent all the same. */
export type EventWarning = 'value-mismatch' | 'no-revenue' | 'too-old-events';

export type BuiltEvent =
  | {
      readonly valid: true;
      readonly event: ReadyEvent;
      /** One object of TikTok's `data`, as JSON text. */
      readonly json: string;
      readonly warnings: readonly EventWarning[];
      /** Rows that said the same as another in every field; the rest of the rows after the first are merged. */
      readonly duplicateRows: number;
    }
  | { readonly valid: false; readonly reason: EventRejectReason };

const NO_WARNINGS: readonly EventWarning[] = [];

const checkedNames: Readonly<Record<EventSource, Map<string, EventNameCheck>>> = {
  web: new Map(),
  offline: new Map(),
};

/** Names repeat row after row, and a misspelt one is compared with all others. */
function checkName(name: string, source: EventSource): EventNameCheck {
  const checked = checkedNames[source];
  const kept = checked.get(name);
  if (kept !== undefined) return kept;
  if (checked.size > 1_000) checked.clear();
  const check = checkEventName(name, source);
  checked.set(name, check);
  return check;
}

function reject(reason: EventRejectReason): BuiltEvent {
  return { valid: false, reason };
}

/** The smallest of what the rows say, so that the order of rows is nothing; most events have one row. */
function smallest<T extends string | number>(
  rows: readonly EventRow[],
  pick: (row: EventRow) => T | undefined,
): T | undefined {
  const [first] = rows;
  if (first !== undefined && rows.length === 1) return pick(first);
  let found: T | undefined;
  for (const row of rows) {
    const value = pick(row);
    if (value !== undefined && (found === undefined || value < found)) found = value;
  }
  return found;
}

/** Whether all rows have the one hash of the first row and no other, or all have none. */
function isOfAll(rows: readonly EventRow[], pick: (row: EventRow) => readonly string[]): boolean {
  const [first] = rows;
  if (first === undefined) return false;
  const hashes = pick(first);
  if (hashes.length > 1) return false;
  return rows.every((row) => {
    const others = pick(row);
    return others.length === hashes.length && others[0] === hashes[0];
  });
}

/** Every hash of every row, once each, in an order of their own. */
function union(rows: readonly EventRow[], pick: (row: EventRow) => readonly string[]): readonly string[] {
  const [first] = rows;
  if (first !== undefined && isOfAll(rows, pick)) return pick(first);
  return [...new Set(rows.flatMap(pick))].sort();
}

function timeOf(row: EventRow): number | undefined {
  return typeof row.time === 'number' ? row.time : undefined;
}

interface Line {
  readonly content: EventContent | undefined;
  readonly value: DecimalText | undefined;
}

/**
 * The lines of an order: content and value of its rows, each pair once. A join that repeats rows (two
 * addresses of one person, say) must not multiply what was bought; so two lines that are equal in every
 * column are one line, and queries keep them apart by their quantity.
 */
function linesOf(rows: readonly EventRow[]): readonly Line[] {
  if (rows.length === 1) return rows;
  const lines = new Map<string, Line>();
  for (const { content, value } of rows) lines.set(lineToJson(content, value), { content, value });
  return [...lines].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, line]) => line);
}

function countDuplicates(rows: readonly EventRow[], lines: readonly Line[]): number {
  // Rows that differ in their line need no further look.
  if (lines.length === rows.length) return 0;
  return rows.length - new Set(rows.map((row) => JSON.stringify(row))).size;
}

/**
 * Makes one event of its rows (at least one, all with the same key, in any order), or says why it can't be
 * sent; of several reasons the one that comes first in the list of reasons.
 *
 * What a row lacks another row may give. What is wrong in one row is wrong with the whole event: an order with
 * one unreadable price has no right total.
 */
export function buildEvent(rows: readonly EventRow[], settings: EventSettings): BuiltEvent {
  const emails = union(rows, (row) => row.user.emails);
  const phones = union(rows, (row) => row.user.phones);
  const externalIds = union(rows, (row) => row.user.externalIds);
  if (emails.length === 0 && phones.length === 0 && externalIds.length === 0) return reject('no-identifier');

  if (rows.some((row) => row.time === 'bad')) return reject('bad-timestamp');
  const eventTime = smallest(rows, timeOf);
  if (eventTime === undefined) return reject('no-timestamp');
  const problem = timeProblem(eventTime, settings.now, settings.sendOldEvents);
  if (problem !== undefined) return reject(problem);

  const name = smallest(rows, (row) => row.event);
  if (name === undefined) return reject('no-event-name');
  const check = checkName(name, settings.eventSource);
  if (check.kind === 'unknown') return reject('unknown-event-name');

  const pageUrl = smallest(rows, (row) => row.pageUrl);
  if (settings.eventSource === 'web' && (pageUrl === undefined || !isPageUrl(pageUrl))) {
    return reject('no-page-url');
  }

  const currency = smallest(rows, (row) => row.currency);
  if (
    rows.some((row) => row.currency !== undefined && (row.currency === 'bad' || row.currency !== currency))
  ) {
    return reject('bad-currency');
  }
  if (rows.some((row) => row.hasBadNumber)) return reject('bad-number');

  const eventId = smallest(rows, (row) => row.eventId);
  // An id is only missing where person, time or name are, and those were asked for above.
  if (eventId === undefined) return reject('no-identifier');

  const lines = linesOf(rows);
  const contents = lines.flatMap(({ content }) => (content === undefined ? [] : [content]));
  const explicit = lines.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const { value, mismatch } = eventValue(explicit, contents);

  const event: ReadyEvent = {
    event: name,
    eventTime,
    eventId,
    emails,
    phones,
    externalIds,
    clickId: smallest(rows, (row) => row.user.clickId),
    cookieId: smallest(rows, (row) => row.user.cookieId),
    ip: smallest(rows, (row) => row.user.ip),
    agent: smallest(rows, (row) => row.user.agent),
    locale: smallest(rows, (row) => row.user.locale),
    pageUrl,
    referrerUrl: smallest(rows, (row) => row.referrerUrl),
    contents,
    contentType: smallest(rows, (row) => row.contentType) ?? 'product',
    currency: currency ?? DEFAULT_CURRENCY,
    value,
    description: smallest(rows, (row) => row.description),
    orderId: smallest(rows, (row) => row.orderId),
    shopId: smallest(rows, (row) => row.shopId),
    eventChannel: smallest(rows, (row) => row.eventChannel),
    limitedDataUse: settings.eventSource === 'web' && settings.limitedDataUse,
  };
  const isOld = timeProblem(eventTime, settings.now, false) === 'too-old';
  const hasNoRevenue = value === undefined && check.kind !== 'custom' && check.known.revenue;
  return {
    valid: true,
    event,
    json: eventToJson(event),
    warnings: warningsOf(mismatch, hasNoRevenue, isOld),
    duplicateRows: countDuplicates(rows, lines),
  };
}

function warningsOf(mismatch: boolean, hasNoRevenue: boolean, isOld: boolean): readonly EventWarning[] {
  if (!mismatch && !hasNoRevenue && !isOld) return NO_WARNINGS;
  const warnings: EventWarning[] = [];
  if (mismatch) warnings.push('value-mismatch');
  if (hasNoRevenue) warnings.push('no-revenue');
  if (isOld) warnings.push('too-old-events');
  return warnings;
}
