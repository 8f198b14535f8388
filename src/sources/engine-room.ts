import { availableParallelism, totalmem } from 'node:os';
import type { Engine } from '../core/ports/engine.ts';
import { removeCustomerFiles, writeCustomerFiles } from './audiences/file-export.ts';
import { applyToLedger, joinLedgers } from './audiences/ledger.ts';
import { readLedgerLines, writeLedgerLines } from './audiences/ledger-lines.ts';
import { opposesEntries } from './audiences/opposed.ts';
import { planAudience } from './audiences/plan.ts';
import { StagedReader } from './audiences/read-staged.ts';
import { stageAudience } from './audiences/stage.ts';
import { stageCampaign } from './audiences/stage-campaign.ts';
import { removeDatabaseFile } from './audiences/staged-file.ts';
import { stageUndo } from './audiences/undo.ts';
import type { DatabaseSettings } from './duckdb/database.ts';
import type { EngineOptions } from './engine-protocol.ts';
import { type EventsEngine, openEventsRoom } from './events/events-room.ts';
import { FileCatalog } from './files/file-catalog.ts';
import { partsOf } from './files/source-parts.ts';
import { countRows, describeQuery, inspectTables, sampleRows } from './query/look.ts';
import { makeTempDirectory, removeTempDirectory } from './temp-directory.ts';
import type { RoomCall } from './trino/server.ts';
import { Turns } from './turns.ts';

/**
 * Megabytes of `memory_limit` where none is given: a quarter of the machine, at most 512. What the engine's process
 * has besides (Node, code, what the engine doesn't count of its buffers) is 300 to 500 more, so that it stays below
 * a gigabyte. Ten million rows take no longer with it than with four times as much.
 */
function defaultMemoryMb(): number {
  return Math.min(512, Math.max(256, Math.floor(totalmem() / 4 / 1024 / 1024)));
}

/** What the engine does. */
export type EngineRoom = Pick<
  Engine,
  | 'inspect'
  | 'parts'
  | 'describe'
  | 'sample'
  | 'count'
  | 'stageAudience'
  | 'stageCampaign'
  | 'planAudience'
  | 'readAudienceBatch'
  | 'tallyAudience'
  | 'tallyRows'
  | 'opposesEntries'
  | 'applyToLedger'
  | 'writeLedgerLines'
  | 'joinLedgers'
  | 'readLedgerLines'
  | 'writeCustomerFiles'
  | 'removeCustomerFiles'
  | 'stageUndo'
  | 'rejects'
  | 'entryRows'
  | 'close'
> &
  EventsEngine;

