import type { KnownErrorKind } from '../errors.ts';

/** What a script can branch on; the numbers are a public contract. */
export const EXIT_CODES = {
  done: 0,
  bug: 1,
  usage: 2,
  dataRefused: 3,
  tiktokRefused: 4,
  unavailable: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** The exit code of a command that ends with an error of this kind; 0 and 1 are never among them. */
export function exitCodeOf(kind: KnownErrorKind): ExitCode {
  return EXIT_CODES[ENDINGS[kind]];
}

const ENDINGS: Readonly<Record<KnownErrorKind, keyof typeof EXIT_CODES>> = {
  usage: 'usage',
  configuration: 'usage',
  'forbidden-by-policy': 'tiktokRefused',
  'invalid-credentials': 'tiktokRefused',
  'missing-permission': 'tiktokRefused',
  'missing-scope': 'tiktokRefused',
  'advertiser-not-found': 'tiktokRefused',
  'advertiser-disabled': 'tiktokRefused',
  'streaming-not-allowed': 'tiktokRefused',
  'event-source-invalid': 'tiktokRefused',
  'audience-not-found': 'tiktokRefused',
  'audience-too-small': 'tiktokRefused',
  'audience-limit': 'tiktokRefused',
  'invalid-parameters': 'tiktokRefused',
  'unhashed-data': 'tiktokRefused',
  'file-refused': 'tiktokRefused',
  partial: 'tiktokRefused',
  unknown: 'tiktokRefused',
  'rate-limited': 'unavailable',
  maintenance: 'unavailable',
  'tiktok-unavailable': 'unavailable',
  network: 'unavailable',
  'source-unreadable': 'usage',
  'query-failed': 'usage',
  'disk-full': 'usage',
  'source-changed': 'dataRefused',
  'nothing-to-send': 'dataRefused',
  'safety-stop': 'dataRefused',
  locked: 'dataRefused',
  cancelled: 'interrupted',
};
