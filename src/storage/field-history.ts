import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { KnownError } from '../core/errors.ts';
import { type FieldHistory, mayBeKept, withEntry } from '../core/field-history.ts';
import { errorCode } from '../core/system-errors.ts';
import type { HomeFolders } from './home.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** Kinds of fields that another version knows stay in the file. */
const historySchema = z.record(z.string(), z.array(z.string()));
type Kept = z.infer<typeof historySchema>;

export interface FieldHistoryStore extends FieldHistory {
  /** Reads the file once; a sentence about it where it was damaged and had to be put aside. */
  prepare(): string | undefined;
}

/**
 * What was typed into fields before, in `history.json` (0600). A convenience: a damaged file is put aside, one that
 * can't be read or written costs the history, and neither stops anybody. Every change starts from what is on
 * disk, so that two wizards keep both of their entries.
 */
export function openFieldHistory(folders: Pick<HomeFolders, 'data'>): FieldHistoryStore {
  const path = join(folders.data, 'history.json');
  const aside = join(folders.data, 'history.damaged.json');
  let problem: string | undefined;

  function load(): Kept {
    try {
      return readJsonFile(path, historySchema) ?? {};
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      problem = putAside(error);
      return {};
    }
  }

  function putAside(error: KnownError): string {
    const what = 'what was typed into fields before is not offered';
    try {
      renameSync(path, aside);
      return `${error.message} It is now ${aside}, and ${what}.`;
    } catch (renaming) {
      if (errorCode(renaming) === undefined) throw renaming;
      return `${error.message} So ${what}.`;
    }
  }

  return {
    prepare: () => {
      load();
      return problem;
    },
    entries: (key) => (load()[key] ?? []).filter((entry) => mayBeKept(key, entry)),
    remember: (key, value) => {
      if (!mayBeKept(key, value)) return;
      const kept = load();
      try {
        writeJsonFile(path, { ...kept, [key]: withEntry(kept[key] ?? [], value) });
      } catch (error) {
        if (!(error instanceof KnownError)) throw error;
      }
    },
  };
}