/** The engine itself, inside the child process (or a test). */
export function openEngineRoom(options: EngineOptions): EngineRoom {
  const workers = options.threads ?? availableParallelism();
  const settings: DatabaseSettings = {
    tempDirectory: makeTempDirectory(options.tempDirectory),
    memoryLimitMb: options.memoryLimitMb ?? defaultMemoryMb(),
    // One more than there are cores: who waits for JavaScript to judge values leaves his to another.
    threads: options.threads ?? workers + 1,
  };
  const catalog = new FileCatalog();
  const shop = { catalog, settings, workers };
  const reader = new StagedReader(settings);
  const turns = new Turns();
  const events = openEventsRoom(shop, turns, (path) => reader.close(path));
  return {
    ...events.engine,
    inspect: (tables, call: RoomCall = {}) => inspectTables(shop, tables, call),
    parts: (path, call = {}) => partsOf(settings, path, call),
    describe: (tables, sql, call: RoomCall = {}) => describeQuery(shop, tables, sql, call),
    sample: (tables, sql, limit, call: RoomCall = {}) => sampleRows(shop, tables, sql, limit, call),
    count: (tables, sql, call: RoomCall = {}) => countRows(shop, tables, sql, call),
    stageAudience: (request, call: RoomCall = {}) =>
      turns.take([request.stagedPath], async () => {
        await reader.close(request.stagedPath);
        await events.reader.close(request.stagedPath);
        removeDatabaseFile(request.stagedPath);
        return await stageAudience(shop, request, call);
      }),
    stageCampaign: (request, call: RoomCall = {}) => {
      const paths = request.files.map(({ stagedPath }) => stagedPath);
      return turns.take(paths, async () => {
        for (const path of paths) {
          await reader.close(path);
          removeDatabaseFile(path);
        }
        return await stageCampaign(shop, request, call);
      });
    },
    planAudience: (request, call = {}) =>
      turns.take([request.stagedPath, request.ledgerPath], async () => {
        await reader.close(request.stagedPath);
        return await planAudience(settings, request, call);
      }),
    readAudienceBatch: (stagedPath, range, audienceIds, call = {}) =>
      turns.take([stagedPath], () => reader.batch(stagedPath, range, audienceIds, call)),
    tallyAudience: (stagedPath, confirmed, refused, call = {}) =>
      turns.take([stagedPath], () => reader.tally(stagedPath, confirmed, refused, call)),
    tallyRows: (stagedPath, rows, confirmed, refused, call = {}) =>
      turns.take([stagedPath], () => reader.tallyRows(stagedPath, rows, confirmed, refused, call)),
    opposesEntries: (stagedPath, others, call = {}) => {
      const paths = [stagedPath, ...others.map((run) => run.stagedPath)];
      return turns.take(paths, async () => {
        for (const path of paths) await reader.close(path);
        return await opposesEntries(settings, stagedPath, others, call);
      });
    },
    applyToLedger: (ledgerPath, stagedPath, outcome, call = {}) =>
      turns.take([stagedPath, ledgerPath], async () => {
        await reader.close(stagedPath);
        return await applyToLedger(settings, ledgerPath, stagedPath, outcome, call);
      }),
    writeLedgerLines: (ledgerPath, linesPath, call = {}) =>
      turns.take([ledgerPath], () => writeLedgerLines(settings, ledgerPath, linesPath, call)),
    joinLedgers: (ledgerPath, otherPath, call = {}) =>
      turns.take([ledgerPath, otherPath], () => joinLedgers(settings, ledgerPath, otherPath, call)),
    readLedgerLines: (filePath, ledgerPath, call = {}) =>
      turns.take([ledgerPath], () => readLedgerLines(settings, filePath, ledgerPath, call)),
    writeCustomerFiles: (request, call = {}) =>
      turns.take([request.stagedPath, request.filesPath], async () => {
        await reader.close(request.stagedPath);
        return await writeCustomerFiles(settings, request, call);
      }),
    removeCustomerFiles: (filesPath) => turns.take([filesPath], async () => removeCustomerFiles(filesPath)),
    stageUndo: (request, call = {}) => {
      const { stagedPath, undone, later, ledgerPath } = request;
      const paths = [stagedPath, undone.stagedPath, ...later.map((run) => run.stagedPath)];
      return turns.take([...paths, ledgerPath], async () => {
        for (const path of paths) await reader.close(path);
        removeDatabaseFile(stagedPath);
        return await stageUndo(settings, request, call);
      });
    },
    rejects: (stagedPath, offset, limit, call = {}) =>
      turns.take([stagedPath], async () => {
        // Either kind of staged file; one that is open in one reader can't be opened in the other.
        await reader.close(stagedPath);
        const rejected = await events.reader.rejects(stagedPath, offset, limit, call);
        return rejected ?? (await reader.rejects(stagedPath, offset, limit, call));
      }),
    entryRows: (stagedPath, entries, offset, limit, call = {}) =>
      turns.take([stagedPath], async () => {
        await reader.close(stagedPath);
        const rows = await events.reader.entryRows(stagedPath, entries, offset, limit, call);
        return rows ?? (await reader.entryRows(stagedPath, entries, offset, limit, call));
      }),
    close: async () => {
      await reader.closeAll();
      await events.reader.closeAll();
      removeTempDirectory(settings.tempDirectory);
    },
  };
}
