import type { KnownErrorKind } from '../../core/errors.ts';
import type { EventRecords } from './event-records.ts';
import type { RowBatch } from './row-batch.ts';
import type { Reading, RowCounts } from './row-reader.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  readonly reading: Reading;
  /** Under which events' texts are sealed. */
  readonly textKey: Uint8Array;
  /** Under which rows are sealed that wait for others of their event; it is forgotten with the staging. */
  readonly rowKey: Uint8Array;
  readonly rowsPath: string;
}

/** Consecutive rows to make events of. */
export interface ReadTask {
  readonly type: 'read';
  /** Number of the unit that the texts will be. */
  readonly unit: number;
  /** Number of the first row. */
  readonly firstRow: number;
  readonly batch: RowBatch;
}

/** Events to be made of rows that were read before. */
export interface RebuildTask {
  readonly type: 'rebuild';
  readonly unit: number;
  /** Rows of the events, event by event. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** How many rows each event has. */
  readonly sizes: Uint32Array<ArrayBuffer>;
  /** Where all rows lie. */
  readonly units: RowUnits;
}

/** Units of the file of rows, in order of their rows. */
export interface RowUnits {
  readonly firstRow: Float64Array;
  readonly start: Float64Array;
  readonly length: Float64Array;
}

export type Task = ReadTask | RebuildTask;

/** The events of a task, their texts sealed as one unit. */
export interface Built {
  readonly records: EventRecords;
  /** Empty when no event can be sent. */
  readonly sealed: Uint8Array<ArrayBuffer>;
}

export interface ReadResult extends Built {
  readonly counts: RowCounts;
  /** The rows, sealed; offsets in `units` are within these bytes. */
  readonly sealedRows: Uint8Array<ArrayBuffer>;
  readonly units: RowUnits;
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
