import { NOTHING_WORDS } from '../identifiers/hash.ts';
import { normaliseIdentifier } from '../identifiers/index.ts';
import { trimText } from '../identifiers/text.ts';
import type { IdentifierRejectReason } from '../identifiers/types.ts';
import { readCurrency } from './currency.ts';
import { deriveEventId } from './event-id.ts';
import type { EventFieldName } from './fields.ts';
import type { EventLayout } from './layout.ts';
import { type DecimalText, readAmount, readQuantity } from './money.ts';
import { isClickId, isLocale, isPlausibleUserAgent, publicAddress } from './network.ts';
import type { EventSettings } from './settings.ts';
import { readTime } from './time.ts';

export type EventIdentifierType = 'EMAIL' | 'PHONE' | 'EXTERNAL_ID';

/** A value that was given and can't identify anybody. */
export interface RejectedIdentifier {
  readonly type: EventIdentifierType;
  /** Position of its column. */
  readonly column: number;
  readonly reason: IdentifierRejectReason;
}

/** What one row says about the person; hashes in lowercase hex, everything else as it is sent. */
export interface EventUser {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly externalIds: readonly string[];
  readonly clickId: string | undefined;
  readonly cookieId: string | undefined;
  readonly ip: string | undefined;
  readonly agent: string | undefined;
  readonly locale: string | undefined;
}

export interface EventContent {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly category: string | undefined;
  readonly brand: string | undefined;
  readonly price: DecimalText | undefined;
  readonly quantity: DecimalText | undefined;
}

/**
 * One row, read: values checked and identifiers hashed, nothing decided about the event yet. Plain data, so
 * that rows of one event can be kept until all of them are there.
 */
export interface EventRow {
  /**
   * Rows with the same key are one event: event name and id, as TikTok tells events of one source apart.
   * Undefined where there is neither an id nor enough to make one; such a row can't be sent.
   */
  readonly key: string | undefined;
  readonly event: string | undefined;
  readonly eventId: string | undefined;
  /** Unix seconds; `bad` when there is a time that can't be read. */
  readonly time: number | 'bad' | undefined;
  readonly user: EventUser;
  readonly pageUrl: string | undefined;
  readonly referrerUrl: string | undefined;
  /** Undefined when the row names no product at all. */
  readonly content: EventContent | undefined;
  readonly value: DecimalText | undefined;
  /** True when price, quantity or value is given and no number. */
  readonly hasBadNumber: boolean;
  /** Undefined when blank; `bad` when TikTok doesn't take it. */
  readonly currency: string | undefined;
  readonly contentType: 'product' | 'product_group' | undefined;
  readonly description: string | undefined;
  readonly orderId: string | undefined;
  readonly shopId: string | undefined;
  readonly eventChannel: string | undefined;
  /** Fields whose value TikTok can't use, so that the event is sent without it. */
  readonly leftOut: readonly EventFieldName[];
  readonly rejected: readonly RejectedIdentifier[];
}

export type RawRow = readonly (string | null | undefined)[];

const NONE: readonly never[] = [];

/** The first of the columns that isn't blank, trimmed. */
function read(row: RawRow, columns: readonly number[]): string | undefined {
  for (const column of columns) {
    const value = row[column];
    if (value === null || value === undefined) continue;
    const text = trimText(value);
    if (text !== '') return text;
  }
  return undefined;
}

/** An id; "null" and its like would make one event of many. */
function readId(row: RawRow, columns: readonly number[]): string | undefined {
  const text = read(row, columns);
  return text === undefined || NOTHING_WORDS.has(text.toLowerCase()) ? undefined : text;
}

/** A value that is only sent when TikTok can use it; the check may give it in a better form. */
function readUsable(
  row: RawRow,
  layout: EventLayout,
  field: EventFieldName,
  check: (text: string) => boolean | string | undefined,
  leftOut: EventFieldName[],
): string | undefined {
  const columns = layout[field];
  if (columns.length === 0) return undefined;
  const text = readId(row, columns);
  if (text === undefined) return undefined;
  const checked = check(text);
  if (typeof checked === 'string') return checked;
  if (checked === true) return text;
  leftOut.push(field);
  return undefined;
}

function readHashes(
  row: RawRow,
  columns: readonly number[],
  type: EventIdentifierType,
  settings: EventSettings,
  rejected: RejectedIdentifier[],
): readonly string[] {
  let hashes: readonly string[] = NONE;
  for (const column of columns) {
    const result = normaliseIdentifier(type, row[column] ?? null, settings.rules);
    if (result.valid) {
      if (!hashes.includes(result.hash)) hashes = [...hashes, result.hash];
    } else if (result.reason !== 'empty') {
      rejected.push({ type, column, reason: result.reason });
    }
  }
  // In an order of their own: a row with its columns changed about says the same.
  return hashes.length > 1 ? hashes.toSorted() : hashes;
}

