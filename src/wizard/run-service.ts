import type { RunComparison } from '../core/history/compare-runs.ts';
import type { KeptRun, RetentionPlan } from '../core/history/retention.ts';
import type { RejectedValue } from '../core/ports/engine.ts';
import type { WrittenEntry } from '../core/ports/journal.ts';
import type { AudienceRecord, RunRecord } from '../core/ports/storage.ts';

export interface RunView {
  readonly record: RunRecord;
  readonly journal: readonly WrittenEntry[];
  readonly audience: AudienceRecord | undefined;
}

/** What became of the runs of this machine, and how long that is kept. */
export interface RunService {
  list(): { readonly runs: readonly RunRecord[]; readonly broken: readonly string[] };
  /** Rejects with `usage` when there is no such run. */
  show(id: string): RunView;
  rejects(id: string): AsyncIterable<RejectedValue>;
  /** Audiences this machine filled. */
  audiences(): readonly AudienceRecord[];
  /** Two runs side by side; rejects with `usage` when there is no such run. */
  compare(one: string, other: string): RunComparison;
  /**
   * Deletes runs with everything kept of them. Runs that never ended, or whose effect the ledger doesn't hold
   * yet, stay unless `force` is set; one that is going on always stays.
   */
  remove(
    selection: { readonly ids: readonly string[] } | { readonly olderThanDays: number },
    options: { readonly force: boolean },
  ): Promise<DeletedRuns>;
  /**
   * Deletes what ended more than `days` ago and nobody can miss: never a run that may be resumed, whose effect
   * the ledger doesn't hold yet, or that is the last of its audience. `kept` names those that were old enough.
   */
  prune(days: number): Promise<DeletedRuns>;
  /** What `prune` would do now, unless one of them is going on. */
  pruning(days: number): RetentionPlan;
  /** Days after which `tidy` prunes; undefined: runs are kept for good. */
  keptDays(): number | undefined;
  /** Remembers that; at least 1, undefined for good. */
  keepFor(days: number | undefined): void;
  /** Housekeeping when tada starts: prunes where that was asked for, and ends what an interrupted deletion began. */
  tidy(): Promise<DeletedRuns>;
  /**
   * Writes a run's support bundle, without secrets and personal data, to a new .zip file. A path that isn't
   * absolute starts at the current folder; rejects with kind `usage` where the file exists already.
   */
  bundle(id: string, path: string): Promise<SavedBundle>;
  /** Writes a page about a run to a new .html file, in the same way, and gives back where it is. */
  report(id: string, path: string): Promise<string>;
}

export interface DeletedRuns {
  readonly deleted: readonly string[];
  /** Runs that were asked for and are still there, with the reason. */
  readonly kept: readonly KeptRun[];
}

export interface SavedBundle {
  readonly path: string;
  readonly bytes: number;
  /** Names of what is in it. */
  readonly files: readonly string[];
}
