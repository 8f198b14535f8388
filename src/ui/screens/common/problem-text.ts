import type { KnownError } from '../../../core/errors.ts';

/** An expected error in a line or two, for below a field: what, what to do, and the id that TikTok's support asks for. */
export function problemText({ message, hint, requestId }: KnownError): string {
  return [message, hint, ...(requestId === undefined ? [] : [`Request id ${requestId}`])].join(' ');
}