function readContent(row: RawRow, layout: EventLayout): EventContent | undefined {
  const id = read(row, layout.content_id);
  const name = read(row, layout.content_name);
  const category = read(row, layout.content_category);
  const brand = read(row, layout.brand);
  const price = read(row, layout.price);
  const quantity = read(row, layout.quantity);
  if ((id ?? name ?? category ?? brand ?? price ?? quantity) === undefined) return undefined;
  return {
    id,
    name,
    category,
    brand,
    price: price === undefined ? undefined : readAmount(price),
    quantity: quantity === undefined ? undefined : readQuantity(quantity),
  };
}

/** The hash that stands for the person in a derived id; the smallest, so that the order of columns is nothing. */
function personOf(user: EventUser): string | undefined {
  const hashes = [user.emails, user.phones, user.externalIds].find((list) => list.length > 0);
  return hashes?.toSorted()[0];
}

/** Reads one row of the query's result. Throws RangeError when `settings.timeZone` is no time zone. */
export function readEventRow(row: RawRow, layout: EventLayout, settings: EventSettings): EventRow {
  const leftOut: EventFieldName[] = [];
  const rejected: RejectedIdentifier[] = [];

  // A destination decides where events go; a row that says otherwise is pointed out.
  const source = readId(row, layout.event_source);
  if (source !== undefined && source.toLowerCase() !== settings.eventSource) leftOut.push('event_source');
  const sourceId = readId(row, layout.event_source_id);
  if (sourceId !== undefined && sourceId !== settings.eventSourceId) leftOut.push('event_source_id');

  const user: EventUser = {
    emails: readHashes(row, layout.email, 'EMAIL', settings, rejected),
    phones: readHashes(row, layout.phone, 'PHONE', settings, rejected),
    externalIds: readHashes(row, layout.external_id, 'EXTERNAL_ID', settings, rejected),
    clickId: readUsable(row, layout, 'tiktok_click_id', isClickId, leftOut),
    cookieId: readId(row, layout.cookie_id),
    ip: readUsable(row, layout, 'ip', publicAddress, leftOut),
    agent: readUsable(row, layout, 'agent', isPlausibleUserAgent, leftOut),
    locale: readUsable(row, layout, 'locale', isLocale, leftOut),
  };
  const timestamp = read(row, layout.timestamp);
  const time = timestamp === undefined ? undefined : (readTime(timestamp, settings.timeZone) ?? 'bad');
  const event = read(row, layout.event) ?? settings.fixedEventName;
  const orderId = readId(row, layout.order_id);
  const content = readContent(row, layout);
  const valueText = read(row, layout.value);
  const value = valueText === undefined ? undefined : readAmount(valueText);
  const currencyText = read(row, layout.currency);
  const eventId = readId(row, layout.event_id) ?? derivedId(event, user, time, orderId, settings);

  return {
    key: event === undefined || eventId === undefined ? undefined : `${event}\n${eventId}`,
    event,
    eventId,
    time,
    user,
    pageUrl: read(row, layout.page_url),
    referrerUrl: read(row, layout.referrer_url),
    content,
    value,
    hasBadNumber:
      (valueText !== undefined && value === undefined) ||
      (content?.price === undefined && read(row, layout.price) !== undefined) ||
      (content?.quantity === undefined && read(row, layout.quantity) !== undefined),
    currency: currencyText === undefined ? undefined : (readCurrency(currencyText) ?? 'bad'),
    contentType: readContentType(read(row, layout.content_type), leftOut),
    description: read(row, layout.description),
    orderId,
    shopId: read(row, layout.shop_id),
    eventChannel: read(row, layout.event_channel),
    leftOut: leftOut.length === 0 ? NONE : leftOut,
    rejected: rejected.length === 0 ? NONE : rejected,
  };
}

function readContentType(
  text: string | undefined,
  leftOut: EventFieldName[],
): 'product' | 'product_group' | undefined {
  const type = text?.toLowerCase();
  if (type === undefined || type === 'product' || type === 'product_group') return type;
  leftOut.push('content_type');
  return undefined;
}

function derivedId(
  event: string | undefined,
  user: EventUser,
  time: number | 'bad' | undefined,
  orderId: string | undefined,
  settings: EventSettings,
): string | undefined {
  const person = personOf(user);
  if (event === undefined || person === undefined || time === undefined || time === 'bad') return undefined;
  return deriveEventId({ eventSourceId: settings.eventSourceId, event, person, time, orderId });
}
