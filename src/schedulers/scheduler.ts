import type { TimeOfDay } from '../core/schedules/entry-times.ts';

export const SCHEDULER_KINDS = ['crontab', 'systemd', 'launchd', 'schtasks'] as const;
export type SchedulerKind = (typeof SCHEDULER_KINDS)[number];

/** Something for the system's scheduler to start. Nothing in it is a secret: others may be able to read it. */
export interface ScheduleEntry {
  /** Unique on the machine, made of letters, digits and `-`; begins with the home's {@link Home.tag}. */
  readonly id: string;
  /** As the person calls it. */
  readonly name: string;
  /** Times of day on the system's clocks; on each of them the command is started. */
  readonly times: readonly TimeOfDay[];
  /** Program and arguments, absolute paths. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The folder of tada's data whose entries are meant: each home has its own, and leaves the others' alone. */
export interface Home {
  /** `tada-` and eight hex digits. */
  readonly tag: string;
  readonly folder: string;
}

/** One file, or one part of one, as it stands there. */
export interface Piece {
  readonly place: string;
  readonly text: string;
}

/** Promises reject with kind `configuration` where the system's scheduler refuses. */
export interface Scheduler {
  readonly kind: SchedulerKind;
  /** True when it can be used by this person on this machine. */
  isPresent(): Promise<boolean>;
  /** What installing an entry puts where; changes nothing. Throws kind `configuration` for what it can't carry. */
  render(entry: ScheduleEntry): readonly Piece[];
  /** What installing these entries together puts where, with what holds them together. */
  show(entries: readonly ScheduleEntry[]): readonly Piece[];
  /** This home's entries by id, each as {@link render} gives it, joined by line breaks. */
  installed(): Promise<ReadonlyMap<string, string>>;
  /** Adds entries, or replaces those with the same id. */
  install(entries: readonly ScheduleEntry[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** What else has to be so for it to work; one sentence each. */
  readonly notes: readonly string[];
}

/** Where schedulers are looked for and write; comes in as an argument so that a test has a machine of its own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** The person's home folder. */
  readonly userFolder: string;
  /** The person's number, for launchd. */
  readonly userId: number;
}

/** The entry as it is compared with what is installed. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('\n');
}

/** Times of day by hour lists that share the same minutes: `[{hours:[10,11], minutes:[0]}]`. */
export function groupTimes(
  times: readonly TimeOfDay[],
): readonly { readonly hours: readonly number[]; readonly minutes: readonly number[] }[] {
  const minutesOf = new Map<number, number[]>();
  for (const { hour, minute } of times) minutesOf.set(hour, [...(minutesOf.get(hour) ?? []), minute]);
  const groups = new Map<string, { hours: number[]; minutes: readonly number[] }>();
  for (const [hour, minutes] of minutesOf) {
    const key = minutes.join(',');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { hours: [hour], minutes });
    else group.hours.push(hour);
  }
  return [...groups.values()];
}
