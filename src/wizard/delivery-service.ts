import type { CampaignPeople, CampaignSizes } from '../core/campaigns/measure-campaign.ts';
import type { DeliveryEvent } from '../core/delivery/events.ts';
import type { CheckReport } from '../core/delivery/health-check.ts';
import type { AudienceReview, PreviewedCounts } from '../core/delivery/prepare-audience.ts';
import type { AudiencePreview } from '../core/delivery/preview-audience.ts';
import type { CampaignPreview } from '../core/delivery/preview-campaign.ts';
import type { EventsPreview } from '../core/delivery/preview-events.ts';
import type { LargeRemoval } from '../core/delivery/removal-stop.ts';
import type { EventsReview } from '../core/delivery/run-events.ts';
import type { EngineCall, RejectedValue } from '../core/ports/engine.ts';
import type { OnWait } from '../core/ports/tiktok.ts';
import type { Environment, OrchestrationSet } from '../core/profiles/schema.ts';

export interface RunOptions {
  readonly testMembers?: number | undefined;
  readonly testEventCode?: string | undefined;
  readonly allowRemovalPercent?: number | undefined;
  readonly set?: OrchestrationSet | undefined;
  readonly previewed?: PreviewedCounts | undefined;
  /** Asked where more than half of an audience would leave, and that share wasn't allowed. */
  readonly confirmRemoval?: ((removal: LargeRemoval) => Promise<boolean>) | undefined;
  readonly confirm?: ((review: AudienceReview | EventsReview) => Promise<boolean>) | undefined;
  readonly cancel: AbortSignal;
}

export interface PreviewOptions {
  readonly sampleRows: number;
  /** Shows values as they are, for a person who asked for it and may. */
  readonly unmask: boolean;
  readonly set?: OrchestrationSet | undefined;
  readonly call: EngineCall;
}

/** Looking at what would be sent, and sending it. */
export interface DeliveryService {
  /** What an orchestration sends. */
  kindOf(orchestration: string): 'audience' | 'events';
  check(destination: string, onWait?: OnWait): Promise<CheckReport>;
  /** For an orchestration that fills an audience. */
  preview(orchestration: string, options: PreviewOptions): Promise<PreviewView>;
  /** For an orchestration that sends events. */
  previewEvents(orchestration: string, options: PreviewOptions): Promise<EventsPreviewView>;
  /** How many rows a segment has now, and the SQL that its filter became. */
  previewSegment(segment: string, call: EngineCall): Promise<SegmentView>;
  /** For a campaign: counts per group and per segment. */
  previewCampaign(campaign: string, call: EngineCall): Promise<CampaignPreview>;
  /** How many people a campaign that is still being set up has; quicker than a preview, and without its counts of identifiers. */
  measureCampaign(people: CampaignPeople, call: EngineCall): Promise<CampaignSizes>;
  /** Of an orchestration, or of a campaign; they share their names. */
  run(orchestration: string, options: RunOptions): AsyncIterable<DeliveryEvent>;
  /** Goes on from the failed task with the profile as it is now. */
  resume(runId: string, options: RunOptions): AsyncIterable<DeliveryEvent>;
  /**
   * A run of its own that takes back what a run did to its audience; of the options only `confirm`, `confirmRemoval`
   * and `cancel` count.
   */
  undo(runId: string, options: RunOptions): AsyncIterable<DeliveryEvent>;
}

export interface SegmentView {
  readonly name: string;
  readonly rows: number;
  /** Rows of its data that can’t be read; they are not among its rows. */
  readonly unreadable: number;
  readonly sql: string;
  /** Of a segment that is made of segments. */
  readonly combined?: CombinedView | undefined;
}

export interface CombinedView {
  /** The column that tells people apart. */
  readonly key: string;
  readonly people: number;
  /** Rows of its segments that belong to nobody, because this column is empty there; they are not among its rows. */
  readonly rowsWithoutKey: number;
}

export interface PreviewView extends AudiencePreview {
  /** The first request as it would be sent; undefined when there is nothing to send. */
  readonly request: PreviewedRequest | undefined;
  readonly destination: string;
  readonly environment: Environment;
  readonly audienceName: string;
  /** Values that can't be used, in row order; readable until the next preview. */
  rejects(): AsyncIterable<RejectedValue>;
}

export interface EventsPreviewView extends EventsPreview {
  /**
   * The first request as it would be sent; what it tells in the clear of a person (IP address, pages, ids of the
   * visit) is masked. Undefined when there is nothing to send.
   */
  readonly request: PreviewedRequest | undefined;
  readonly destination: string;
  readonly environment: Environment;
  readonly eventSource: { readonly kind: 'offline' | 'web'; readonly id: string };
  /** Rows that can't be sent, in row order; readable until the next preview. */
  rejects(): AsyncIterable<RejectedValue>;
}

export interface PreviewedRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly body: unknown;
}
