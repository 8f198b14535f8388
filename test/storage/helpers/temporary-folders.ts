import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type HomeFolders, homeFolders, prepareFolders } from '../../../src/storage/home.ts';

/** An empty folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tada-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything tada keeps, in an empty folder of its own. */
export function temporaryHome(): HomeFolders & { readonly home: string } {
  const home = join(temporaryFolder(), 'home');
  const folders = homeFolders({ TADA_HOME: home });
  prepareFolders(folders);
  return { ...folders, home };
}
