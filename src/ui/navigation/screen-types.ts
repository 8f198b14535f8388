import type { ComponentType } from 'react';
import type { PreviewedCounts } from '../../core/delivery/prepare-audience.ts';
import type { CampaignPreview } from '../../core/delivery/preview-campaign.ts';
import type { EntityKind } from '../../core/profiles/entities.ts';
import type { Destination, OrchestrationSet } from '../../core/profiles/schema.ts';
import type { CampaignStep } from '../../wizard/journeys/campaign/campaign-form.ts';
import type { AgreedAudience } from '../../wizard/journeys/delivery/agreement.ts';
import type { AnyPreview } from '../../wizard/journeys/delivery/any-preview.ts';

/** The part of a destination that a remedy sends a person to; a part of the other kind leads to all of it. */
export type DestinationFocus =
  | 'credential'
  | 'advertiser'
  | 'audienceName'
  | 'mode'
  | 'eventSourceId'
  | 'eventName';

/** What is sent: people to an audience, or what they did. */
export type SendingKind = Destination['kind'];

/** Where a screen stands in the guided set-up, for its line "Step 2 of 6 · Destination". */
export interface GuidedStep {
  /** 1-based. */
  readonly number: number;
  readonly total: number;
}

/**
 * Every screen of the wizard, with what it has to be told. Add a member here, its result below and its
 * component to the registry; the compiler asks for the last two.
 */
export type Screen =
  | { readonly id: 'home' }
  /** The guided way from nothing to a delivered audience, or to delivered events; without a kind an audience. */
  | { readonly id: 'onboarding'; readonly kind?: SendingKind | undefined }
  /** From a file straight to an audience, without SQL. */
  | { readonly id: 'refresh' }
  /** Without a name a new one; `authorizeOnly` replaces the token of a saved one and touches nothing else. */
  | {
      readonly id: 'credential';
      readonly name?: string | undefined;
      readonly authorizeOnly?: boolean | undefined;
      readonly step?: GuidedStep | undefined;
    }
  | {
      readonly id: 'destination';
      readonly name?: string | undefined;
      readonly focus?: DestinationFocus | undefined;
      /** Chosen beforehand for a new one; without it the kind is asked for. */
      readonly kind?: SendingKind | undefined;
      /** Chosen beforehand for a new one. */
      readonly credential?: string | undefined;
      readonly step?: GuidedStep | undefined;
    }
  | {
      readonly id: 'query';
      readonly name?: string | undefined;
      /** What the rows are for; without it people. */
      readonly kind?: SendingKind | undefined;
      readonly step?: GuidedStep | undefined;
    }
  | {
      readonly id: 'template';
      readonly name?: string | undefined;
      /** Chosen beforehand for a new one. */
      readonly destination?: string | undefined;
      /** Its columns and samples are shown while the mapping is corrected. */
      readonly query?: string | undefined;
      readonly step?: GuidedStep | undefined;
    }
  /** Without a name a new one; with `focus` a saved one at the question when it runs. */
  | { readonly id: 'orchestration'; readonly name?: string | undefined; readonly focus?: 'when' | undefined }
  /** Without a name a new one. */
  | { readonly id: 'segment'; readonly name?: string | undefined }
  /** Without a name a new one; with a step one answer of a saved one. */
  | {
      readonly id: 'campaign';
      readonly name?: string | undefined;
      readonly focus?: CampaignStep | undefined;
    }
  /** With `promote`: at once what takes that destination to production. */
  | { readonly id: 'manage'; readonly kind: EntityKind; readonly promote?: string | undefined }
  /** Of an orchestration, or of a campaign; they share their names. So do the review and the run. */
  | {
      readonly id: 'preview';
      readonly orchestration: string;
      readonly set?: OrchestrationSet | undefined;
      /** One that was made a moment ago, so that it isn't made twice. */
      readonly preview?: AnyPreview | undefined;
      /** The same, of a campaign. */
      readonly campaign?: CampaignPreview | undefined;
      readonly step?: GuidedStep | undefined;
    }
  | {
      readonly id: 'review';
      readonly orchestration: string;
      readonly set?: OrchestrationSet | undefined;
      /** One that was made a moment ago, so that it isn't made twice. */
      readonly preview?: AnyPreview | undefined;
      /** The same, of a campaign. */
      readonly campaign?: CampaignPreview | undefined;
      readonly step?: GuidedStep | undefined;
    }
  | {
      readonly id: 'run';
      readonly orchestration: string;
      /** The run to go on with, in place of a new one. */
      readonly resume?: string | undefined;
      /** The run to take back, by a run of its own. */
      readonly undo?: string | undefined;
      readonly set?: OrchestrationSet | undefined;
      /** Only the first members, to a separate test audience. */
      readonly testMembers?: number | undefined;
      /** Events go to TikTok's Test Events under this code, and don't count. */
      readonly testEventCode?: string | undefined;
      /** Percent (0–100) of an audience that may be removed, when the person has said so. */
      readonly allowRemovalPercent?: number | undefined;
      /** What the person saw and agreed to; undefined: the run asks before it sends. */
      readonly previewed?: PreviewedCounts | undefined;
      /** The same for each audience of a campaign. */
      readonly agreed?: readonly AgreedAudience[] | undefined;
      readonly step?: GuidedStep | undefined;
    }
  | { readonly id: 'runs' }
  /** What the system's scheduler starts. */
  | { readonly id: 'schedules' }
  /** How long runs are kept. */
  | { readonly id: 'retention' }
  /** What is at TikTok, and deleting it. */
  | { readonly id: 'audiences' }
  | { readonly id: 'run-details'; readonly runId: string }
  | { readonly id: 'check'; readonly destination: string }
  /** What went wrong: with a run that one, without a choice of what can be explained. */
  | { readonly id: 'diagnose'; readonly runId?: string | undefined };

