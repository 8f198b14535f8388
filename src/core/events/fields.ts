import type { EventSource } from './settings.ts';

/** Where a field ends in TikTok's event. */
export type EventFieldPlace = 'event' | 'user' | 'page' | 'contents' | 'properties' | 'request';

export interface EventField {
  readonly place: EventFieldPlace;
  /** TikTok's own name for it. */
  readonly tiktokName: string;
  /** Sources for which TikTok documents the field; for the others it isn't sent. */
  readonly sources: readonly EventSource[];
  /** What it is, for people. */
  readonly purpose: string;
}

const BOTH: readonly EventSource[] = ['web', 'offline'];
const WEB: readonly EventSource[] = ['web'];

function field(
  place: EventFieldPlace,
  tiktokName: string,
  sources: readonly EventSource[],
  purpose: string,
): EventField {
  return { place, tiktokName, sources, purpose };
}

/**
 * The columns an event can be made of, under the names people give them, and what TikTok calls them. TikTok's
 * parameter list marks external_id, ttclid, ttp, ip, user_agent, locale and page for web only.
 */
export const EVENT_FIELDS = {
  event: field('event', 'event', BOTH, 'what happened, such as Purchase'),
  timestamp: field('event', 'event_time', BOTH, 'when it happened'),
  event_id: field('event', 'event_id', BOTH, 'what makes the event one and not counted twice'),
  email: field('user', 'email', BOTH, "the person's e-mail address"),
  phone: field('user', 'phone', BOTH, "the person's phone number"),
  external_id: field('user', 'external_id', WEB, 'your own id of the person'),
  tiktok_click_id: field('user', 'ttclid', WEB, "TikTok's click id from the address of the page"),
  cookie_id: field('user', 'ttp', WEB, "TikTok's _ttp cookie"),
  ip: field('user', 'ip', WEB, "the visitor's public IP address"),
  agent: field('user', 'user_agent', WEB, "the visitor's browser, as it names itself"),
  locale: field('user', 'locale', WEB, "the visitor's language, such as en-US"),
  page_url: field('page', 'url', WEB, 'the address of the page'),
  referrer_url: field('page', 'referrer', WEB, 'the address of the page before'),
  content_id: field('contents', 'content_id', BOTH, 'the product'),
  content_name: field('contents', 'content_name', BOTH, "the product's name"),
  content_category: field('contents', 'content_category', BOTH, "the product's category"),
  brand: field('contents', 'brand', BOTH, "the product's brand"),
  price: field('contents', 'price', BOTH, 'the price of one item'),
  quantity: field('contents', 'quantity', BOTH, 'how many items'),
  content_type: field('properties', 'content_type', BOTH, 'product or product_group'),
  currency: field('properties', 'currency', BOTH, 'the currency of price and value, such as USD'),
  value: field('properties', 'value', BOTH, 'what the whole event is worth'),
  description: field('properties', 'description', BOTH, 'a description'),
  order_id: field('properties', 'order_id', BOTH, 'the order'),
  shop_id: field('properties', 'shop_id', BOTH, 'the store'),
  // A property of the older offline API; the present one does not list it and ignores what it does not know.
  event_channel: field('properties', 'event_channel', BOTH, 'where it happened, such as in_store'),
  event_source: field('request', 'event_source', BOTH, 'web or offline; the destination decides it'),
  event_source_id: field(
    'request',
    'event_source_id',
    BOTH,
    'event set or pixel; the destination decides it',
  ),
} as const satisfies Readonly<Record<string, EventField>>;

export type EventFieldName = keyof typeof EVENT_FIELDS;

function isFieldName(name: string): name is EventFieldName {
  return Object.hasOwn(EVENT_FIELDS, name);
}

export const EVENT_FIELD_NAMES: readonly EventFieldName[] = Object.keys(EVENT_FIELDS).filter(isFieldName);

/** Other names of the same fields, in lowercase. */
const OTHER_NAMES: ReadonlyMap<string, EventFieldName> = new Map(
  Object.entries({
    event_set_id: 'event_source_id',
    pixel_code: 'event_source_id',
    user_agent: 'agent',
    ttp: 'cookie_id',
    ttclid: 'tiktok_click_id',
    referrer: 'referrer_url',
    url: 'page_url',
    event_time: 'timestamp',
    event_name: 'event',
  } as const),
);

/**
 * The field a column name stands for: without regard to case, under its own name or under TikTok's; undefined
 * for every other name.
 */
export function findEventField(name: string): EventFieldName | undefined {
  const lowered = name.trim().toLowerCase();
  return isFieldName(lowered) ? lowered : OTHER_NAMES.get(lowered);
}
