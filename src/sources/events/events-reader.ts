import type { Range } from '../../core/audiences/plan.ts';
import type { EventsTally } from '../../core/events/plan.ts';
import type { EngineCall, EntryRow, RejectedValue, StagedEventsPlace } from '../../core/ports/engine.ts';
import { rangesSql } from '../audiences/entries-sql.ts';
import { hasDatabaseFile, notStaged, readFacts } from '../audiences/staged-file.ts';
import type { DatabaseSettings } from '../duckdb/database.ts';
import { type OpenFile, OpenFiles } from '../duckdb/open-files.ts';
import { afterUnreadable } from '../files/unreadable-rejects.ts';
import { stateReason } from './event-records.ts';
import { readTexts } from './read-texts.ts';
import { readEventsPlanFacts, STAGED_FACTS, type StagedEventsFacts } from './staged-events.ts';
import { tallyEvents } from './tally.ts';

/** Reads staged files of events; a file without facts holds something other than events. */
export class EventsReader {
  readonly #files: OpenFiles<StagedEventsFacts | undefined>;

  constructor(settings: DatabaseSettings) {
    this.#files = new OpenFiles(settings, (database) => readFacts(database, 'main', STAGED_FACTS));
  }

  async close(path: string): Promise<void> {
    await this.#files.close(path);
  }

  async closeAll(): Promise<void> {
    await this.#files.closeAll();
  }

  /** See the Engine port. */
  async batch(place: StagedEventsPlace, { from, to }: Range, call: EngineCall): Promise<string> {
    const { database, facts: staged } = await this.#events(place.stagedPath);
    await readEventsPlanFacts(database, 'main');
    const range = `plan.rowid >= ${Math.trunc(from)} AND plan.rowid < ${Math.trunc(to)}`;
    // The span of events lets DuckDB skip all other parts of the table.
    const rows = await database.rows(
      `SELECT events.place, events.length, units.unit, units.start, units.length AS unitLength
       FROM plan JOIN events ON events.rowid = plan.event JOIN units ON units.unit = events.unit
       WHERE ${range} AND events.rowid >= (SELECT min(event) FROM plan WHERE ${range})
         AND events.rowid <= (SELECT max(event) FROM plan WHERE ${range})
       ORDER BY plan.rowid`,
      call,
    );
    const texts = await readTexts(
      place,
      staged.salt,
      rows.map(({ place: at, length, unit, start, unitLength }) => ({
        unit: { unit: Number(unit), start: Number(start), length: Number(unitLength) },
        at: Number(at),
        length: Number(length),
      })),
    );
    return `[${texts.join(',')}]`;
  }

  async tally(
    path: string,
    confirmed: readonly Range[],
    refused: readonly Range[],
    call: EngineCall,
  ): Promise<EventsTally> {
    const { database, facts: staged } = await this.#events(path);
    const plan = await readEventsPlanFacts(database, 'main');
    return await tallyEvents(database, 'main', staged, plan, confirmed, refused, call);
  }

  /** Rows of events that can't be sent, in row order; undefined when the file holds no events. */
  async rejects(
    path: string,
    offset: number,
    limit: number,
    call: EngineCall,
  ): Promise<readonly RejectedValue[] | undefined> {
    const file = await this.#eventsIfAny(path);
    if (file === undefined) return undefined;
    const { database, facts } = file;
    return await afterUnreadable(facts.unreadable, offset, limit, async (from, most) => {
      const rows = await database.rows(
        `SELECT row, state FROM rejected ORDER BY row LIMIT ${most} OFFSET ${from}`,
        call,
      );
      return rows.map(({ row, state }) => {
        const reason = stateReason(Number(state));
        if (reason === undefined) throw new Error('A rejected row has no reason.');
        return { row: Number(row), column: '', type: 'EVENT', reason };
      });
    });
  }

  /** The first row of each event that a plan sends; undefined when the file holds no events. */
  async entryRows(
    path: string,
    entries: readonly Range[],
    offset: number,
    limit: number,
    call: EngineCall,
  ): Promise<readonly EntryRow[] | undefined> {
    const file = await this.#eventsIfAny(path);
    if (file === undefined) return undefined;
    const { database } = file;
    const columns = await database.rows('SELECT name FROM pragma_table_info($$events$$)', call);
    if (!columns.some(({ name }) => name === 'row')) return [];
    const rows = await database.rows(
      `SELECT plan.rowid AS entry, events.row AS row FROM plan JOIN events ON events.rowid = plan.event
       WHERE ${rangesSql('plan.rowid', entries)} ORDER BY plan.rowid LIMIT ${limit} OFFSET ${offset}`,
      call,
    );
    return rows.map(({ entry, row }) => ({ entry: Number(entry), row: Number(row) }));
  }

  async #events(path: string): Promise<OpenFile<StagedEventsFacts>> {
    const file = await this.#eventsIfAny(path);
    if (file === undefined) throw notStaged();
    return file;
  }

  /** Undefined when there is no file, or one without events, which others may want to write. */
  async #eventsIfAny(path: string): Promise<OpenFile<StagedEventsFacts> | undefined> {
    if (!hasDatabaseFile(path)) return undefined;
    const { database, facts } = await this.#files.get(path);
    if (facts !== undefined) return { database, facts };
    await this.close(path);
    return undefined;
  }
}
