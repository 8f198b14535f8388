import type { Fault, FaultKind } from './remedies/faults.ts';

/** What a {@link KnownError} is about: a fault kind, or a mistake in how tada was called or set up. */
export type KnownErrorKind = FaultKind | 'usage' | 'configuration' | 'forbidden-by-policy';

/**
 * An error that can be expected, with the next step. Everything that isn't a KnownError is a bug and ends
 * with exit code 1. Messages and hints never hold raw personal data or secrets.
 */
export class KnownError extends Error {
  override readonly name = 'KnownError';
  readonly kind: KnownErrorKind;
  /** What to do next, as one sentence. */
  readonly hint: string;
  readonly requestId: string | undefined;
  /**
   * Set when TikTok (or the network on the way to it) is the reason. Of other errors a run makes one out of kind,
   * message and hint.
   */
  readonly fault: Fault | undefined;

  constructor(options: {
    readonly kind: KnownErrorKind;
    readonly message: string;
    readonly hint: string;
    readonly requestId?: string | undefined;
    readonly fault?: Fault | undefined;
    readonly cause?: unknown;
  }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = options.kind;
    this.hint = options.hint;
    this.requestId = options.requestId ?? options.fault?.requestId;
    this.fault = options.fault;
  }
}

/** What `work` gives, or the KnownError it throws; anything else is a bug and goes on. For work that is done at once. */
export function attempt<Result>(work: () => Result): Result | KnownError {
  try {
    return work();
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
}

/** The same where the error is told elsewhere: what `work` gives, or `otherwise`. */
export function attemptOr<Result, Otherwise>(work: () => Result, otherwise: Otherwise): Result | Otherwise {
  const result = attempt(work);
  return result instanceof KnownError ? otherwise : result;
}

/** Wrong use of a command: exit code 2. */
export function usageError(message: string, hint: string): KnownError {
  return new KnownError({ kind: 'usage', message, hint });
}

/** A profile, policy or setting that can't be used as it is: exit code 2. */
export function configurationError(message: string, hint: string, cause?: unknown): KnownError {
  return new KnownError({ kind: 'configuration', message, hint, cause });
}
