import type { KnownError } from '../../../core/errors.ts';

/** Work under way that can be left: asking TikTok, opening a file. */
export type TaskState<T> =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly label: string; readonly wait: string | undefined }
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'failed'; readonly error: KnownError };

export const IDLE: TaskState<never> = { status: 'idle' };

/** A pause of the client in words: why, and for how long. */
export function waitInWords(reason: string, seconds: number): string {
  return `${reason} Going on in ${Math.max(1, Math.round(seconds))} s.`;
}
