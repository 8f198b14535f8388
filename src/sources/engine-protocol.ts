import { KnownError, type KnownErrorKind } from '../core/errors.ts';
import type { Engine } from '../core/ports/engine.ts';
import type { ServerSecrets } from './trino/server.ts';

/**
 * What the main process and the engine's child process say to each other. Both ends come from the same
 * build, so nothing is validated here; the types are the contract.
 */

export interface EngineOptions {
  /** Folder for the engine's private spill files; a folder of its own is made inside, mode 0700. */
  readonly tempDirectory: string;
  /** Megabytes that DuckDB may use before it spills to disk. */
  readonly memoryLimitMb?: number | undefined;
  /** Threads of the engine, and of JavaScript beside it; by default one for each core, and one more of the engine. */
  readonly threads?: number | undefined;
}

export type EngineMethod = Exclude<keyof Engine, 'close'>;

export type ToEngine =
  | { readonly type: 'start'; readonly options: EngineOptions }
  | {
      readonly type: 'call';
      readonly id: number;
      readonly method: EngineMethod;
      readonly arguments: readonly unknown[];
      /** Beside the arguments, which hold references only; never in the environment or a process's arguments. */
      readonly secrets?: ServerSecrets | undefined;
      readonly attempts?: number | undefined;
    }
  | { readonly type: 'cancel'; readonly id: number };

export type FromEngine =
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: WrittenError }
  | {
      readonly type: 'progress';
      readonly id: number;
      readonly progress: { readonly rows?: number | undefined; readonly percent?: number | undefined };
    };

/** An error on its way between processes. */
export type WrittenError =
  | { readonly known: true; readonly kind: KnownErrorKind; readonly message: string; readonly hint: string }
  | { readonly known: false; readonly message: string; readonly stack: string | undefined };

export function writeError(error: unknown): WrittenError {
  if (error instanceof KnownError) {
    return { known: true, kind: error.kind, message: error.message, hint: error.hint };
  }
  if (error instanceof Error) return { known: false, message: error.message, stack: error.stack };
  return { known: false, message: String(error), stack: undefined };
}

export function readError(written: WrittenError): Error {
  if (written.known) return new KnownError(written);
  const error = new Error(written.message);
  if (written.stack !== undefined) error.stack = written.stack;
  return error;
}
