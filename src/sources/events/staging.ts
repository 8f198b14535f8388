import type { EngineCall, StageEventsRequest } from '../../core/ports/engine.ts';
import type { Shop } from '../query/workshop.ts';
import { BoundedTasks } from './bounded-tasks.ts';
import { countRead, type RowTotals } from './count-read.ts';
import { EventIndex, type PieceTable } from './event-index.ts';
import { LISTED_EVENT_NAMES } from './event-records.ts';
import { EventWorkers } from './event-workers.ts';
import type { ScatteredEvents, UnreadRows } from './join-pieces.ts';
import type { IdentifierColumn, RowPacking } from './pack-sql.ts';
import type { ColumnCounts, RowCounts } from './row-reader.ts';
import type { RowTexts } from './row-texts.ts';
import type { UnitPlace } from './sealed-file.ts';
import { type Built, mostParts } from './worker-protocol.ts';

/** The engine's own thread feeds this many at most. */
const MAXIMUM_WORKERS = 4;

/** Tasks per worker: one it works on, one that waits for it. */
const TASKS_PER_WORKER = 2;

/** What doesn't fit goes to disk. */
const INDEX_MEMORY_MB = 112;

/** Different event names that are remembered; more are no names of kinds of events. */
const REMEMBERED_NAMES = 5000;

/** One staging whose rows were read: its files, its table, its threads, and what was counted so far. */
export class Staging {
  readonly index: EventIndex;
  readonly identifiers: readonly IdentifierColumn[];
  readonly names: string[] = [...LISTED_EVENT_NAMES];
  /** Where each sealed unit of texts lies. */
  readonly textUnits: UnitPlace[];
  readonly counts: RowTotals;
  readonly #texts: RowTexts;
  readonly #workers: EventWorkers;
  readonly #tasks: BoundedTasks;
  readonly #nameNumbers = new Map<string, number>(LISTED_EVENT_NAMES.map((name, index) => [name, index + 1]));
  #settled: number;
  #units: number;
  #isInOrder = true;
  #isClosed = false;

  private constructor(
    index: EventIndex,
    texts: RowTexts,
    counts: RowTotals,
    packing: RowPacking,
    request: StageEventsRequest,
    mostWorkers: number,
  ) {
    const { files } = texts;
    const { start, length } = files.sealed.units;
    const workers = Math.min(MAXIMUM_WORKERS, Math.max(1, mostWorkers));
    this.index = index;
    this.identifiers = packing.identifiers;
    this.counts = counts;
    this.textUnits = Array.from(start, (at, unit) => ({ unit, start: at, length: length[unit] ?? 0 }));
    this.#units = start.length;
    this.#settled = texts.taker.rows - texts.taker.waitingRows;
    this.#texts = texts;
    this.#tasks = new BoundedTasks(TASKS_PER_WORKER * workers);
    this.#workers = new EventWorkers(workers, {
      reading: { layout: packing.layout, identifiers: packing.identifiers, settings: request.settings },
      textKey: texts.sealed.key,
      files,
    });
  }

  /** `path`: the database with the rows as `texts` took them. */
  static async begin(
    { settings, workers }: Shop,
    path: string,
    texts: RowTexts,
    packing: RowPacking,
    request: StageEventsRequest,
    call: EngineCall,
  ): Promise<Staging> {
    const memoryLimitMb = Math.min(settings.memoryLimitMb, INDEX_MEMORY_MB);
    const index = await EventIndex.open(path, { ...settings, memoryLimitMb });
    try {
      const counts = await countRead(index.database, packing.identifiers.length, call);
      if (counts.rows !== texts.taker.rows) throw new Error('Rows were lost on the way to the events.');
      return new Staging(index, texts, counts, packing, request, workers);
    } catch (error) {
      index.close();
      throw error;
    }
  }

  get salt(): string {
    return this.#texts.sealed.salt;
  }

  /** Average length of a row's text. */
  get rowBytes(): number {
    return this.#texts.taker.rowBytes;
  }

  /** Rows that have to be read once more. */
  get unreadRows(): number {
    return this.#texts.taker.waitingRows;
  }

  /** Whether all rows have the same text in an identifier column. */
  isConstant(column: number): boolean {
    return this.#texts.taker.isConstant(column);
  }

  /** Whether the events of the index stand in the order of their first rows. */
  get isInOrder(): boolean {
    return this.#isInOrder;
  }

  /** Makes events of rows that wait for it. */
  async read({ numbers, rows }: UnreadRows, { onProgress }: EngineCall): Promise<void> {
    const unit = this.#nextUnits(numbers.length);
    await this.#tasks.add(async () => {
      const memory = [rows.places.buffer, rows.lengths.buffer];
      const result = await this.#workers.run({ type: 'read', unit, rows } as const, memory);
      await this.#keep('built', result, (number) => numbers[number] ?? 0);
      for (const counts of result.counts) addCounts(this.counts, counts);
      this.#settled += numbers.length;
      onProgress?.({ rows: this.#settled });
    });
  }

  /** Puts events together from rows of which others were made before. */
  async rebuild({ firstRows, sizes, rows }: ScatteredEvents): Promise<void> {
    const unit = this.#nextUnits(rows.places.length);
    // Which event a row is of, by the row's number within the task.
    const starts = new Map<number, number>();
    let start = 0;
    sizes.forEach((size, event) => {
      starts.set(start, firstRows[event] ?? 0);
      start += size;
    });
    await this.#tasks.add(async () => {
      const memory = [rows.places.buffer, rows.lengths.buffer, sizes.buffer];
      const result = await this.#workers.run({ type: 'rebuild', unit, rows, sizes } as const, memory);
      await this.#keep('rebuilt', result, (number) => starts.get(number) ?? 0);
    });
  }

  /** Waits until all events that were asked for are in the index. */
  async allKept(): Promise<void> {
    await this.#tasks.done();
    this.index.flush();
    await this.#workers.rest();
  }

  /** The sealed file, safe on disk. */
  async finishSealed(): Promise<void> {
    await this.#texts.sealed.file.sync();
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
    await this.#texts.close();
  }

  async #keep(table: PieceTable, { parts }: Built, rowOf: (number: number) => number): Promise<void> {
    for (const { from, unit, records, sealed } of parts) {
      if (sealed.length > 0) {
        const start = await this.#texts.sealed.file.append(sealed);
        this.textUnits.push({ unit, start, length: sealed.length });
      }
      const numbers = [0, ...records.names.map((name) => this.#nameNumber(name))];
      const name = records.name.map((number) => numbers[number] ?? 0);
      this.index.append(table, { ...records, name }, unit, (number) => rowOf(from + number));
    }
    this.#isInOrder = false;
  }

  #nextUnits(rows: number): number {
    const first = this.#units;
    this.#units += mostParts(rows);
    return first;
  }

  #nameNumber(name: string): number {
    const known = this.#nameNumbers.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= REMEMBERED_NAMES) return 0;
    this.names.push(name);
    this.#nameNumbers.set(name, this.names.length);
    return this.names.length;
  }
}

function addCounts(sum: RowTotals, more: RowCounts): void {
  sum.withIdentifier += more.withIdentifier;
  sum.columns.forEach((column, index) => {
    const added = more.columns[index];
    if (added === undefined) return;
    column.empty += added.empty;
    column.valid += added.valid;
    addRejected(column, added.rejected);
  });
}

function addRejected({ rejected }: ColumnCounts, more: readonly number[]): void {
  more.forEach((rows, reason) => {
    rejected[reason] = (rejected[reason] ?? 0) + rows;
  });
}
