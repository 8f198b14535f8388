import { CURRENCIES, DEFAULT_CURRENCY } from '../../core/events/currency.ts';
import { checkEventName, EVENT_NAMES, type KnownEventName } from '../../core/events/event-names.ts';
import type { EventFieldName } from '../../core/events/fields.ts';
import {
  LOCALE_PATTERN,
  PAGE_URL_PATTERN,
  PLAIN_PUBLIC_ADDRESS_PATTERN,
  USER_AGENT_PATTERN,
} from '../../core/events/network.ts';
import type { EventSettings } from '../../core/events/settings.ts';
import { CLOCK_TOLERANCE_SECONDS, MAXIMUM_AGE_SECONDS } from '../../core/events/time.ts';
import { NOTHING_WORDS } from '../../core/identifiers/hash.ts';
import { enumOf, fullMatch, isOneOf, partMatch, quoteText } from '../duckdb/sql-text.ts';
import { AMOUNT_STEPS } from './decimal-limbs.ts';
import { FLAG } from './event-records.ts';
import { firstHashSql, HASH_FIELDS, type HashColumns, hashListsSql, readyJsonSql } from './ready-json-sql.ts';
import { GIVEN } from './ready-row.ts';
import { timeSql, wallSecondsSql, zoneTextSql } from './time-sql.ts';

/**
 * Whole events in SQL: rows of which nothing is in doubt, as the core would make an event of each of them
 * alone. A row with anything unusual about it isn't ready, and goes through the core's own functions; the two
 * must never differ. Functions are named with their schema, because Presto's come first here.
 *
 * The statement is built in layers, each of which names what the next ones use, so that nothing is worked out
 * twice.
 */

/** The columns of each field, by the names they have in the statement. */
export interface ReadyColumns {
  /** Values, brought forward; see packRows. */
  readonly values: Readonly<Partial<Record<EventFieldName, readonly string[]>>>;
  /** The hash that each identifier column settles to, or NULL; places as in `values`. */
  readonly hashes: HashColumns;
}

/** Hex digits of each half of an event's hashed key. */
const HALF_KEY_DIGITS = 16;

/** What is known of a ready event besides its text, and how it is kept; NULL where the row isn't ready. */
export const READY_NUMBERS = [
  ['keyHigh', 'UBIGINT'],
  ['keyLow', 'UBIGINT'],
  ['flags', 'UTINYINT'],
  ['name', 'UTINYINT'],
  ['currency', 'UTINYINT'],
  ['amount', 'DOUBLE'],
  ['seconds', 'DOUBLE'],
] as const;

// Numbers as the core writes them, without more decimals than AMOUNT_STEPS has, that decimals of 18 digits hold,
// products included, and whose steps a DOUBLE counts exactly.
const PRICE = '(?:0|[1-9][0-9]{0,8})(?:\\.[0-9]{0,3}[1-9])?';
const QUANTITY = '0|[1-9][0-9]{0,4}';
const VALUE = '(?:0|[1-9][0-9]{0,10})(?:\\.[0-9]{0,3}[1-9])?';
const AMOUNT_LIMIT = 100_000_000_000;

const isAscii = (text: string) => `system.main.strlen(${text}) = system.main.length(${text})`;
const concat = (...parts: readonly string[]) => `system.main.concat(${parts.join(', ')})`;

/** True for a text that certainly isn't "null" or its like; languages differ in how they lowercase other letters. */
export function isSomething(text: string): string {
  return `(${isAscii(text)} AND NOT ${isOneOf(`system.main.lower(${text})`, NOTHING_WORDS)})`;
}

/** Wraps a relation in one more layer, which has all of its columns and some more. */
function layer(relation: string, columns: Readonly<Record<string, string>>): string {
  const added = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);
  return `(SELECT *, ${added.join(', ')} FROM ${relation})`;
}

/** Fields that are sent as they are written. */
const PLAIN_FIELDS = [
  'event_id',
  'content_id',
  'content_name',
  'content_category',
  'brand',
  'description',
  'order_id',
  'shop_id',
  'event_channel',
  'page_url',
  'referrer_url',
  'tiktok_click_id',
  'cookie_id',
  'ip',
  'agent',
  'locale',
] as const satisfies readonly EventFieldName[];

/**
 * Adds `isReady`, `json` (the event and the digit of {@link GIVEN}) and {@link READY_NUMBERS} to a relation.
 * `isClean` names a column that is true where every value is blank or a text without spaces around it and
 * without anything that JSON would escape.
 */
