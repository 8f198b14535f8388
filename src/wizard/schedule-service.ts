import type { ScheduledRun } from '../core/schedules/state.ts';

/** One thing that runs by a schedule, or an entry that is left of one. */
export interface ScheduleView {
  readonly name: string;
  /** Undefined where it has no schedule any more but its entry is still installed. */
  readonly time: { readonly cron: string; readonly timeZone: string } | undefined;
  /** The scheduler that has it; undefined: it isn't installed. */
  readonly scheduler: string | undefined;
  /** True when the schedule, or where tada lies, changed since it was installed. */
  readonly isOutdated: boolean;
  /** ISO times of the next starts. */
  readonly next: readonly string[];
  readonly last: ScheduledRun | undefined;
  /** ISO times that came and were started by nobody, latest first. */
  readonly missed: readonly string[];
}

/** What is installed, or would be. */
export interface ScheduledEntries {
  readonly scheduler: string;
  readonly entries: readonly {
    readonly name: string;
    readonly timeZone: string;
    /** ISO times. */
    readonly next: readonly string[];
  }[];
  /** Files, or parts of one, exactly as they are written. */
  readonly pieces: readonly { readonly place: string; readonly text: string }[];
  /** What may keep it from working, one sentence each. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** What runs by itself. */
export interface ScheduleService {
  /** The zone of the machine's clock; finding it out takes a while. */
  systemZone(): string;
  /** Everything that has a schedule, and what is still installed without one; asks the system's schedulers. */
  list(): Promise<readonly ScheduleView[]>;
  /** What `install` would put where. */
  print(name: string | undefined, scheduler: string | undefined): Promise<ScheduledEntries>;
  /** Installs one, or everything that has a schedule; then entries of what has none any more go. */
  install(name: string | undefined, scheduler: string | undefined): Promise<ScheduledEntries>;
  /** Removes the entry of one, or all of this home; resolves to the names that had one. */
  remove(name: string | undefined): Promise<readonly string[]>;
  /** What a person should know when tada opens: starts that were missed or failed. Asks nobody. */
  attention(): readonly string[];
}
