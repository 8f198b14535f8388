import { join } from 'node:path';
import { z } from 'zod';
import { MOST_DAYS } from '../core/history/age.ts';
import type { HomeFolders } from './home.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** How tada looks after what it keeps on this machine; no part of a profile, which may be shared. */
export interface UpkeepSettings {
  /** Days for which finished runs are kept; undefined: for good. */
  readonly keepRunsDays?: number | undefined;
}

const schema: z.ZodType<UpkeepSettings> = z.looseObject({
  keepRunsDays: z.number().int().min(1).max(MOST_DAYS).optional(),
});

/** A damaged file rejects with kind `configuration` and is never changed. */
export interface UpkeepStore {
  load(): UpkeepSettings;
  save(settings: UpkeepSettings): void;
}

export function openUpkeepStore({ config }: Pick<HomeFolders, 'config'>): UpkeepStore {
  const path = join(config, 'upkeep.json');
  const load = () => readJsonFile(path, schema) ?? {};
  return { load, save: (settings) => writeJsonFile(path, { ...load(), ...settings }) };
}