export function readySql(
  relation: string,
  { values, hashes }: ReadyColumns,
  isClean: string,
  settings: EventSettings,
): string {
  const text = (field: EventFieldName) => {
    const columns = (values[field] ?? []).map((column) => `nullif(${column}, '')`);
    return columns.length === 0 ? undefined : `coalesce(${columns.join(', ')}, NULL)`;
  };
  const orNull = (field: EventFieldName) => text(field) ?? 'NULL::VARCHAR';
  const has = (field: EventFieldName) => (values[field] ?? []).length > 0;
  const fixed = settings.fixedEventName;
  const texts = layer(relation, {
    ...Object.fromEntries(PLAIN_FIELDS.map((field) => [`r_${field}`, orNull(field)])),
    r_event: fixed === undefined ? orNull('event') : `coalesce(${orNull('event')}, ${quoteText(fixed)})`,
    r_timestamp: orNull('timestamp'),
    r_price: orNull('price'),
    r_quantity: orNull('quantity'),
    r_value: orNull('value'),
    r_currency: orNull('currency'),
    r_type: `system.main.lower(${orNull('content_type')})`,
    r_source: orNull('event_source'),
    r_source_id: orNull('event_source_id'),
    ...hashListsSql(hashes),
  });
  const parts = layer(texts, {
    r_content_type: `coalesce(r_type, 'product')`,
    wall: wallSecondsSql('r_timestamp'),
    zone: zoneTextSql('r_timestamp'),
    priced: `CASE WHEN ${fullMatch('r_price', PRICE)} THEN TRY_CAST(r_price AS DECIMAL(13, 4)) END`,
    counted: `CASE WHEN ${fullMatch('r_quantity', QUANTITY)} THEN TRY_CAST(r_quantity AS DECIMAL(5, 0)) END`,
    valued: `CASE WHEN ${fullMatch('r_value', VALUE)} THEN TRY_CAST(r_value AS DECIMAL(18, 4)) END`,
    money: `TRY_CAST(CASE WHEN r_currency IS NULL THEN ${quoteText(DEFAULT_CURRENCY)}
      WHEN system.main.strlen(r_currency) = 3 THEN system.main.upper(r_currency) END AS ${enumOf(CURRENCIES)})`,
    nameNumber: `system.main.enum_code(TRY_CAST(r_event AS ${enumOf(EVENT_NAMES.map(({ name }) => name))})) + 1`,
    person: `coalesce(${HASH_FIELDS.map((field) => firstHashSql(field, hashes[field])).join(', ')})`,
  });
  const sums = layer(parts, {
    seconds: timeSql('r_timestamp', 'wall', 'zone', settings.timeZone, settings.now),
    product: 'priced * counted',
  });
  const ids = layer(sums, {
    total: 'coalesce(valued, product)',
    id: `coalesce(r_event_id, ${derivedIdSql(settings)})`,
  });
  const judged = layer(ids, {
    isReady: `coalesce(${conditions(values, hashes, isClean, settings).join(' AND ')}, false)`,
    keyHash: `system.main.sha256(r_event || system.main.chr(10) || id)`,
  });
  const ready = (sql: string) => `CASE WHEN isReady THEN ${sql} END`;
  return layer(judged, {
    json: ready(readyJsonSql(hashes, has, settings, GIVEN_SQL)),
    keyHigh: ready(keyHalf(1)),
    keyLow: ready(keyHalf(1 + HALF_KEY_DIGITS)),
    flags: ready(flagsSql(hashes, settings)),
    name: ready('nameNumber'),
    currency: ready(`CASE WHEN total IS NULL THEN 0 ELSE system.main.enum_code(money) + 1 END`),
    // As a DOUBLE, whose error is far below a step: the product might not fit into a decimal.
    amount: ready(`system.main.round(total::DOUBLE * ${AMOUNT_STEPS})`),
  });
}

/** Half of the key's first 128 bits; the other functions that keep keys have them as words of 32. */
function keyHalf(from: number): string {
  return `('0x' || system.main.substr(keyHash, ${from}, ${HALF_KEY_DIGITS}))::UBIGINT`;
}

/** Which of the things that every event has the row itself gave. */
const GIVEN_SQL = `system.main.chr(${'0'.charCodeAt(0)} + CASE WHEN r_value IS NULL THEN 0 ELSE ${GIVEN.value} END
  + CASE WHEN r_currency IS NULL THEN 0 ELSE ${GIVEN.currency} END
  + CASE WHEN r_type IS NULL THEN 0 ELSE ${GIVEN.contentType} END)`;

/** The core's deriveEventId; nothing in it needs escaping in a row that is ready. */
function derivedIdSql({ eventSourceId }: EventSettings): string {
  const parts = concat(
    quoteText(`[${JSON.stringify(eventSourceId)},"`),
    'r_event',
    `'","'`,
    'person',
    `'",'`,
    'seconds::BIGINT',
    `',"'`,
    'r_order_id',
    `'"]'`,
  );
  return `system.main.substr(system.main.sha256(${parts}), 1, 36)`;
}

