import { campaignRunOf, parentRunOf } from '../../../core/campaigns/campaign-record.ts';
import { attemptOr } from '../../../core/errors.ts';
import type { RunRecord } from '../../../core/ports/storage.ts';
import type { RunService } from '../../run-service.ts';
import type { RunKind } from './task-words.ts';

/** What a run is of, as its record tells. */
export function runKindOf(record: RunRecord): RunKind {
  if (record.settings.undoOf !== undefined) return 'undo';
  return campaignRunOf(record) === undefined ? record.kind : 'campaign';
}

/** Runs that are told of by themselves: those of a campaign's audiences are told of with the campaign's. */
export function withoutGroupRuns(runs: readonly RunRecord[]): readonly RunRecord[] {
  const ids = new Set(runs.map(({ id }) => id));
  return runs.filter((run) => !ids.has(parentRunOf(run) ?? ''));
}

/** The runs of a campaign's audiences, as far as they are still there. */
export function groupRunsOf(record: RunRecord, runs: readonly RunRecord[]): readonly RunRecord[] {
  const ids = campaignRunOf(record)?.deliveries ?? [];
  return ids.flatMap((id) => runs.find((run) => run.id === id) ?? []);
}

/** `a`: the name of a campaign's audience run without the campaign's, which stands before it. */
export function groupOfRun(run: RunRecord, campaignRun: RunRecord): string {
  return run.orchestration.replace(`${campaignRun.orchestration}: `, '');
}

/** The destination of the audience that failed by itself, in a campaign's run; undefined where none did. */
export function failedDestination(groupRuns: readonly RunRecord[]): string | undefined {
  const failed = groupRuns.find(({ fault }) => fault !== undefined && fault.kind !== 'cancelled');
  const destination = failed?.settings.destination;
  return typeof destination === 'string' ? destination : undefined;
}

/** Every run, to find those that belong together; none where they can't be listed, which is told elsewhere. */
export function listedRuns(runs: Pick<RunService, 'list'>): readonly RunRecord[] {
  return attemptOr(() => runs.list().runs, []);
}
