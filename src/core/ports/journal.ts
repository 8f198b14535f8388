import type { AudiencePlan, StagedAudience } from '../audiences/plan.ts';
import type { StagedCampaign } from '../campaigns/staged.ts';
import type { AudienceStatus, Summary, TaskEnding, TaskName } from '../delivery/events.ts';
import type { FileChange } from '../delivery/file-types.ts';
import type { EventsPlan, StagedEvents } from '../events/plan.ts';
import type { Fault } from '../remedies/faults.ts';

/** What a run writes down before and behind each step, so that it can be resumed. */

/** `returned`: the request was refused as a whole, which says nothing about its entries; they will be sent again. */
export type BatchState = 'sent' | 'confirmed' | 'refused' | 'returned' | 'unknown';

/** One line of a run's journal; `at` is added when it is written. */
export type JournalEntry =
  | {
      readonly type: 'task';
      readonly name: TaskName;
      readonly status: TaskEnding;
      readonly fault?: Fault | undefined;
    }
  | { readonly type: 'staged'; readonly staged: StagedAudience }
  | { readonly type: 'planned'; readonly plan: AudiencePlan }
  | { readonly type: 'staged-campaign'; readonly staged: StagedCampaign }
  | { readonly type: 'staged-events'; readonly staged: Omit<StagedEvents, 'firstEvent'> }
  | { readonly type: 'planned-events'; readonly plan: EventsPlan }
  | {
      readonly type: 'audience-creating';
      readonly advertiserId: string;
      readonly name: string;
      /** Absent for streaming. */
      readonly channel?: 'file' | undefined;
      /** True in a second line: TikTok refused it for certain, so it made none. */
      readonly isRefused?: boolean | undefined;
    }
  | {
      readonly type: 'audience';
      readonly advertiserId: string;
      readonly id: string;
      readonly name: string;
      readonly created: boolean;
      readonly requestId?: string | undefined;
    }
  | {
      readonly type: 'batch';
      readonly state: BatchState;
      readonly from: number;
      readonly to: number;
      /** Set when all entries go at once as customer files. */
      readonly change?: FileChange | undefined;
      readonly requestId?: string | undefined;
      readonly code?: number | undefined;
      readonly message?: string | undefined;
    }
  /** An upload changes no audience; the line is for whoever looks for its request id. */
  | {
      readonly type: 'file-uploaded';
      readonly name: string;
      readonly bytes: number;
      readonly lines: number;
      readonly requestId?: string | undefined;
    }
  | { readonly type: 'ledger-applied' }
  | { readonly type: 'audience-status'; readonly status: AudienceStatus }
  | { readonly type: 'resumed' }
  | { readonly type: 'summary'; readonly summary: Summary };

export type WrittenEntry = JournalEntry & { readonly at: string };

/** Append-only; a line is on disk when `append` resolves. A torn last line is dropped on reading. */
export interface Journal {
  append(entry: JournalEntry): Promise<void>;
  read(): readonly WrittenEntry[];
}
