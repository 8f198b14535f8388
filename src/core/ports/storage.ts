import type { Outcome, Summary } from '../delivery/events.ts';
import type { CustomerFileType } from '../delivery/file-types.ts';
import type { IdentifierRules } from '../identifiers/types.ts';
import type { Profile, SecretReference } from '../profiles/schema.ts';
import type { Fault } from '../remedies/faults.ts';
import type { ScheduleState } from '../schedules/state.ts';
import type { Journal } from './journal.ts';

/** What the core keeps on this machine: profiles, secrets, audiences, runs, schedules. */

/** Reads are checked by zod; a broken file rejects with kind `configuration` and is never overwritten. */
export interface ProfileStore {
  load(): Profile;
  /** Validates and writes atomically (0600). Refuses while the file on disk is broken. */
  save(profile: Profile): void;
  /**
   * Changes what is on disk now, under a lock, so that two processes don't lose each other's changes. Nothing
   * is written when `change` throws. Gives back what was saved.
   */
  update(change: (profile: Profile) => Profile): Profile;
  /** Where the file is, for messages. */
  readonly path: string;
}

/** Secrets that tada itself keeps, by key such as `credential/acme/accessToken`. */
export interface SecretStore {
  /** Where secrets are kept; decided when it is first needed, because asking the keyring takes a while. */
  kind(): Promise<'os' | 'file' | 'memory'>;
  get(key: string): Promise<string | undefined>;
  set(key: string, secret: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Turns a reference from a profile into the secret; rejects with kind `configuration` when it is missing. */
export type ResolveSecret = (reference: SecretReference, key: string) => Promise<string>;

/** What is remembered of an audience besides its members. */
export interface AudienceRecord {
  readonly advertiserId: string;
  readonly audienceId: string;
  readonly name: string;
  /** For life: TikTok takes no files for a streamed audience, nor the reverse. */
  readonly channel: 'streaming' | 'file';
  /** What the files of a file audience hold; TikTok takes no other for it. */
  readonly fileType?: CustomerFileType | undefined;
  /** True when streaming was asked for, and files were used because TikTok doesn't allow it to the app. */
  readonly isFallback?: boolean | undefined;
  /** One audience keeps one set of rules for life. */
  readonly rules: Pick<IdentifierRules, 'emailRule' | 'phoneRule' | 'idfaCase'>;
  /** True when tada created the audience and the ledger therefore holds everyone in it. */
  readonly ledgerComplete: boolean;
}

/** Records and ledgers of audiences, and the lock that keeps one run at a time per audience. */
export interface AudienceStore {
  find(advertiserId: string, audienceId: string): AudienceRecord | undefined;
  list(): readonly AudienceRecord[];
  save(record: AudienceRecord): void;
  /** Takes away the record and the ledger, for an audience that is gone. True when there was anything. */
  forget(advertiserId: string, audienceId: string): boolean;
  ledgerPath(advertiserId: string, audienceId: string): string;
  /** Rejects with kind `locked`, naming the owner, while another live process holds it. Stale locks are taken over. */
  lock(key: string): Promise<Lock>;
}

export interface Lock {
  release(): Promise<void>;
}

/** Everything a run needs to be shown and resumed; no secrets, no personal data. */
export interface RunRecord {
  readonly id: string;
  readonly orchestration: string;
  readonly kind: 'audience' | 'events';
  readonly startedAt: string;
  readonly finishedAt?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly fault?: Fault | undefined;
  readonly summary?: Summary | undefined;
  /** tada's version and the person at the keyboard. */
  readonly version: string;
  readonly user: string;
  /** What the run was started with, names and ids only; the shape is delivery's own. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Known once the audience was found or created. */
  readonly advertiserId?: string | undefined;
  readonly audienceId?: string | undefined;
  /** Place among the runs that came to delivering to the same audience, counted from 1; see `byTurn`. */
  readonly turn?: number | undefined;
  /** Event set id or pixel code of an events run. */
  readonly eventSourceId?: string | undefined;
  /** True from before the first request until the ledger holds what the run did: settle before planning. */
  readonly ledgerPending?: boolean | undefined;
  /** Id of a run that delivered to the same audience after this one and was deleted since: nobody knows what it changed. */
  readonly successorGone?: string | undefined;
}

export interface RunFolder {
  readonly record: RunRecord;
  readonly stagedPath: string;
  /** Encrypted events of an events run; absent on disk for audiences. */
  readonly sealedPath: string;
  /** Folder of customer files; on disk only while they are delivered. */
  readonly filesPath: string;
  readonly journal: Journal;
  update(change: Partial<RunRecord>): void;
}

export interface RunStore {
  create(record: RunRecord): RunFolder;
  /** Undefined when there is no such run; a unique prefix of an id is enough. */
  open(id: string): RunFolder | undefined;
  /** What a run wrote down, also one whose record is broken; only the whole id counts here. */
  journalOf(id: string): Pick<Journal, 'read'>;
  /** Newest first. Runs whose record is broken are named in `broken`. */
  list(): { readonly runs: readonly RunRecord[]; readonly broken: readonly string[] };
}

/** What is remembered of scheduled runs, by the name of what runs. */
export interface ScheduleStore {
  find(name: string): ScheduleState | undefined;
  /** Changes what is on disk now, under a lock: of two starts at once only one takes a time on. */
  update(name: string, change: (state: ScheduleState) => ScheduleState): ScheduleState;
}
