import type { RejectReason } from './types.ts';

/** Why a value or a row is left out, one sentence each, for people. */
export const REJECT_SENTENCES: Readonly<Record<RejectReason, string>> = {
  empty: 'There is nothing in it.',
  'not-an-email': 'It is not an e-mail address.',
  'not-a-phone':
    'It is not written as one phone number; a spreadsheet may have turned it into text such as 1.41555E+10.',
  'no-country': 'It has no country code: write it with + and the country code, or choose a default country.',
  'too-short': 'It has too few digits for a phone number of its country.',
  'too-long': 'It has too many digits for a phone number of its country.',
  'invalid-number': 'No country gives out this phone number.',
  'not-a-uuid': 'It is not an advertising id such as ea7583cd-a667-48bc-b806-42ecb2b48606.',
  'all-zero': 'It is the all-zero advertising id of a device whose owner opted out of tracking.',
  'hash-of-nothing': 'It is the hash of an empty value or of a word such as "null", so it is nobody.',
  'wrong-hash':
    'It is hashed, but not as SHA-256 in 64 hexadecimal digits; TikTok needs those, or the plain value.',
  'no-identifier': 'The event names nobody: it has no usable e-mail, phone or external id.',
  'no-timestamp': 'The event has no time.',
  'bad-timestamp': 'The time of the event cannot be read.',
  'too-old': 'The event is older than the 28 days in which TikTok matches events to ads.',
  'in-future': 'The event lies in the future.',
  'no-event-name': 'The event has no name, and no fixed event name is set.',
  'unknown-event-name': 'TikTok does not know this event name; names are case-sensitive.',
  'no-page-url': 'A web event needs the address of its page (page_url).',
  'bad-currency': 'The currency is not one code that TikTok accepts, such as USD.',
  'bad-number': 'The price, quantity or value is not a number of at least zero, written like 1234.50.',
  'unreadable-row': 'The row cannot be read.',
};

const BY_NAME: ReadonlyMap<string, string> = new Map(Object.entries(REJECT_SENTENCES));

/** The sentence of a reason; one that isn't known here is shown as it is. */
export function rejectSentence(reason: string): string {
  return BY_NAME.get(reason) ?? reason;
}
