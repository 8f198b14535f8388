import type { StagedAudience } from '../audiences/plan.ts';
import type { RunFolder } from '../ports/storage.ts';
import type { Fault } from '../remedies/faults.ts';
import type { EventQueue } from './event-queue.ts';
import type { DeliveryEvent, Summary } from './events.ts';
import type { AudienceReview } from './prepare-audience.ts';
import type { RemovalConsent } from './removal-stop.ts';
import { runAudience } from './run-audience.ts';
import type { DeliveryPorts } from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';

/** One audience of a campaign: an audience run of its own, in a folder of its own. */
export interface CampaignDelivery {
  /** Numbers of the groups that go there. */
  readonly groups: readonly number[];
  /** For what is told: the group's name, or those of all. */
  readonly label: string;
  readonly folder: RunFolder;
  readonly ports: DeliveryPorts;
  readonly settings: AudienceRunSettings;
}

export interface DeliveryOptions extends RemovalConsent {
  readonly testMembers?: number | undefined;
  readonly cancel: AbortSignal;
}

/** How an audience's run ended. */
export interface DeliveryEnding {
  readonly summary: Summary | undefined;
  readonly fault: Fault | undefined;
}

/**
 * An audience's run that stops once it is planned and goes on when it is told to: all audiences of a campaign
 * are planned before anything is sent to one of them.
 */
export class HeldDelivery {
  /** What it would do; undefined when it ended before, or had begun to send in an earlier attempt. */
  readonly planned: Promise<AudienceReview | undefined>;
  readonly ended: Promise<DeliveryEnding>;
  readonly #answer = Promise.withResolvers<boolean>();

  constructor(
    delivery: CampaignDelivery,
    staged: StagedAudience,
    options: DeliveryOptions,
    queue: EventQueue<DeliveryEvent>,
  ) {
    const planned = Promise.withResolvers<AudienceReview | undefined>();
    this.planned = planned.promise;
    const events = runAudience(delivery.ports, delivery.folder, {
      ...options,
      settings: delivery.settings,
      staged,
      confirm: (review) => {
        planned.resolve({ ...review, group: delivery.label });
        return this.#answer.promise;
      },
    });
    this.ended = follow(events, delivery.label, queue).finally(() => planned.resolve(undefined));
    // Whoever waits for the plan first hears of a failure when it waits for the end.
    this.ended.catch(() => undefined);
  }

  /** Sends, or ends the run with nothing sent. */
  decide(isToSend: boolean): void {
    this.#answer.resolve(isToSend);
  }
}

/** Passes on what a run tells, under its group's name; its beginning, fault and summary are the campaign's to tell. */
async function follow(
  events: AsyncIterable<DeliveryEvent>,
  group: string,
  queue: EventQueue<DeliveryEvent>,
): Promise<DeliveryEnding> {
  let summary: Summary | undefined;
  let fault: Fault | undefined;
  for await (const event of events) {
    switch (event.type) {
      case 'run':
        break;
      case 'summary':
        summary = event;
        break;
      case 'fault':
        fault = event;
        break;
      default:
        queue.push({ ...event, group });
    }
  }
  return { summary, fault };
}
