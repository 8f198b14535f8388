import type { EventContent, EventRow } from '../../core/events/read-row.ts';

/**
 * The event of a ready row is all that is known of the row, so the row can be read back from it when it turns out
 * to be one of several rows of its event. What the event has in any case, a digit behind its text says whether
 * the row gave it.
 */

/** Bits of that digit. */
export const GIVEN = { value: 1, currency: 2, contentType: 4 } as const;

/** How many characters stand behind the event. */
export const GIVEN_LENGTH = 1;

/** What readySql writes. */
interface ReadyJson {
  readonly event: string;
  readonly event_time: number;
  readonly event_id: string;
  readonly user: {
    readonly email?: string | readonly string[];
    readonly phone?: string | readonly string[];
    readonly external_id?: string | readonly string[];
    readonly ttclid?: string;
    readonly ttp?: string;
    readonly ip?: string;
    readonly user_agent?: string;
    readonly locale?: string;
  };
  readonly page?: { readonly url?: string; readonly referrer?: string };
  readonly properties: {
    readonly contents?: readonly [ContentJson];
    readonly content_type: 'product' | 'product_group';
    readonly currency: string;
    readonly value?: number;
    readonly description?: string;
    readonly order_id?: string;
    readonly shop_id?: string;
    readonly event_channel?: string;
  };
}

interface ContentJson {
  readonly content_id?: string;
  readonly content_name?: string;
  readonly content_category?: string;
  readonly brand?: string;
  readonly price?: number;
  readonly quantity?: number;
}

const NONE: readonly never[] = [];

function hashes(member: string | readonly string[] | undefined): readonly string[] {
  if (member === undefined) return NONE;
  return typeof member === 'string' ? [member] : member;
}

/** Amounts of ready rows have 15 digits at most, and come back from a binary number as they were. */
function decimal(member: number | undefined): string | undefined {
  return member === undefined ? undefined : String(member);
}

function contentOf(json: ContentJson | undefined): EventContent | undefined {
  if (json === undefined) return undefined;
  return {
    id: json.content_id,
    name: json.content_name,
    category: json.content_category,
    brand: json.brand,
    price: decimal(json.price),
    quantity: decimal(json.quantity),
  };
}

/** What the core's readEventRow makes of the row; `text` is the event and the digit behind it. */
export function readReadyRow(text: string): EventRow {
  const end = text.length - GIVEN_LENGTH;
  const json = JSON.parse(text.slice(0, end)) as ReadyJson;
  const given = Number(text.slice(end));
  const { user, page, properties } = json;
  // Members in the order in which the core has them: rows are compared as texts.
  return {
    key: `${json.event}\n${json.event_id}`,
    event: json.event,
    eventId: json.event_id,
    time: json.event_time,
    user: {
      emails: hashes(user.email),
      phones: hashes(user.phone),
      externalIds: hashes(user.external_id),
      clickId: user.ttclid,
      cookieId: user.ttp,
      ip: user.ip,
      agent: user.user_agent,
      locale: user.locale,
    },
    pageUrl: page?.url,
    referrerUrl: page?.referrer,
    content: contentOf(properties.contents?.[0]),
    value: (given & GIVEN.value) === 0 ? undefined : decimal(properties.value),
    hasBadNumber: false,
    currency: (given & GIVEN.currency) === 0 ? undefined : properties.currency,
    contentType: (given & GIVEN.contentType) === 0 ? undefined : properties.content_type,
    description: properties.description,
    orderId: properties.order_id,
    shopId: properties.shop_id,
    eventChannel: properties.event_channel,
    leftOut: NONE,
    rejected: NONE,
  };
}
