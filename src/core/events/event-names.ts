import { nearestName } from '../detection/nearest-name.ts';
import type { EventSource } from './settings.ts';

export interface KnownEventName {
  readonly name: string;
  /** What it is for, for people. */
  readonly purpose: string;
  /** An older name that TikTok still takes, and the name it uses now where there is one. */
  readonly legacy: boolean;
  readonly replacedBy?: string;
  /** True where an event without a value leaves a hole in revenue reports. */
  readonly revenue: boolean;
}

function standard(name: string, purpose: string): KnownEventName {
  return { name, purpose, legacy: false, revenue: false };
}

/**
 * TikTok's standard events, the same for web and offline, then the older names it still takes. TikTok's help
 * pages list the older ones for offline sets; its API documentation lists the present ones. Both are accepted
 * and none is ever renamed.
 */
export const EVENT_NAMES: readonly KnownEventName[] = [
  { name: 'Purchase', purpose: 'an order was paid', legacy: false, revenue: true },
  standard('Lead', 'somebody left their details'),
  standard('ViewContent', 'a product or page was looked at'),
  standard('AddToCart', 'something was put into the cart'),
  standard('AddToWishlist', 'something was put on a wish list'),
  standard('InitiateCheckout', 'a checkout was begun'),
  standard('AddPaymentInfo', 'payment details were entered'),
  standard('CompleteRegistration', 'an account was made'),
  standard('Subscribe', 'a subscription was begun'),
  standard('StartTrial', 'a trial was begun'),
  standard('Schedule', 'an appointment was made'),
  standard('Contact', 'somebody got in touch'),
  standard('Search', 'something was searched for'),
  standard('Download', 'something was downloaded'),
  standard('FindLocation', 'a store was looked up'),
  standard('CustomizeProduct', 'a product was configured'),
  standard('SubmitApplication', 'an application was handed in'),
  standard('ApplicationApproval', 'an application was approved'),
  {
    name: 'CompletePayment',
    purpose: 'an order was paid',
    legacy: true,
    replacedBy: 'Purchase',
    revenue: true,
  },
  { name: 'PlaceAnOrder', purpose: 'an order was placed', legacy: true, revenue: true },
  { name: 'SubmitForm', purpose: 'a form was sent', legacy: true, replacedBy: 'Lead', revenue: false },
  { name: 'ClickButton', purpose: 'a button was clicked', legacy: true, revenue: false },
  { name: 'PageView', purpose: 'a page was opened', legacy: true, revenue: false },
];

const BY_NAME: ReadonlyMap<string, KnownEventName> = new Map(EVENT_NAMES.map((known) => [known.name, known]));
const NAMES: readonly string[] = EVENT_NAMES.map((known) => known.name);

export type EventNameCheck =
  | { readonly kind: 'standard' | 'legacy'; readonly known: KnownEventName }
  /** `suggestion`: a known name that differs little, by case at least; the custom one won't count as it. */
  | { readonly kind: 'custom'; readonly suggestion: string | undefined }
  | { readonly kind: 'unknown'; readonly suggestion: string | undefined };

/**
 * Whether TikTok takes an event name from a source. Names are case-sensitive. TikTok takes custom names from
 * the web and only its own from offline sets; `PageView` is a web event.
 */
export function checkEventName(name: string, source: EventSource): EventNameCheck {
  const known = BY_NAME.get(name);
  if (known !== undefined && !(source === 'offline' && name === 'PageView')) {
    return { kind: known.legacy ? 'legacy' : 'standard', known };
  }
  const suggestion = nearestName(
    name,
    NAMES.filter((candidate) => candidate !== name),
  );
  return source === 'web' ? { kind: 'custom', suggestion } : { kind: 'unknown', suggestion };
}
