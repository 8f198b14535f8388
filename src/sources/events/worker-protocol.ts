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
  /** Number of the unit that the texts will be. */
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

/** The events of a task, their texts sealed as one unit. */
export interface Built {
  readonly records: EventRecords;
  /** Empty when no event can be sent. */
  readonly sealed: Uint8Array<ArrayBuffer>;
}

export interface ReadResult extends Built {
  readonly counts: RowCounts;
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
