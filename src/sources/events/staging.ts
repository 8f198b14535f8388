import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { EngineCall, StageEventsRequest } from '../../core/ports.ts';
import type { DatabaseSettings } from '../duckdb/database.ts';
import { AppendFile } from './append-file.ts';
import { BoundedTasks } from './bounded-tasks.ts';
import { EventIndex, type PieceTable } from './event-index.ts';
import { EventWorkers } from './event-workers.ts';
import type { ScatteredEvents } from './join-pieces.ts';
import type { IdentifierColumn, RowPacking } from './pack-sql.ts';
import { memoryOfBatch, type RowBatch } from './row-batch.ts';
import type { ColumnCounts, RowCounts } from './row-reader.ts';
import { createSealedFile, type SealedFile, type UnitPlace } from './sealed-file.ts';
import { KEY_BYTES } from './unit-cipher.ts';
import type { Built, ReadResult, RowUnits } from './worker-protocol.ts';

/** The engine's own thread feeds this many at most. */
const MAXIMUM_WORKERS = 4;

/** Tasks per worker: one it works on, one that waits for it. */
const TASKS_PER_WORKER = 2;

/** The table of events is used beside the query, which may need its memory; what doesn't fit goes to disk. */
const INDEX_MEMORY_MB = 256;

/** Different event names that are remembered; more are no names of kinds of events. */
const REMEMBERED_NAMES = 5000;

/** One staging under way: its files, its table, its threads, and what was counted so far. */
export class Staging {
  readonly index: EventIndex;
  readonly identifiers: readonly IdentifierColumn[];
  readonly names: string[] = [];
  /** Where each sealed unit of texts lies. */
  readonly textUnits: UnitPlace[] = [];
  readonly counts: RowCounts;
  readonly #sealed: SealedFile;
  readonly #rowFile: AppendFile;
  readonly #workers: EventWorkers;
  readonly #tasks: BoundedTasks;
  readonly #nameNumbers = new Map<string, number>();
  readonly #rowUnits: (readonly [firstRow: number, start: number, length: number])[] = [];
  #sharedUnits: RowUnits | undefined;
  #rows = 0;
  #bytes = 0;
  #units = 0;
  #isClosed = false;

  private constructor(parts: {
    readonly index: EventIndex;
    readonly identifiers: readonly IdentifierColumn[];
    readonly sealed: SealedFile;
    readonly rowFile: AppendFile;
    readonly workers: EventWorkers;
    readonly limit: number;
  }) {
    this.index = parts.index;
    this.identifiers = parts.identifiers;
    this.#sealed = parts.sealed;
    this.#rowFile = parts.rowFile;
    this.#workers = parts.workers;
    this.#tasks = new BoundedTasks(parts.limit);
    this.counts = {
      rows: 0,
      withIdentifier: 0,
      columns: parts.identifiers.map(() => ({ empty: 0, valid: 0, rejected: [], sameText: undefined })),
    };
  }

  /** `folder`: private and temporary. */
  static async begin(
    settings: DatabaseSettings,
    request: StageEventsRequest,
    packing: RowPacking,
    folder: string,
  ): Promise<Staging> {
    const opened: { close(): unknown }[] = [];
    try {
      const sealed = await createSealedFile(request.sealedPath, request.key);
      opened.push(sealed.file);
      const rowFile = await AppendFile.create(join(folder, 'rows'));
      opened.push(rowFile);
      const index = await EventIndex.create(join(folder, 'index.duckdb'), {
        ...settings,
        memoryLimitMb: Math.min(settings.memoryLimitMb, INDEX_MEMORY_MB),
      });
      const count = Math.min(MAXIMUM_WORKERS, Math.max(1, settings.threads));
      const workers = new EventWorkers(count, {
        reading: { layout: packing.layout, identifiers: packing.identifiers, settings: request.settings },
        textKey: sealed.key,
        rowKey: randomBytes(KEY_BYTES),
        rowsPath: rowFile.path,
      });
      const limit = TASKS_PER_WORKER * count;
      return new Staging({ index, identifiers: packing.identifiers, sealed, rowFile, workers, limit });
    } catch (error) {
      for (const each of opened) await each.close();
      throw error;
    }
  }

  get salt(): string {
    return this.#sealed.salt;
  }

  /** Average length of a packed row. */
  get rowBytes(): number {
    return this.#bytes / Math.max(1, this.#rows);
  }

