import { rmSync } from 'node:fs';
import { mkdtemp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Warning } from '../../core/delivery/events.ts';
import type { StagedEvents } from '../../core/events/plan.ts';
import type { EngineCall, StageEventsRequest, UnreadableRows } from '../../core/ports.ts';
import { removeDatabaseFile } from '../audiences/staged-file.ts';
import { cancelledError } from '../engine-errors.ts';
import { firstUnreadable } from '../files/unreadable-rows.ts';
import { withQuery } from '../query/open-query.ts';
import type { PersonQuery } from '../query/person-query.ts';
import { NOTED_ROWS, noteSources } from '../query/source-notes.ts';
import type { Shop, Workshop } from '../query/workshop.ts';
import type { RoomCall } from '../trino/server.ts';
import { findScattered, replaceJoined, scatteredEvents } from './join-pieces.ts';
import { packRows } from './pack-sql.ts';
import { streamRows } from './row-stream.ts';
import { Staging } from './staging.ts';
import { readFirstEvent, writeStagedFile } from './write-staged.ts';

/** Suffix of files that aren't finished; a file under its own name always is. */
const PARTIAL = '.partial';

/**
 * Runs the query once and writes the two staged files, which replace earlier ones. Rows become events in
 * threads of their own, and what is known of the events besides their texts is gathered in a table. Events
 * whose rows lay far apart are put together in a second pass over those rows alone. When it fails, or is
 * killed, nothing is left under the files' names.
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
    const read = await withQuery(shop, request.tables, request.sql, {}, call, (workshop, query) =>
      readRows(shop, workshop, query, partial, folder, call),
    );
    const staged = await finishEvents(read, partial, call).finally(() => read.staging.close());
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
  readonly staging: Staging;
  readonly unreadable: UnreadableRows;
  readonly notes: readonly Warning[];
  /** Names of the query's columns. */
  readonly columns: readonly string[];
}

/** The first pass: every row, once. */
async function readRows(
  shop: Shop,
  workshop: Workshop,
  query: PersonQuery,
  request: StageEventsRequest,
  folder: string,
  call: EngineCall,
): Promise<RowsRead> {
  const packing = packRows(query.relation, request.layout, request.settings);
  const staging = await Staging.begin(shop.settings, request, packing, folder);
  const stop = () => void staging.stop(cancelledError());
  call.signal?.addEventListener('abort', stop, { once: true });
  try {
    for await (const rows of streamRows(workshop.database, query, packing, call)) {
      await staging.read(rows, call);
    }
    await staging.allRead();
    const unreadable = await workshop.unreadable(call);
    const notes = await noteSources(workshop, NOTED_ROWS, call);
    return { staging, unreadable, notes, columns: query.columns.map(({ name }) => name) };
  } catch (error) {
    await staging.close();
    throw call.signal?.aborted ? cancelledError() : error;
  } finally {
    call.signal?.removeEventListener('abort', stop);
  }
}

/** The second pass, and what both of them give. */
async function finishEvents(
  { staging, unreadable, notes, columns }: RowsRead,
  request: StageEventsRequest,
  call: EngineCall,
): Promise<Omit<StagedEvents, 'seconds'>> {
  const stop = () => void staging.stop(cancelledError());
  call.signal?.addEventListener('abort', stop, { once: true });
  try {
    const waiting = await findScattered(staging.index, call);
    if (waiting > 0) {
      for await (const events of scatteredEvents(staging.index, waiting, staging.rowBytes, call)) {
        await staging.rebuild(events);
      }
      await staging.allRebuilt();
      await replaceJoined(staging.index, call);
    }
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
