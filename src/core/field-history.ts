/**
 * What was typed into fields before, offered again by kind of field. A field takes part only by naming its kind,
 * and only kinds that hold neither personal data nor secrets are listed here: SQL, the values of filters,
 * passwords and tokens, and what a person pastes to authorize are kept nowhere.
 */
export const HISTORY_KEYS = [
  'advertiser-ids',
  'app-id',
  'audience-name',
  'certificate-file',
  'data-file',
  'event-name',
  'event-set-name',
  'event-source-id',
  'launch-time',
  'redirect-url',
  'schedule',
  'server-url',
  'test-event-code',
] as const;
export type HistoryKey = (typeof HISTORY_KEYS)[number];

export interface FieldHistory {
  /** Newest first, each once. */
  entries(key: HistoryKey): readonly string[];
  /** Keeps a value that was taken; what may not be kept is let go without a word. Never rejects. */
  remember(key: HistoryKey, value: string): void;
}

/** Entries that are kept of one kind of field. */
export const MOST_ENTRIES = 30;
/** Characters; a longer text was hardly typed, and is hardly wanted again. */
const LONGEST_ENTRY = 500;

/**
 * False for what may be somebody's address or number, or a secret, typed into the wrong field: texts with an `@`,
 * numbers of the length that telephone numbers have (7 to 15 digits; TikTok's ids have 19), and runs of 32 hex digits
 * or more, as TikTok's tokens and hashes are.
 */
export function mayBeKept(key: HistoryKey, value: string): boolean {
  if (value === '' || value.length > LONGEST_ENTRY || /[\p{Cc}\p{Cf}]/u.test(value)) return false;
  if (/@/.test(value) || /[0-9a-f]{32,}/i.test(value)) return false;
  // Times are made of as many digits as telephone numbers, and are nobody's.
  if (key === 'schedule' || key === 'launch-time') return true;
  const isNumber = /^\+?[\d\s().-]+$/.test(value);
  const digits = value.replaceAll(/\D/g, '').length;
  return !(isNumber && digits >= 7 && digits <= 15);
}

/** The entries with one more, which comes first and stands there once. */
export function withEntry(entries: readonly string[], value: string): readonly string[] {
  return [value, ...entries.filter((entry) => entry !== value)].slice(0, MOST_ENTRIES);
}
