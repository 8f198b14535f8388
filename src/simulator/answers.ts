import { randomBytes } from 'node:crypto';

/** TikTok says no: thrown by a check, sent as an envelope with `code ≠ 0`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  /** Set where TikTok's HTTP status isn't the one {@link statusOf} gives. */
  readonly status: number | undefined;

  constructor(code: number, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** A parameter TikTok can't use; the text has the form of its recorded 40002 answers. Never holds the value. */
export function invalidValue(field: string, problem: string): Refusal {
  return new Refusal(40002, `Invalid value for ${field}: ${problem}`);
}

/** What an endpoint answers when it accepts a request. */
export interface Acceptance {
  /** Absent where TikTok sends no `data` at all. */
  readonly data?: unknown;
  /** Users or events processed, for the simulated processing time. */
  readonly rows?: number;
}

/** Every answer has this shape, also the refusals. */
export interface Envelope {
  readonly code: number;
  readonly message: string;
  readonly request_id: string;
  readonly data?: unknown;
}

/** A new request id in TikTok's form: 14 digits of UTC time and 20 characters of upper-case hexadecimals. */
export function requestId(now: number): string {
  const time = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);
  return time + randomBytes(10).toString('hex').toUpperCase();
}

/** `2026-01-31 23:59:59`, in UTC: how audiences and event sets carry their times. */
export function timestamp(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * The HTTP status of an envelope. TikTok's Marketing API answers almost every refusal with 200; the Events
 * API documents 401 for a missing token and for throttling, and 400 for 40001 and 40002 (clients record 200
 * for those two, hence the switch).
 */
export function statusOf(path: string, code: number, documentedEventStatuses: boolean): number {
  if (path !== '/event/track/') return 200;
  if (code === 40100 || code === 40104) return 401;
  return documentedEventStatuses && (code === 40001 || code === 40002) ? 400 : 200;
}
