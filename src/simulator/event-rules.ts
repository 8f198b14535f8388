import { isIP } from 'node:net';
import { z } from 'zod';
import { filled, listOf } from './checks.ts';
import { HASH_PROBLEM_TEXTS, hashProblem } from './hashes.ts';

/*
 * What TikTok takes as an event, in the strictest reading of its documentation. Written apart from the rules
 * the client uses, so that a mistake in one of them shows.
 */

/** TikTok's standard events, and the older names its help pages still list. Case matters. */
const STANDARD_EVENTS = new Set(
  (
    'AddPaymentInfo AddToCart AddToWishlist ApplicationApproval CompleteRegistration Contact ' +
    'CustomizeProduct Download FindLocation InitiateCheckout Lead Purchase Schedule Search StartTrial ' +
    'SubmitApplication Subscribe ViewContent CompletePayment SubmitForm PlaceAnOrder ClickButton PageView'
  ).split(' '),
);

const CURRENCIES = (
  'AED ARS AUD BDT BHD BIF BOB BRL CAD CHF CLP CNY COP CRC CZK DKK DZD EGP EUR GBP GTQ HKD HNL HUF IDR ILS ' +
  'INR ISK JPY KES KHR KRW KWD KZT MAD MOP MXN MYR NGN NIO NOK NZD OMR PEN PHP PKR PLN PYG QAR RON RUB SAR ' +
  'SEK SGD THB TRY TWD UAH USD VES VND ZAR'
).split(' ');

/** Eleven digits of seconds last until the year 5138; today's milliseconds have thirteen. */
const LAST_SECOND = 99_999_999_999;

/** How far ahead of TikTok's clock an event may lie. What TikTok does with the future is unknown. */
const CLOCK_TOLERANCE = 600;

/** SHA-256 in lowercase hexadecimals; 40062 for anything that is no hash at all. */
const hashed = z.string().superRefine((value, context) => {
  const problem = hashProblem(value, 'SHA256');
  if (problem === undefined) return;
  const isPlain = problem === 'in-the-clear';
  context.addIssue({
    code: 'custom',
    message: HASH_PROBLEM_TEXTS[problem],
    params: isPlain ? { code: 40062, message: 'PII is not hashed.' } : {},
  });
});

/** One value or several of them; read as a list. */
const oneOrMany = <T>(schema: z.ZodType<T>) =>
  z.preprocess(
    (value) => (Array.isArray(value) ? value : [value]),
    z.array(schema).min(1, 'length must be at least 1.'),
  );

const publicAddress = z.string().refine(isPublicAddress, 'not a valid public IP address.');

const user = z.looseObject({
  email: oneOrMany(hashed).optional(),
  phone: oneOrMany(hashed).optional(),
  external_id: oneOrMany(hashed).optional(),
  ttclid: filled.max(1000, 'length must be at most 1000.').optional(),
  ttp: filled.optional(),
  ip: publicAddress.optional(),
  user_agent: filled.optional(),
  locale: filled.optional(),
  first_name: hashed.optional(),
  last_name: hashed.optional(),
  zip_code: hashed.optional(),
  city: filled.optional(),
  state: filled.optional(),
  country: filled.optional(),
  lead_id: filled.optional(),
});

const content = z.looseObject({
  price: z.number().optional(),
  quantity: z.int().optional(),
  content_id: z.string().optional(),
  content_category: z.string().optional(),
  content_name: z.string().optional(),
  brand: z.string().optional(),
});

const properties = z.looseObject({
  contents: z.array(content).optional(),
  content_ids: z.array(z.string()).optional(),
  content_type: z.enum(['product', 'product_group']).optional(),
  currency: z.enum(CURRENCIES).optional(),
  value: z.number().min(0, 'must be greater than or equal to 0.').optional(),
  num_items: z.int().optional(),
  search_string: z.string().optional(),
  query: z.string().optional(),
  description: z.string().optional(),
  order_id: z.string().optional(),
  shop_id: z.string().optional(),
  customer_type: z.enum(['new', 'returning']).optional(),
  predicted_ltv: z.number().optional(),
  delivery_category: z.string().optional(),
});

const page = z.looseObject({ url: z.url('not a valid URL.'), referrer: z.string().optional() });

const lead = z.looseObject({ lead_id: filled, lead_event_source: z.string().optional() });

