import { readdir, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { usageError } from '../../core/errors.ts';
import type { Engine } from '../../core/ports/engine.ts';
import { DATA_ENDINGS } from '../../ui/screens/source/data-files.ts';
import type { DataFile, SourceService } from '../../wizard/source-service.ts';
import { missingFiles } from './missing-here.ts';

/** Files and folders of this machine, and the engine's view of them. */
export function createSourceService(engine: Engine, startFolder: string): SourceService {
  return {
    listFolder: async (folder = startFolder) => {
      const path = resolve(startFolder, folder);
      return { folder: path, files: await listDataFiles(path) };
    },
    missingFiles,
    parts: (path, call) => engine.parts(path, call),
    inspect: (tables, call) => engine.inspect(tables, call),
    describe: (tables, sql, call) => engine.describe(tables, sql, call),
    count: (tables, sql, call) => engine.count(tables, sql, call),
    sample: (tables, sql, limit, call) => engine.sample(tables, sql, limit, call),
  };
}

async function listDataFiles(folder: string): Promise<readonly DataFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw usageError(`The folder ${folder} can't be opened.`, 'Choose another folder.');
  });
  const files: DataFile[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    // A link is what it leads to; one that leads nowhere is left out.
    const info = await stat(path).catch(() => undefined);
    if (info === undefined) continue;
    const isFolder = info.isDirectory();
    if (!isFolder && !DATA_ENDINGS.includes(extname(entry.name).slice(1).toLowerCase())) continue;
    files.push({ name: entry.name, path, isFolder, size: isFolder ? 0 : info.size });
  }
  return files.toSorted((a, b) =>
    a.isFolder === b.isFolder ? a.name.localeCompare(b.name, 'en') : a.isFolder ? -1 : 1,
  );
}