function namesOf(settings: EventSettings, isWanted: (known: KnownEventName) => boolean): readonly string[] {
  const names = EVENT_NAMES.filter((known) => {
    const { kind } = checkEventName(known.name, settings.eventSource);
    return (kind === 'standard' || kind === 'legacy') && isWanted(known);
  });
  return names.map(({ name }) => name);
}

/** All of them must be true for a row to be ready; NULL counts as false. */
function conditions(
  values: ReadyColumns['values'],
  hashes: ReadyColumns['hashes'],
  isClean: string,
  settings: EventSettings,
): readonly string[] {
  const present = Math.floor(settings.now / 1000);
  const oldest = settings.sendOldEvents ? 0 : Math.max(0, present - MAXIMUM_AGE_SECONDS);
  const has = (field: EventFieldName) => (values[field] ?? []).length > 0;
  const unlessBlank = (field: EventFieldName, condition: string) =>
    has(field) ? [`(r_${field} IS NULL OR ${condition})`] : [];
  const settled = HASH_FIELDS.flatMap((field) =>
    hashes[field].map((hash, index) => {
      const value = values[field]?.[index] ?? 'NULL';
      return `(${hash} IS NOT NULL OR coalesce(${value}, '') = '')`;
    }),
  );
  return [
    isClean,
    ...settled,
    'person IS NOT NULL',
    `seconds >= ${oldest}`,
    `seconds <= ${present + CLOCK_TOLERANCE_SECONDS}`,
    isOneOf(
      'r_event',
      namesOf(settings, () => true),
    ),
    'money IS NOT NULL',
    ...unlessBlank('price', 'priced IS NOT NULL'),
    ...unlessBlank('quantity', 'counted IS NOT NULL'),
    ...unlessBlank('value', 'valued IS NOT NULL'),
    `(total IS NULL OR total < ${AMOUNT_LIMIT})`,
    `(r_content_type = 'product' OR r_content_type = 'product_group')`,
    ...unlessBlank('event_id', isSomething('r_event_id')),
    ...unlessBlank('order_id', isSomething('r_order_id')),
    ...(has('event_source')
      ? [`(r_source IS NULL OR system.main.lower(r_source) = ${quoteText(settings.eventSource)})`]
      : []),
    ...(has('event_source_id')
      ? [`(r_source_id IS NULL OR r_source_id = ${quoteText(settings.eventSourceId)})`]
      : []),
    ...unlessBlank(
      'tiktok_click_id',
      `(${isSomething('r_tiktok_click_id')} AND system.main.strlen(r_tiktok_click_id) <= 1000)`,
    ),
    ...unlessBlank('cookie_id', isSomething('r_cookie_id')),
    ...unlessBlank('ip', fullMatch('r_ip', PLAIN_PUBLIC_ADDRESS_PATTERN)),
    ...unlessBlank(
      'agent',
      `(${partMatch('r_agent', USER_AGENT_PATTERN)} AND system.main.strlen(r_agent) <= 2000)`,
    ),
    ...unlessBlank('locale', `(${fullMatch('r_locale', LOCALE_PATTERN)} AND ${isSomething('r_locale')})`),
    ...(settings.eventSource === 'web'
      ? [`(${partMatch('r_page_url', PAGE_URL_PATTERN)} AND ${isAscii('r_page_url')})`]
      : []),
  ];
}

function flagsSql(hashes: ReadyColumns['hashes'], settings: EventSettings): string {
  const present = Math.floor(settings.now / 1000);
  const flag = (condition: string, bit: number) => `CASE WHEN ${condition} THEN ${bit} ELSE 0 END`;
  const revenue = namesOf(settings, ({ revenue: counts }) => counts);
  return `(${[
    flag(`${firstHashSql('email', hashes.email)} IS NOT NULL`, FLAG.email),
    flag(`${firstHashSql('phone', hashes.phone)} IS NOT NULL`, FLAG.phone),
    flag(`${firstHashSql('external_id', hashes.external_id)} IS NOT NULL`, FLAG.externalId),
    flag('total IS NOT NULL', FLAG.hasValue),
    // The core's amountsDiffer.
    flag('system.main.abs(valued - product) >= 0.01', FLAG.valueMismatch),
    flag(`total IS NULL AND ${isOneOf('r_event', revenue)}`, FLAG.noRevenue),
    flag(`seconds < ${present - MAXIMUM_AGE_SECONDS}`, FLAG.old),
  ].join(' + ')})::UTINYINT`;
}
