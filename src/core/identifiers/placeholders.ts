import { sha256 } from './hash.ts';
import type { IdentifierType } from './types.ts';

/**
 * Values that are well formed and stand for nobody. They are counted and shown, and sent all the same unless
 * the person leaves them out; so the lists hold what nobody has by chance, not what is merely odd.
 */
export interface PlaceholderRule {
  /** RE2-compatible; applied to the normalised value. */
  readonly pattern: string;
  /** Why it is one, as the end of "counted as a placeholder because …". */
  readonly reason: string;
}

const SAYS_NONE =
  'no[._-]?e?-?mail|no[._-]?address|not?[._-]?provided|not[._-]?available|without[._-]?e?mail|none|null|' +
  'undefined|unknown|anonymous|nomail|n[._-]?a|no[._-]?reply|do[._-]?not[._-]?reply|donotreply';
const MADE_UP =
  'test(?:er|ing)?[0-9]*|fake|dummy|sample|example|someone|somebody|nobody|user|name|email|e-mail|me|guest|' +
  'foo|bar|asdf+|qwerty|abc(?:123)?|123(?:4(?:5(?:6)?)?)?|a+|x+|no';
const MADE_UP_DOMAIN =
  '(?:test(?:ing)?|example|sample|fake|dummy|none|null|no-?e?mail|domain|mydomain|yourdomain|foo|bar|asdf+|' +
  'qwerty|abc|123|a{1,4}|xx+|no)\\.(?:com|net|org|edu|de|fr|es|it|nl|jp|cn|br|mx|co\\.uk|co|io)';

/** One digit seven times or more at the end of a number. */
const REPEATED_DIGIT = Array.from('0123456789', (digit) => `${digit}{7,}`).join('|');
const REPEATED_HEX = Array.from(
  '0123456789abcdefABCDEF',
  (digit) => `${digit}{8}-${digit}{4}-${digit}{4}-${digit}{4}-${digit}{12}`,
).join('|');

const DEVICE_RULES: readonly PlaceholderRule[] = [
  { pattern: `^(?:${REPEATED_HEX})$`, reason: 'it repeats one digit' },
  { pattern: '^(?:12345678-1234-1234-1234-123456789(?:012|abc|ABC))$', reason: 'it counts upwards' },
];

export const PLACEHOLDER_RULES: Readonly<Record<IdentifierType, readonly PlaceholderRule[]>> = {
  EMAIL: [
    { pattern: `^(?:${SAYS_NONE})@`, reason: 'its name says that there is no address' },
    { pattern: `^(?:${MADE_UP})@(?:${MADE_UP_DOMAIN})$`, reason: 'its name and its domain are made up' },
    { pattern: '\\.(?:invalid|localhost)$', reason: 'its domain can never exist' },
  ],
  PHONE: [
    { pattern: `^\\+?[0-9]{1,7}?(?:${REPEATED_DIGIT})$`, reason: 'it repeats one digit' },
    { pattern: '^\\+?[0-9]{1,5}123456789?0?$', reason: 'it counts upwards' },
  ],
  IDFA: DEVICE_RULES,
  AAID: DEVICE_RULES,
  EXTERNAL_ID: [
    {
      pattern: '^(?i:test[0-9]*|guest|anonymous|admin|user|dummy|sample|example|x+|0+|1234?5?6?7?8?9?0?)$',
      reason: 'it is what systems write for nobody in particular',
    },
  ],
};

/** The whole of a type's rules as one pattern. RE2-compatible; applied to the normalised value. */
export const PLACEHOLDER_PATTERNS: Readonly<Record<IdentifierType, string>> = {
  EMAIL: joined('EMAIL'),
  PHONE: joined('PHONE'),
  IDFA: joined('IDFA'),
  AAID: joined('AAID'),
  EXTERNAL_ID: joined('EXTERNAL_ID'),
};

function joined(type: IdentifierType): string {
  return PLACEHOLDER_RULES[type].map((rule) => `(?:${rule.pattern})`).join('|');
}

const COMPILED = Object.fromEntries(
  Object.entries(PLACEHOLDER_RULES).map(([type, rules]) => [
    type,
    rules.map(({ pattern, reason }) => ({ expression: new RegExp(pattern), reason })),
  ]),
);

/**
 * Placeholders that were hashed before they came here. Only whole values can be recognised by their hash, so
 * this is the short list of those that are met most.
 */
export const PLACEHOLDER_HASHES: ReadonlySet<string> = new Set(
  [
    'test@test.com',
    'test@example.com',
    'user@example.com',
    'example@example.com',
    'email@example.com',
    'testing@testing.com',
    'noemail@noemail.com',
    'no@email.com',
    'none@none.com',
    'na@na.com',
    'a@a.com',
    'noreply@noreply.com',
    'noemail@gmail.com',
    'none@gmail.com',
    '+10000000000',
    '+11111111111',
    '+15555555555',
    '+11234567890',
    '10000000000',
    '11111111111',
    '15555555555',
    '11234567890',
  ].map(sha256),
);

/** Why a normalised value stands for nobody; undefined for everybody else. */
export function placeholderReason(type: IdentifierType, normalised: string): string | undefined {
  return COMPILED[type]?.find((rule) => rule.expression.test(normalised))?.reason;
}

export function isPlaceholder(type: IdentifierType, normalised: string): boolean {
  return placeholderReason(type, normalised) !== undefined;
}
