import { resolve } from 'node:path';
import { renderReport } from '../../core/history/report-page.ts';
import { gatherReport } from '../../core/history/run-report.ts';
import type { ProfileStore, RunStore } from '../../core/ports/storage.ts';
import { hiddenNames, loadOrUndefined } from './hidden-names.ts';
import { openRun } from './run-service.ts';
import { writeNewFile } from './write-new-file.ts';

export interface ReportDependencies {
  readonly runs: RunStore;
  readonly profile: ProfileStore;
  readonly env: NodeJS.ProcessEnv;
  /** Where a path that isn't absolute starts. */
  readonly folder: string;
}

/**
 * Writes the report of a run to a new HTML file (0600) and gives back its path. Rejects with kind `usage` where
 * there is no such run or the file exists already.
 */
export function saveReport(dependencies: ReportDependencies, runId: string, path: string): string {
  const { runs, profile, env, folder } = dependencies;
  const { record, journal } = openRun(runs, runId);
  const hidden = hiddenNames({ env, folder, record, profile: loadOrUndefined(profile) });
  const report = gatherReport({ record, journal: journal.read(), runs: runs.list().runs }, { hidden });
  const target = resolve(folder, path);
  writeNewFile(target, renderReport(report));
  return target;
}