export type ScreenId = Screen['id'];
export type ScreenOf<Id extends ScreenId> = Extract<Screen, { readonly id: Id }>;

/** Something was saved under this name. */
export interface Saved {
  readonly name: string;
}

/**
 * What a screen hands back to the one that opened it. `undefined`: it only closes. A screen that is left with
 * Esc hands back nothing, and nobody is called.
 */
export interface ScreenResults {
  readonly home: undefined;
  readonly onboarding: undefined;
  readonly refresh: undefined;
  readonly credential: Saved;
  readonly destination: Saved;
  readonly query: Saved;
  readonly template: Saved;
  readonly orchestration: Saved;
  /** Its rows may have been kept as a query in its place. */
  readonly segment: Saved & { readonly kind: 'segment' | 'query' };
  readonly campaign: Saved;
  readonly manage: undefined;
  readonly preview: undefined;
  readonly review: undefined;
  readonly run: undefined;
  readonly runs: undefined;
  readonly schedules: undefined;
  readonly retention: undefined;
  readonly audiences: undefined;
  readonly 'run-details': undefined;
  readonly check: undefined;
  readonly diagnose: undefined;
}

/** How one open screen moves on; it stays right when the screen is covered or gone (then nothing happens). */
export interface Navigation<Id extends ScreenId> {
  /** Opens a screen above this one, which keeps its state; `onResult` gets what the other hands back. */
  open<Next extends ScreenId>(screen: ScreenOf<Next>, onResult?: (result: ScreenResults[Next]) => void): void;
  /** Puts another screen in this one's place; it goes back to where this one would have gone. */
  replace(screen: Screen): void;
  /** Closes this screen without a result. */
  back(): void;
  /** Closes this screen and hands the result to the one that opened it. */
  finish(result: ScreenResults[Id]): void;
  /** Closes everything above home. */
  home(): void;
  /** False at the very bottom, where there is nothing to go back to. */
  readonly canGoBack: boolean;
}

/** What every screen's component gets. */
export interface ScreenProps<Id extends ScreenId> {
  readonly screen: ScreenOf<Id>;
  readonly navigation: Navigation<Id>;
}

/** The component of every screen: a new id without one doesn't compile. */
export type ScreenComponents = { readonly [Id in ScreenId]: ComponentType<ScreenProps<Id>> };
