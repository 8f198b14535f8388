import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { configurationError, usageError } from '../core/errors.ts';
import type { RunFolder, RunRecord, RunStore } from '../core/ports/storage.ts';
import { errorCode, isMissing } from '../core/system-errors.ts';
import { makeFolder, syncFolder } from './atomic-file.ts';
import type { HomeFolders } from './home.ts';
import { doing } from './io-errors.ts';
import { openJournal } from './journal.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { runRecordSchema } from './run-schemas.ts';

export { newRunId, unusedRunId } from './run-id.ts';

const DAY = 86_400_000;
/** Folders on their way out have a name that no run has. */
const GOING = '.gone-';
const JOURNAL = 'journal.jsonl';

export interface StoredRuns extends RunStore {
  /** Removes a run with everything in it. False when there is no such run; only the whole id counts here. */
  delete(id: string): boolean;
  /** Removes what a deletion left behind that was killed in the middle. */
  sweep(): void;
  /** Ids of runs that ended more than `days` ago. One that never ended can still be resumed and isn't among them. */
  expired(days: number, now: number): readonly string[];
}

/** Runs, each in a folder of its own: `run.json`, `journal.jsonl`, the staged hashes and sealed events. */
export function openRunStore(folders: Pick<HomeFolders, 'runs'>, now: () => number = Date.now): StoredRuns {
  const { runs: folder } = folders;
  const ids = () => listFolders(folder).filter((name) => !name.startsWith('.'));
  const read = (id: string) => readJsonFile(recordPath(folder, id), runRecordSchema);

  const list: RunStore['list'] = () => {
    const runs: RunRecord[] = [];
    const broken: string[] = [];
    for (const id of ids()) {
      const record = readOrUndefined(() => read(id));
      if (record === undefined || record.id !== id) broken.push(id);
      else runs.push(record);
    }
    const newestFirst = (one: RunRecord, other: RunRecord) =>
      compare(other.startedAt, one.startedAt) || compare(other.id, one.id);
    return { runs: runs.toSorted(newestFirst), broken: broken.toSorted() };
  };

  return {
    list,
    create: (record) => {
      const path = join(folder, checkedId(record.id));
      makeFolder(folder);
      doing('write', path, () => {
        mkdirSync(path, { mode: 0o700 });
        syncFolder(folder);
      });
      try {
        writeJsonFile(recordPath(folder, record.id), record);
      } catch (error) {
        // A folder without a record would be listed as a broken run.
        rmSync(path, { recursive: true, force: true });
        throw error;
      }
      return openFolder(folder, record, now);
    },
    open: (wanted) => {
      const id = findId(ids(), wanted);
      if (id === undefined) return undefined;
      const record = read(id);
      if (record?.id === id) return openFolder(folder, record, now);
      throw configurationError(
        `The run ${id} has no usable record: ${recordPath(folder, id)}.`,
        "It can't be shown or resumed. Start a new run.",
      );
    },
    journalOf: (id) => openJournal(join(folder, checkedId(id), JOURNAL), now),
    delete: (id) => {
      if (!ids().includes(id)) return false;
      const going = join(folder, `${GOING}${id}`);
      doing('write', join(folder, id), () => {
        // Out of the list in one step; what an interrupted removal leaves behind goes with the next one.
        renameSync(join(folder, id), going);
        sweepFolder(folder);
      });
      return true;
    },
    sweep: () => doing('write', folder, () => sweepFolder(folder)),
    expired: (days, at) =>
      list()
        .runs.filter(({ finishedAt }) => finishedAt !== undefined && Date.parse(finishedAt) < at - days * DAY)
        .map(({ id }) => id),
  };
}

function sweepFolder(folder: string): void {
  for (const name of listFolders(folder).filter((candidate) => candidate.startsWith(GOING))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function openFolder(folder: string, opened: RunRecord, now: () => number): RunFolder {
  const path = recordPath(folder, opened.id);
  const run = join(folder, opened.id);
  let record = opened;
  return {
    get record() {
      return record;
    },
    stagedPath: join(run, 'staged.duckdb'),
    sealedPath: join(run, 'events.sealed'),
    filesPath: join(run, 'customer-files'),
    journal: openJournal(join(run, JOURNAL), now),
    update: (change) => {
      // What is on disk is the base: somebody else may have it open too.
      record = { ...record, ...readJsonFile(path, runRecordSchema), ...change, id: opened.id };
      writeJsonFile(path, record);
    },
  };
}

function recordPath(folder: string, id: string): string {
  return join(folder, id, 'run.json');
}

/** Ids become names of folders, so nothing but plain characters. */
function checkedId(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(id)) return id;
  throw new TypeError(`A run id is made of letters, digits, - and _; this one isn't: ${JSON.stringify(id)}`);
}

function listFolders(folder: string): readonly string[] {
  return doing('read', folder, () => {
    try {
      return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  });
}

function findId(ids: readonly string[], wanted: string): string | undefined {
  if (wanted === '') return undefined;
  if (ids.includes(wanted)) return wanted;
  const matching = ids.filter((id) => id.startsWith(wanted)).toSorted();
  if (matching.length <= 1) return matching[0];
  throw usageError(
    `${matching.length} runs start with "${wanted}": ${matching.slice(-5).join(', ')}${matching.length > 5 ? ', …' : ''}.`,
    'Give one more character, or the whole id.',
  );
}

function readOrUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    // Only what is wrong with this one record; a disk that fails concerns all of them.
    if (errorCode(error) !== undefined || !(error instanceof Error) || error.name !== 'KnownError')
      throw error;
    return undefined;
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
