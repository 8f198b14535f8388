import { join } from 'node:path';
import { z } from 'zod';
import { attemptOr } from '../core/errors.ts';
import type { HomeFolders } from './home.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** A journey that was left in the middle; its answers are checked by the journey that takes it up. */
export interface KeptDraft {
  readonly at: string;
  readonly answers: unknown;
}

export interface DraftStore {
  read(place: string): KeptDraft | undefined;
  keep(place: string, draft: KeptDraft): void;
  forget(place: string): void;
}

const draftsSchema = z.record(z.string(), z.object({ at: z.string(), answers: z.unknown() }));

/**
 * Journeys left in the middle, in `drafts.json` (0600): names, ids and SQL, as the profile holds them, never a
 * secret. A convenience: a file that is damaged or can't be written costs the draft and stops nobody.
 */
export function openDraftStore(folders: Pick<HomeFolders, 'data'>): DraftStore {
  const path = join(folders.data, 'drafts.json');
  const load = () => attemptOr(() => readJsonFile(path, draftsSchema), undefined) ?? {};
  const save = (drafts: ReturnType<typeof load>) => attemptOr(() => writeJsonFile(path, drafts), undefined);
  return {
    read: (place) => load()[place],
    keep: (place, draft) => void save({ ...load(), [place]: draft }),
    forget: (place) => {
      const { [place]: gone, ...others } = load();
      if (gone !== undefined) save(others);
    },
  };
}
