import type { KnownErrorKind } from '../../core/errors.ts';
import type { EventRecords } from './event-records.ts';
import type { Reading, RowCounts } from './row-reader.ts';
import type { RowFiles, RowPlaces } from './waiting-rows.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  readonly reading: Reading;
  /** Under which events' texts are sealed. */
  readonly textKey: Uint8Array;
  readonly files: RowFiles;
}

/** Rows to make events of that weren't read before. */
export interface ReadTask {
  readonly type: 'read';
  /** Number of the first unit that the texts will be; there are {@link mostParts} of them at most. */
  readonly unit: number;
  readonly rows: RowPlaces;
}

/** Events to be made of rows of which others were made before. */
export interface RebuildTask {
  readonly type: 'rebuild';
  readonly unit: number;
  /** Rows of the events, event by event. */
  readonly rows: RowPlaces;
  /** How many rows each event has. */
  readonly sizes: Uint32Array<ArrayBuffer>;
}

export type Task = ReadTask | RebuildTask;

/** Events of some rows of a task, their texts sealed as one unit. */
export interface Part {
  /** The first of those rows: the records' row numbers are counted from it. */
  readonly from: number;
  readonly unit: number;
  readonly records: EventRecords;
  /** Empty when no event can be sent. */
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** Of how many rows a part is made at least, but for the last one; a batch that is sent opens few units. */
export const PART_ROWS = 1024;

export function mostParts(rows: number): number {
  return Math.floor(rows / PART_ROWS) + 1;
}

export interface Built {
  readonly parts: readonly Part[];
}

export interface ReadResult extends Built {
  /** Of each part. */
  readonly counts: readonly RowCounts[];
}

export type ResultOf<T extends Task> = T extends ReadTask ? ReadResult : Built;

export type ToWorker = { readonly id: number; readonly task: Task };

/** Known errors keep their words; of others only the name is told, their message may quote a value. */
export type Problem =
  | { readonly known: true; readonly kind: KnownErrorKind; readonly message: string; readonly hint: string }
  | {
      readonly known: false;
      readonly name: string;
      readonly code: string | undefined;
      readonly stack: string;
    };

export type FromWorker =
  | { readonly id: number; readonly result: ReadResult | Built }
  | { readonly id: number; readonly problem: Problem };
