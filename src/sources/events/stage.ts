import { rmSync } from 'node:fs';
import { mkdtemp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Warning } from '../../core/delivery/events.ts';
import type { StagedEvents } from '../../core/events/plan.ts';
import type { EngineCall, StageEventsRequest } from '../../core/ports/engine.ts';
import type { UnreadableRows } from '../../core/ports/sources.ts';
import { removeDatabaseFile } from '../audiences/staged-file.ts';
import { cancelledError } from '../engine-errors.ts';
import { firstUnreadable } from '../files/unreadable-rows.ts';
import { withQuery } from '../query/open-query.ts';
import type { PersonQuery } from '../query/person-query.ts';
import { NOTED_ROWS, noteSources } from '../query/source-notes.ts';
import type { Shop, Workshop } from '../query/workshop.ts';
import type { RoomCall } from '../trino/server.ts';
import { findScattered, replaceJoined, scatteredEvents, unreadRows } from './join-pieces.ts';
import { packRows, type RowPacking } from './pack-sql.ts';
import { RowTexts } from './row-texts.ts';
import { Staging } from './staging.ts';
import { readFirstEvent, writeStagedFile } from './write-staged.ts';

/** Suffix of files that aren't finished; a file under its own name always is. */
const PARTIAL = '.partial';

/**
 * Runs the query once and writes the two staged files, which replace earlier ones:
 *
 * 1. One statement makes events of the rows it can settle. Its texts are sealed on their way, and what is known
 *    of the rows besides is a table of numbers.
 * 2. The rows it can't settle are read by the core's functions, in threads of their own.
 * 3. Events whose rows lie apart from each other are put together, from those rows alone.
 *
 * When it fails, or is killed, nothing is left under the files' names.
 */
export async function stageEvents(
  shop: Shop,
  request: StageEventsRequest,
  call: RoomCall,
): Promise<StagedEvents> {
  const started = performance.now();
  const { stagedPath, sealedPath } = request;
  const partial = { ...request, stagedPath: stagedPath + PARTIAL, sealedPath: sealedPath + PARTIAL };
  removeStagedEvents(request);
  removeStagedEvents(partial);
  const folder = await mkdtemp(join(shop.settings.tempDirectory, 'events-'));
  try {
    const indexPath = join(folder, 'index.duckdb');
    const options = { stagedPath: indexPath };
    const read = await withQuery(shop, request.tables, request.sql, options, call, (workshop, query) =>
      readRows(workshop, query, partial, folder, call),
    );
    const staging = await beginStaging(shop, indexPath, read, partial, call);
    const staged = await finishEvents(staging, read, partial, call).finally(() => staging.close());
    // The sealed file first: where the staged file is, both are whole.
    await rename(partial.sealedPath, sealedPath);
    await rename(partial.stagedPath, stagedPath);
    return { ...staged, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    removeStagedEvents(partial);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes the staged files, if they are there. */
export function removeStagedEvents(place: Pick<StageEventsRequest, 'stagedPath' | 'sealedPath'>): void {
  removeDatabaseFile(place.stagedPath);
  rmSync(place.sealedPath, { force: true });
}

interface RowsRead {
  readonly texts: RowTexts;
  readonly packing: RowPacking;
  readonly unreadable: UnreadableRows;
  readonly notes: readonly Warning[];
  /** Names of the query's columns. */
  readonly columns: readonly string[];
}

/** The first pass: every row, once. */
async function readRows(
  workshop: Workshop,
  query: PersonQuery,
  request: StageEventsRequest,
  folder: string,
  call: EngineCall,
): Promise<RowsRead> {
  const { signal } = call;
  const texts = await RowTexts.begin(request, folder, (rows) => call.onProgress?.({ rows }));
  try {
    const take = texts.taker.register(workshop.database);
    const packing = packRows(query, request.layout, request.settings, take);
    await texts.taker.during(() =>
      query.run(`CREATE OR REPLACE TABLE staged.read AS ${packing.statement}`, (statement) =>
        workshop.database.run(statement, { signal }),
      ),
    );
    const unreadable = await workshop.unreadable(call);
    const notes = await noteSources(workshop, NOTED_ROWS, call);
    return { texts, packing, unreadable, notes, columns: query.columns.map(({ name }) => name) };
  } catch (error) {
    await texts.close();
    throw signal?.aborted ? cancelledError() : error;
  }
}

async function beginStaging(
  shop: Shop,
  indexPath: string,
  { texts, packing }: RowsRead,
  request: StageEventsRequest,
  call: EngineCall,
): Promise<Staging> {
  try {
    return await Staging.begin(shop, indexPath, texts, packing, request, call);
  } catch (error) {
    await texts.close();
    throw error;
  }
}

/** The second and the third pass, and what all of them give. */
async function finishEvents(
  staging: Staging,
  { unreadable, notes, columns }: RowsRead,
  request: StageEventsRequest,
  call: EngineCall,
): Promise<Omit<StagedEvents, 'seconds'>> {
  const stop = () => void staging.stop(cancelledError());
  call.signal?.addEventListener('abort', stop, { once: true });
  try {
    const { index, rowBytes } = staging;
    if (staging.unreadRows > 0) {
      for await (const rows of unreadRows(index, staging.counts.rows, rowBytes, call))
        await staging.read(rows, call);
      await staging.allKept();
    }
    const waiting = await findScattered(index, call);
    if (waiting > 0) {
      for await (const events of scatteredEvents(index, waiting, rowBytes, call))
        await staging.rebuild(events);
      await staging.allKept();
    }
    await replaceJoined(index, waiting, call);
    const { totals, diagnoses, facts } = await writeStagedFile(staging, request, unreadable, columns, call);
    const { rows, rowsSendable: _, rowsDuplicate: __, rejected, ...counts } = totals;
    return {
      rowsRead: rows + unreadable.count,
      unreadable: firstUnreadable(unreadable),
      notes,
      ...counts,
      rejected: unreadable.count === 0 ? rejected : { ...rejected, 'unreadable-row': unreadable.count },
      columns: diagnoses,
      firstEvent: await readFirstEvent(staging, request, facts, call),
    };
  } catch (error) {
    throw call.signal?.aborted ? cancelledError() : error;
  } finally {
    call.signal?.removeEventListener('abort', stop);
  }
}