const event = z.looseObject({
  event: filled,
  event_time: z
    .int()
    .min(1, 'not a valid Unix timestamp in seconds.')
    .max(LAST_SECOND, 'not a valid Unix timestamp in seconds.'),
  event_id: filled.optional(),
  user: user.optional(),
  properties: properties.optional(),
  page: page.optional(),
  lead: lead.optional(),
  limited_data_use: z.boolean().optional(),
});
export type SentEvent = z.infer<typeof event>;

/** The body of `/event/track/`. One bad event refuses all of them. */
export const trackSchema = z.object({
  event_source: z.enum(['web', 'offline', 'crm', 'app']),
  event_source_id: filled,
  data: listOf(event, 1, 1000),
  test_event_code: filled.optional(),
  partner_name: z.string().optional(),
});
export type EventSource = z.infer<typeof trackSchema>['event_source'];

/** Why an event with the right fields can't be taken from this source; `[field, problem]`, or undefined. */
export function eventProblem(
  sent: SentEvent,
  source: EventSource,
  now: number,
): readonly [field: string, problem: string] | undefined {
  if (source === 'offline' && !STANDARD_EVENTS.has(sent.event)) return ['event', 'not a standard event.'];
  if (sent.event_time > now / 1000 + CLOCK_TOLERANCE) return ['event_time', 'must not be in the future.'];
  if (source === 'web' && sent.page === undefined) return ['page', 'missing data for required field.'];
  if (source === 'crm' && sent.lead === undefined) return ['lead', 'missing data for required field.'];
  // TikTok marks no identifier as required, but an event without one is never matched to anybody.
  const hasIdentifier = IDENTIFIERS[source].some((name) => sent.user?.[name] !== undefined);
  return hasIdentifier ? undefined : ['user', 'must have at least one identifier.'];
}

const EVERY_SOURCE = ['email', 'phone', 'first_name', 'last_name', 'zip_code', 'city', 'state', 'country'];

/** Keys of `user` that have an effect, by source; TikTok accepts any other and ignores it. */
const USER_KEYS: Readonly<Record<EventSource, ReadonlySet<string>>> = {
  web: new Set([...EVERY_SOURCE, 'external_id', 'ttclid', 'ttp', 'ip', 'user_agent', 'locale']),
  offline: new Set(EVERY_SOURCE),
  crm: new Set([...EVERY_SOURCE, 'external_id', 'lead_id']),
  app: new Set(EVERY_SOURCE),
};

const IDENTIFIERS = {
  web: ['email', 'phone', 'external_id', 'ttclid', 'ttp'],
  offline: ['email', 'phone'],
  crm: ['email', 'phone', 'external_id', 'lead_id'],
  app: ['email', 'phone'],
} as const;

/** Keys of an event that have an effect, by source. */
const EVENT_KEYS: Readonly<Record<EventSource, ReadonlySet<string>>> = {
  web: new Set(['event', 'event_time', 'event_id', 'user', 'properties', 'page', 'limited_data_use']),
  offline: new Set(['event', 'event_time', 'event_id', 'user', 'properties', 'limited_data_use']),
  crm: new Set(['event', 'event_time', 'event_id', 'user', 'properties', 'lead']),
  app: new Set(['event', 'event_time', 'event_id', 'user', 'properties']),
};

/** Fields of an event that TikTok would take and ignore, such as `user.e_mail`. */
export function* ignoredFields(sent: SentEvent, source: EventSource): Generator<string> {
  for (const key of Object.keys(sent)) if (!EVENT_KEYS[source].has(key)) yield key;
  for (const key of Object.keys(sent.user ?? {})) if (!USER_KEYS[source].has(key)) yield `user.${key}`;
  for (const key of Object.keys(sent.properties ?? {})) {
    if (!(key in properties.shape)) yield `properties.${key}`;
  }
  for (const key of Object.keys(sent.page ?? {})) if (!(key in page.shape)) yield `page.${key}`;
  for (const each of sent.properties?.contents ?? []) {
    for (const key of Object.keys(each)) if (!(key in content.shape)) yield `properties.contents.${key}`;
  }
}

/** Private, loopback and link-local addresses say nothing about the visitor. */
const NOT_PUBLIC =
  /^(0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^::1?$|^f[cd]|^fe[89ab]/i;

function isPublicAddress(text: string): boolean {
  return isIP(text) !== 0 && !NOT_PUBLIC.test(text);
}
