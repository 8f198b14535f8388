import type { DecimalText } from './money.ts';
import type { EventContent } from './read-row.ts';
import type { ReadyEvent } from './ready-event.ts';

/** `,"name":json` where there is a value; the comma is cut from the first member of an object. */
function member(name: string, json: string | undefined): string {
  return json === undefined ? '' : `,"${name}":${json}`;
}

/** Printable ASCII without quotation mark and backslash: text that JSON writes as it is. */
const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/;

/** A text as JSON writes it. */
function textToJson(value: string): string {
  return NEEDS_NO_ESCAPE.test(value) ? `"${value}"` : JSON.stringify(value);
}

function textMember(name: string, value: string | undefined): string {
  return value === undefined ? '' : `,"${name}":${textToJson(value)}`;
}

/** One hash as a string, several as a list, as TikTok takes both; hex needs no escaping. */
function hashMember(name: string, hashes: readonly string[]): string {
  if (hashes.length === 0) return '';
  return hashes.length === 1 ? `,"${name}":"${hashes[0]}"` : `,"${name}":["${hashes.join('","')}"]`;
}

function object(members: string): string {
  return `{${members.slice(1)}}`;
}

function contentToJson(content: EventContent): string {
  return object(
    textMember('content_id', content.id) +
      textMember('content_name', content.name) +
      textMember('content_category', content.category) +
      textMember('brand', content.brand) +
      member('price', content.price) +
      member('quantity', content.quantity),
  );
}

/** A row's product and value as one text, which differs wherever one of their parts does. */
export function lineToJson(content: EventContent | undefined, value: DecimalText | undefined): string {
  return `[${content === undefined ? 'null' : lineContentToJson(content)},${value === undefined ? 'null' : `"${value}"`}]`;
}

/** Amounts as texts, and names as the rows have them: lines stand in the order of these texts. */
function lineContentToJson({ id, name, category, brand, price, quantity }: EventContent): string {
  return object(
    textMember('id', id) +
      textMember('name', name) +
      textMember('category', category) +
      textMember('brand', brand) +
      textMember('price', price) +
      textMember('quantity', quantity),
  );
}

/**
 * One object of the `data` of `/event/track/`. Written by hand so that amounts go out with the very digits
 * they came in with. Every id is a string: TikTok refuses the whole request for a numeric `event_id` or
 * `content_id`.
 */
export function eventToJson(event: ReadyEvent): string {
  const { contents } = event;
  const user =
    hashMember('email', event.emails) +
    hashMember('phone', event.phones) +
    hashMember('external_id', event.externalIds) +
    textMember('ttclid', event.clickId) +
    textMember('ttp', event.cookieId) +
    textMember('ip', event.ip) +
    textMember('user_agent', event.agent) +
    textMember('locale', event.locale);
  const page = textMember('url', event.pageUrl) + textMember('referrer', event.referrerUrl);
  const properties =
    (contents.length === 0 ? '' : `,"contents":[${contents.map(contentToJson).join(',')}]`) +
    textMember('content_type', event.contentType) +
    textMember('currency', event.currency) +
    member('value', event.value) +
    textMember('description', event.description) +
    textMember('order_id', event.orderId) +
    textMember('shop_id', event.shopId) +
    textMember('event_channel', event.eventChannel);
  return object(
    textMember('event', event.event) +
      member('event_time', String(event.eventTime)) +
      textMember('event_id', event.eventId) +
      member('user', object(user)) +
      (page === '' ? '' : member('page', object(page))) +
      member('properties', object(properties)) +
      (event.limitedDataUse ? ',"limited_data_use":true' : ''),
  );
}
