import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CUSTOMER_FILE_TYPES } from '../core/delivery/file-types.ts';
import { configurationError } from '../core/errors.ts';
import type { AudienceRecord, AudienceStore } from '../core/ports/storage.ts';
import { isMissing } from '../core/system-errors.ts';
import { makeFolder } from './atomic-file.ts';
import type { HomeFolders } from './home.ts';
import { doing } from './io-errors.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { takeLock } from './lock-file.ts';

const recordSchema: z.ZodType<AudienceRecord> = z.looseObject({
  advertiserId: z.string().min(1),
  audienceId: z.string().min(1),
  name: z.string(),
  channel: z.enum(['streaming', 'file']),
  fileType: z.enum(CUSTOMER_FILE_TYPES).optional(),
  isFallback: z.boolean().optional(),
  rules: z.looseObject({
    emailRule: z.enum(['standard', 'legacy']),
    phoneRule: z.enum(['plus', 'digits']),
    idfaCase: z.enum(['upper', 'lower']),
  }),
  ledgerComplete: z.boolean(),
});

/** Audiences under `audiences/ADVERTISER/AUDIENCE`: the record and the ledger of hashes. */
export function openAudienceStore(folders: Pick<HomeFolders, 'audiences' | 'locks'>): AudienceStore {
  const folderOf = (advertiserId: string, audienceId: string) =>
    join(folders.audiences, folderName(advertiserId), folderName(audienceId));
  const recordPath = (advertiserId: string, audienceId: string) =>
    join(folderOf(advertiserId, audienceId), 'audience.json');
  const find: AudienceStore['find'] = (advertiserId, audienceId) =>
    readJsonFile(recordPath(advertiserId, audienceId), recordSchema);

  return {
    find,
    list: () =>
      listNames(folders.audiences)
        .flatMap((advertiser) =>
          listNames(join(folders.audiences, advertiser)).map((audience) =>
            readJsonFile(join(folders.audiences, advertiser, audience, 'audience.json'), recordSchema),
          ),
        )
        .filter((record) => record !== undefined),
    save: (record) => {
      const { advertiserId, audienceId } = record;
      const before = find(advertiserId, audienceId);
      if (before !== undefined) refuseOtherNature(before, record);
      makeFolder(folderOf(advertiserId, audienceId));
      writeJsonFile(recordPath(advertiserId, audienceId), { ...before, ...record });
    },
    forget: (advertiserId, audienceId) => {
      const folder = folderOf(advertiserId, audienceId);
      const isThere = existsSync(folder);
      doing('write', folder, () => rmSync(folder, { recursive: true, force: true }));
      return isThere;
    },
    ledgerPath: (advertiserId, audienceId) => join(folderOf(advertiserId, audienceId), 'ledger.duckdb'),
    lock: (key) => takeLock(folders.locks, `The audience ${key}`),
  };
}

/**
 * Hashes made by another rule are other people to TikTok: nobody in the audience would be recognised again.
 * And an audience made by streaming can't be fed by files, nor the reverse.
 */
function refuseOtherNature(before: AudienceRecord, after: AudienceRecord): void {
  const rules = ['emailRule', 'phoneRule', 'idfaCase'] as const;
  const changed = rules.find((rule) => before.rules[rule] !== after.rules[rule]);
  if (changed !== undefined) {
    throw configurationError(
      `The audience "${before.name}" was filled with ${changed} "${before.rules[changed]}" and keeps it for life.`,
      `Set ${changed} back to "${before.rules[changed]}", or deliver to a new audience.`,
    );
  }
  if (before.channel !== after.channel) {
    throw configurationError(
      `The audience "${before.name}" was made through the ${before.channel} channel and keeps it for life.`,
      `Set the channel back to "${before.channel}", or deliver to a new audience.`,
    );
  }
}

/** TikTok's ids are digits today; whatever else they may become can't leave the folder. */
function folderName(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9_-]/g, (character) => `%${character.codePointAt(0)?.toString(16)}`);
}

function listNames(folder: string): readonly string[] {
  return doing('read', folder, () => {
    try {
      return readdirSync(folder).toSorted();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  });
}
