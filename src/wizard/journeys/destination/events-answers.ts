import type { EventSource } from '../../../core/events/settings.ts';
import { DEFAULT_RULES, type IdentifierRules } from '../../../core/identifiers/types.ts';
import { namesOf } from '../../../core/profiles/entities.ts';
import type { EventsDestination, Profile } from '../../../core/profiles/schema.ts';
import type { SimulatorAccess } from '../../services.ts';
import { filled, freeName } from '../common/check-field.ts';

/** A destination for events as it is being set up. */
export interface EventsDestinationAnswers {
  /** The saved one it started from: its name stays, and so do settings that aren't asked for here. */
  readonly saved: EventsDestination | undefined;
  /** Names that a new destination can't have. */
  readonly taken: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly credential: string | undefined;
  /** True when the credential was chosen before. */
  readonly isCredentialGiven: boolean;
  readonly advertiserIds: readonly string[];
  /** Time zones of ad accounts by their ids, as far as TikTok told them. */
  readonly zones: Readonly<Record<string, string>>;
  readonly eventSource: EventSource;
  /**
   * Event set id and pixel code, each kept while the other kind is looked at; undefined: left open for the
   * template or the orchestration.
   */
  readonly sourceIds: Readonly<Record<EventSource, string | undefined>>;
  /** As TikTok tells it of the event set; undefined while unknown. */
  readonly autoTracking: boolean | undefined;
  /** The event of rows that name none; undefined: left open. */
  readonly fixedEventName: string | undefined;
  readonly limitedDataUse: boolean;
  readonly defaultCountry: string | undefined;
  /** IANA name of the zone of times that carry none. */
  readonly timeZone: string | undefined;
  readonly sendOldEvents: boolean;
  /** Undefined: everyone who may see personal data. */
  readonly access: EventsDestination['access'];
  readonly emailRule: IdentifierRules['emailRule'];
  readonly phoneRule: IdentifierRules['phoneRule'];
}

/** A new destination with the settings that fit most people; the demo's has a name for everything. */
export function newEventsDestination(
  profile: Profile,
  simulator: SimulatorAccess | undefined,
  credential: string | undefined,
): EventsDestinationAnswers {
  const taken = namesOf(profile, 'destination');
  return {
    saved: undefined,
    taken,
    name: proposeEventsName(credential, taken),
    description: '',
    credential,
    isCredentialGiven: credential !== undefined,
    advertiserIds: [],
    zones: {},
    eventSource: 'offline',
    sourceIds: { offline: undefined, web: undefined },
    autoTracking: undefined,
    // The demo's files name the event of each row so.
    fixedEventName: simulator === undefined ? undefined : 'CompletePayment',
    limitedDataUse: false,
    defaultCountry: simulator === undefined ? undefined : 'US',
    timeZone: undefined,
    sendOldEvents: false,
    access: undefined,
    emailRule: DEFAULT_RULES.emailRule,
    phoneRule: DEFAULT_RULES.phoneRule,
  };
}

/** A name that says whose events they are; empty while nobody knows. */
export function proposeEventsName(credential: string | undefined, taken: readonly string[]): string {
  return credential === undefined ? '' : freeName(`${credential} events`, taken);
}

/** A saved destination to be changed. */
export function savedEventsDestination(saved: EventsDestination): EventsDestinationAnswers {
  const { eventSource, eventSourceId } = saved;
  return {
    saved,
    taken: [],
    name: saved.name,
    description: saved.description ?? '',
    credential: saved.credential,
    isCredentialGiven: false,
    advertiserIds: saved.advertiserIds,
    zones: {},
    eventSource,
    sourceIds: { offline: undefined, web: undefined, [eventSource]: eventSourceId },
    autoTracking: saved.autoTracking,
    fixedEventName: saved.fixedEventName,
    limitedDataUse: saved.limitedDataUse ?? false,
    defaultCountry: saved.defaultCountry,
    timeZone: saved.timeZone,
    sendOldEvents: saved.sendOldEvents ?? false,
    access: saved.access,
    emailRule: saved.emailRule ?? DEFAULT_RULES.emailRule,
    phoneRule: saved.phoneRule ?? DEFAULT_RULES.phoneRule,
  };
}

/** The source of the kind that was chosen. */
export function sourceIdOf({ sourceIds, eventSource }: EventsDestinationAnswers): string | undefined {
  return sourceIds[eventSource];
}

/** What is saved. Answers that are the default are left out, as a person would write the file. */
export function toEventsDestination(answers: EventsDestinationAnswers): EventsDestination {
  const { saved, eventSource, fixedEventName, defaultCountry, timeZone, autoTracking } = answers;
  const description = filled(answers.description);
  const eventSourceId = sourceIdOf(answers);
  const isLimited = answers.limitedDataUse && eventSource === 'web';
  return {
    name: answers.name.trim(),
    ...(description === undefined ? {} : { description }),
    kind: 'events',
    credential: answers.credential ?? '',
    advertiserIds: [...answers.advertiserIds],
    eventSource,
    ...(eventSourceId === undefined ? {} : { eventSourceId }),
    ...(fixedEventName === undefined ? {} : { fixedEventName }),
    ...(isLimited ? { limitedDataUse: true } : {}),
    ...(autoTracking === undefined || eventSource === 'web' ? {} : { autoTracking }),
    ...(defaultCountry === undefined ? {} : { defaultCountry }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(answers.sendOldEvents ? { sendOldEvents: true } : {}),
    ...(answers.emailRule === DEFAULT_RULES.emailRule ? {} : { emailRule: answers.emailRule }),
    ...(answers.phoneRule === DEFAULT_RULES.phoneRule ? {} : { phoneRule: answers.phoneRule }),
    ...(saved?.batchSize === undefined ? {} : { batchSize: saved.batchSize }),
    ...(answers.access === undefined ? {} : { access: answers.access }),
  };
}