  /** Hands consecutive rows on; their memory is gone afterwards. Waits while there is enough to do. */
  async read(batch: RowBatch, { onProgress }: EngineCall): Promise<void> {
    const firstRow = this.#rows;
    this.#rows += batch.count;
    this.#bytes += batch.bytes.length;
    const unit = this.#nextUnit();
    await this.#tasks.add(async () => {
      const task = { type: 'read', unit, firstRow, batch } as const;
      const result = await this.#workers.run(task, memoryOfBatch(batch));
      await this.#keep('pieces', result, unit, (number) => firstRow + number);
      await this.#keepRows(result);
      addCounts(this.counts, result.counts);
      onProgress?.({ rows: this.counts.rows });
    });
  }

  /** Waits until all rows are events. */
  async allRead(): Promise<void> {
    await this.#tasks.done();
    if (this.counts.rows !== this.#rows) throw new Error('Rows were lost on the way to the events.');
    this.index.flush();
    await this.#workers.rest();
  }

  /** Puts events together from rows that were read before. */
  async rebuild({ firstRows, sizes, rows }: ScatteredEvents): Promise<void> {
    const units = this.#shareUnits();
    const unit = this.#nextUnit();
    // Which event a row is of, by the row's number within the task.
    const starts = new Map<number, number>();
    let start = 0;
    sizes.forEach((size, event) => {
      starts.set(start, firstRows[event] ?? 0);
      start += size;
    });
    await this.#tasks.add(async () => {
      const task = { type: 'rebuild', unit, rows, sizes, units } as const;
      const result = await this.#workers.run(task, [rows.buffer, sizes.buffer]);
      await this.#keep('rebuilt', result, unit, (number) => starts.get(number) ?? 0);
    });
  }

  async allRebuilt(): Promise<void> {
    await this.#tasks.done();
    this.index.flush();
    await this.#workers.rest();
  }

  /** The sealed file, safe on disk. */
  async finishSealed(): Promise<void> {
    await this.#sealed.file.sync();
  }

  /** Ends all work; what is under way rejects with the reason. */
  async stop(reason: unknown): Promise<void> {
    await this.#workers.stop(reason);
  }

  /** Lets go of threads and files, whatever state they are in. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.stop(new Error('The staging was closed.'));
    await this.#tasks.done().catch(() => {});
    this.index.close();
    await this.#rowFile.close();
    await this.#sealed.file.close();
  }

  async #keep(
    table: PieceTable,
    { records, sealed }: Built,
    unit: number,
    rowOf: (number: number) => number,
  ): Promise<void> {
    if (sealed.length > 0) {
      const start = await this.#sealed.file.append(sealed);
      this.textUnits.push({ unit, start, length: sealed.length });
    }
    const numbers = [0, ...records.names.map((name) => this.#nameNumber(name))];
    const name = records.name.map((number) => numbers[number] ?? 0);
    this.index.append(table, { ...records, name }, unit, rowOf);
  }

  async #keepRows({ sealedRows, units }: ReadResult): Promise<void> {
    const start = await this.#rowFile.append(sealedRows);
    units.firstRow.forEach((firstRow, unit) => {
      this.#rowUnits.push([firstRow, start + (units.start[unit] ?? 0), units.length[unit] ?? 0]);
    });
  }

  #nextUnit(): number {
    this.#units += 1;
    return this.#units;
  }

  #nameNumber(name: string): number {
    const known = this.#nameNumbers.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= REMEMBERED_NAMES) return 0;
    this.names.push(name);
    this.#nameNumbers.set(name, this.names.length);
    return this.names.length;
  }

  /** The places of all rows, in memory that threads share. */
  #shareUnits(): RowUnits {
    if (this.#sharedUnits !== undefined) return this.#sharedUnits;
    this.#rowUnits.sort(([left], [right]) => left - right);
    const share = (part: 0 | 1 | 2) => {
      const shared = new Float64Array(new SharedArrayBuffer(8 * this.#rowUnits.length));
      this.#rowUnits.forEach((unit, index) => {
        shared[index] = unit[part];
      });
      return shared;
    };
    this.#sharedUnits = { firstRow: share(0), start: share(1), length: share(2) };
    return this.#sharedUnits;
  }
}

function addCounts(sum: RowCounts, more: RowCounts): void {
  const isFirst = sum.rows === 0;
  sum.rows += more.rows;
  sum.withIdentifier += more.withIdentifier;
  sum.columns.forEach((column, index) => {
    const added = more.columns[index];
    if (added !== undefined) addColumn(column, added, isFirst);
  });
}

function addColumn(sum: ColumnCounts, more: ColumnCounts, isFirst: boolean): void {
  sum.empty += more.empty;
  sum.valid += more.valid;
  more.rejected.forEach((rows, reason) => {
    sum.rejected[reason] = (sum.rejected[reason] ?? 0) + rows;
  });
  if (isFirst) sum.sameText = more.sameText;
  else if (sum.sameText !== more.sameText) sum.sameText = undefined;
}
