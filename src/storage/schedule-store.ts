import { join } from 'node:path';
import { z } from 'zod';
import type { ScheduleStore } from '../core/ports/storage.ts';
import type { ScheduleState } from '../core/schedules/state.ts';
import { makeFolder } from './atomic-file.ts';
import type { HomeFolders } from './home.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { withLockSync } from './lock-file.ts';
import { namedFile } from './named-file.ts';

const time = z.iso.datetime();

const stateSchema = z.looseObject({
  name: z.string(),
  installedAt: time.optional(),
  notify: z.array(z.string()).optional(),
  handled: time.optional(),
  last: z
    .looseObject({
      startedAt: time,
      finishedAt: time.optional(),
      run: z.string().optional(),
      outcome: z.enum(['completed', 'alert', 'error', 'cancelled']).optional(),
      kind: z.string().optional(),
      notifyFailed: z.boolean().optional(),
    })
    .optional(),
}) as z.ZodType<ScheduleState>;

/** What is remembered of schedules, one small file each in `schedules/`. */
export function openScheduleStore(folders: Pick<HomeFolders, 'schedules' | 'locks'>): ScheduleStore {
  const pathOf = (name: string) => join(folders.schedules, `${namedFile(name)}.json`);
  const find = (name: string) => readJsonFile(pathOf(name), stateSchema);
  return {
    find,
    update: (name, change) =>
      withLockSync(folders.locks, `The schedule of ${name}`, () => {
        const before = find(name) ?? { name };
        const after = change(before);
        if (after === before) return after;
        makeFolder(folders.schedules);
        writeJsonFile(pathOf(name), after);
        return after;
      }),
  };
}
