import { KnownError } from '../errors.ts';
import type { Fault } from './faults.ts';

/**
 * A request that changes something was sent, and nobody can say whether TikTok did it: the answer never came,
 * couldn't be read, or was an error from the middle of the work. Neither "done" nor "failed": whoever catches
 * it looks at TikTok's side before doing anything again.
 */
export class OutcomeUnknownError extends KnownError {
  constructor(options: { readonly fault: Fault; readonly message: string; readonly hint: string }) {
    super({ kind: options.fault.kind, message: options.message, hint: options.hint, fault: options.fault });
  }
}
