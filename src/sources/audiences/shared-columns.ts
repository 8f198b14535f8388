import type { AudienceIdType, IdentifierRules } from '../../core/identifiers/types.ts';
import { type ColumnAnswers, HALF_WORDS } from './column-judge.ts';
import type { MetState } from './met-before.ts';
import { BATCH } from './sha256-lanes.ts';

/**
 * What two threads share that judge the columns of a batch side by side. Nothing is copied by the runtime and
 * nobody waits for an event: one thread writes texts and says so in `control`, the other writes answers and says so.
 */

/** Places in `control`. */
export const CONTROL = {
  /** One of STATE. */
  state: 0,
  /** Batches that were handed over; END when there will be none any more. */
  asked: 1,
  /** Batches that are answered. */
  answered: 2,
  /** Rows of the batch. */
  rows: 3,
} as const;

export const STATE = { starting: 0, ready: 1, failed: 2 } as const;

export const END = -1;

/** A column's rows, seen from either thread. Its texts' bytes are elsewhere, since they have no fixed length. */
export interface SharedColumn extends ColumnAnswers<SharedArrayBuffer> {
  readonly starts: Int32Array<SharedArrayBuffer>;
  readonly lengths: Int32Array<SharedArrayBuffer>;
}

export interface SharedColumns {
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly columns: readonly SharedColumn[];
}

/** What the second thread begins with. */
export interface ColumnWorkerSetup {
  readonly memory: SharedArrayBuffer;
  /** Of each column. */
  readonly types: readonly AudienceIdType[];
  readonly rules: IdentifierRules;
}

/** What is told to it before a batch. */
export type ToColumnWorker =
  /** What was met before, by type; comes once. */
  | { readonly met: readonly (readonly [AudienceIdType, MetState])[] }
  /** Where the bytes of a column's texts are from now on. */
  | { readonly column: number; readonly bytes: SharedArrayBuffer };

const CONTROL_BYTES = 64;
const NUMBERS_BYTES = BATCH * 4;
const HALF_BYTES = BATCH * HALF_WORDS * 4;
const COLUMN_BYTES = 2 * NUMBERS_BYTES + 2 * HALF_BYTES + 3 * BATCH;

/** Memory for so many columns. */
export function sharedMemory(columns: number): SharedArrayBuffer {
  return new SharedArrayBuffer(CONTROL_BYTES + columns * COLUMN_BYTES);
}

/** The parts of the memory; both threads see the same. */
export function sharedColumns(memory: SharedArrayBuffer, count: number): SharedColumns {
  const columns = Array.from({ length: count }, (_, column): SharedColumn => {
    let next = CONTROL_BYTES + column * COLUMN_BYTES;
    const take = (bytes: number) => {
      const place = next;
      next += bytes;
      return place;
    };
    return {
      starts: new Int32Array(memory, take(NUMBERS_BYTES), BATCH),
      lengths: new Int32Array(memory, take(NUMBERS_BYTES), BATCH),
      halves: [
        new Int32Array(memory, take(HALF_BYTES), BATCH * HALF_WORDS),
        new Int32Array(memory, take(HALF_BYTES), BATCH * HALF_WORDS),
      ],
      codes: new Uint8Array(memory, take(BATCH), BATCH),
      hasHash: new Uint8Array(memory, take(BATCH), BATCH),
      isMet: new Uint8Array(memory, take(BATCH), BATCH),
    };
  });
  return { control: new Int32Array(memory, 0, CONTROL_BYTES / 4), columns };
}

/** Copies the answers for the first `rows` rows. */
export function copyAnswers(
  from: ColumnAnswers<ArrayBufferLike>,
  to: ColumnAnswers<ArrayBufferLike>,
  rows: number,
): void {
  to.codes.set(from.codes.subarray(0, rows));
  to.hasHash.set(from.hasHash.subarray(0, rows));
  to.isMet.set(from.isMet.subarray(0, rows));
  for (const half of [0, 1] as const) {
    to.halves[half].set(from.halves[half].subarray(0, rows * HALF_WORDS));
  }
}
