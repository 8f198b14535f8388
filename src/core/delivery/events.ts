import type { IdentifierType, RejectReason } from '../identifiers/types.ts';
import type { Fault } from '../remedies/faults.ts';

/** What is known to matter before or while delivering. The names are a public contract; more may be added. */
export const WARNING_CODES = [
  'below-minimum-size',
  'constant-column',
  'mostly-empty-column',
  'mixed-hashing',
  'already-hashed',
  'placeholder-values',
  'no-default-country',
  'too-old-events',
  'future-events',
  'no-revenue',
  'value-mismatch',
  'unknown-column',
  'large-removal',
  'large-change',
  'name-too-long',
  'duplicate-audience-names',
  'audience-limit-near',
  'role-unknown',
  'advertiser-not-enabled',
  'unreadable-rows',
  'rows-changed-since-preview',
  'no-ledger',
  'list-unavailable',
  'unknown-event-name',
  'left-out-values',
  'unsettled-events',
  'event-source-unlisted',
  'unusual-id',
  'later-runs',
  'file-channel-used',
  'single-advertiser',
  'no-key',
  'outside-groups',
  'empty-group',
  'shared-identifiers',
  'spreadsheet-numbers',
  'spreadsheet-errors',
  'sheet-chosen',
  'several-values',
  'mostly-unusable-column',
  'title-rows',
  'hidden-rows',
  'list-inside',
  'no-shared-columns',
  'encoding-guessed',
  'unreadable-run',
  'audience-expiring',
  'audience-gone',
  'token-not-validated',
  'shared-audience',
  'other-id-types',
  'audience-unlisted',
  'account-added',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}

export type Outcome = 'completed' | 'alert' | 'error' | 'cancelled';

/** The tasks of a run, in order. */
export const TASK_NAMES = ['check', 'query', 'prepare', 'audience', 'deliver', 'verify'] as const;
export type TaskName = (typeof TASK_NAMES)[number];
/** How a task ended; `alert`: done, with issues. */
export type TaskEnding = 'completed' | 'alert' | 'error';
export type TaskStatus = 'waiting' | 'running' | TaskEnding;

/** Where every row read ended: read = sent + unchanged + duplicate + rejected + refused + merged + pending. */
export interface RowCounts {
  readonly read: number;
  readonly withIdentifier: number;
  readonly valid: number;
  readonly unique: number;
  readonly sent: number;
  readonly unchanged: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly refused: number;
  readonly merged: number;
  readonly pending: number;
  /** People of a control group, in a campaign: read = all of the above + control. */
  readonly control?: number | undefined;
}

export interface IdentifierCounts {
  readonly valid: number;
  readonly sent: number;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
}

/** Counts of identifiers (hashes) for audiences; of events for events. */
export interface DeliveryCounts {
  readonly added?: number;
  readonly removed?: number;
  readonly unchanged?: number;
  readonly delivered?: number;
  readonly alreadyDelivered?: number;
  readonly refused?: number;
  readonly requests: number;
  readonly retries: number;
}

/** Wall-clock seconds of each stage. */
export interface StageSeconds {
  readonly query: number;
  readonly prepare: number;
  readonly deliver: number;
  readonly total: number;
}

/** How far TikTok is with an audience, read back after a delivery. */
export interface AudienceStatus {
  /** `unread`: TikTok could not be asked. `unusable`: built for 48 hours, and still not valid. */
  readonly state: 'processing' | 'ready' | 'failed' | 'unusable' | 'unread';
  /** People, by TikTok's estimate; absent while it says none. */
  readonly size?: number | undefined;
  readonly words: string;
}

export interface AudienceReference {
  /** Absent while the audience is still to be created. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly created: boolean;
  /** Absent where nothing was delivered. */
  readonly status?: AudienceStatus | undefined;
}

/** What became of one group of a campaign. */
export interface GroupSummary {
  readonly name: string;
  readonly control: boolean;
  /** Different keys; rows are counted in `rows`. */
  readonly people: number;
  readonly audience?: AudienceReference | undefined;
  readonly rows: RowCounts;
  readonly delivery: DeliveryCounts;
  /** The run that delivered it; absent for a control group and for a group that has nobody. */
  readonly run?: string | undefined;
}

export interface Summary {
  readonly run: string;
  readonly outcome: Outcome;
  /** Of a run to a test audience: at most so many people were sent to it. */
  readonly testMembers?: number | undefined;
  readonly audience?: AudienceReference | undefined;
  readonly eventSource?: { readonly id: string; readonly kind: 'offline' | 'web' } | undefined;
  readonly rows: RowCounts;
  readonly identifiers: Readonly<Partial<Record<IdentifierType, IdentifierCounts>>>;
  /** Events that can't be sent, by reason; absent for audiences. */
  readonly rejected?: Readonly<Partial<Record<RejectReason, number>>> | undefined;
  readonly delivery: DeliveryCounts;
  readonly seconds: StageSeconds;
  /** Of a campaign, in its order. */
  readonly groups?: readonly GroupSummary[] | undefined;
}

/**
 * What a run tells, as it happens. `tada run --json` prints each as a line with `at` added. In a campaign's run
 * `group` says whose task it is.
 */
export type DeliveryEvent =
  | { readonly type: 'run'; readonly id: string; readonly orchestration: string }
  | {
      readonly type: 'task';
      readonly name: TaskName;
      /** Nothing is told of a task before it begins. */
      readonly status: Exclude<TaskStatus, 'waiting'>;
      readonly detail?: string | undefined;
      readonly fault?: Fault | undefined;
      readonly group?: string | undefined;
    }
  | {
      readonly type: 'progress';
      readonly task: TaskName;
      readonly group?: string | undefined;
      readonly done: number;
      /** Absent while unknown. */
      readonly total?: number | undefined;
      readonly unit: 'rows' | 'people' | 'events' | 'percent';
      readonly perSecond: number;
    }
  | {
      readonly type: 'wait';
      readonly reason: string;
      readonly seconds: number;
      readonly group?: string | undefined;
    }
  | ({ readonly type: 'warning'; readonly group?: string | undefined } & Warning)
  | ({ readonly type: 'fault' } & Fault)
  | ({ readonly type: 'summary' } & Summary);
