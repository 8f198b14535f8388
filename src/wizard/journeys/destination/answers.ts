import type { AudienceIdType } from '../../../core/identifiers/types.ts';
import { DEFAULT_RULES } from '../../../core/identifiers/types.ts';
import { namesOf } from '../../../core/profiles/entities.ts';
import type { AudienceDestination, Profile } from '../../../core/profiles/schema.ts';
import type { SimulatorAccess } from '../../services.ts';
import { filled, freeName } from '../common/check-field.ts';

export type DeliveryMode = NonNullable<AudienceDestination['mode']>;

/** A destination as it is being set up. */
export interface DestinationAnswers {
  /** The saved one it started from: its name stays, and so do settings that aren't asked for here. */
  readonly saved: AudienceDestination | undefined;
  /** Names that a new destination can't have. */
  readonly taken: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly credential: string | undefined;
  /** True when the credential was chosen before. */
  readonly isCredentialGiven: boolean;
  readonly advertiserIds: readonly string[];
  /** Empty: left open for the template or the orchestration. */
  readonly audienceName: string;
  readonly idTypes: readonly AudienceIdType[];
  readonly defaultCountry: string | undefined;
  readonly mode: DeliveryMode;
  readonly emailRule: NonNullable<AudienceDestination['emailRule']>;
  readonly phoneRule: NonNullable<AudienceDestination['phoneRule']>;
  readonly idfaCase: NonNullable<AudienceDestination['idfaCase']>;
  readonly dropPlaceholders: boolean;
  /** Undefined: streaming where the app may. */
  readonly channel: AudienceDestination['channel'];
  /** Undefined: everyone who may see personal data. */
  readonly access: AudienceDestination['access'];
}

/** A new destination with the settings that fit most people; the demo's has a name for everything. */
export function newDestination(
  profile: Profile,
  simulator: SimulatorAccess | undefined,
  credential: string | undefined,
): DestinationAnswers {
  const taken = namesOf(profile, 'destination');
  return {
    saved: undefined,
    taken,
    name: proposeName(credential, taken),
    description: '',
    credential,
    isCredentialGiven: credential !== undefined,
    advertiserIds: [],
    audienceName: simulator === undefined ? '' : 'VIP customers',
    idTypes: ['EMAIL', 'PHONE'],
    defaultCountry: simulator === undefined ? undefined : 'US',
    mode: 'match',
    emailRule: DEFAULT_RULES.emailRule,
    phoneRule: DEFAULT_RULES.phoneRule,
    idfaCase: DEFAULT_RULES.idfaCase,
    dropPlaceholders: false,
    channel: undefined,
    access: undefined,
  };
}

/** A name that says whose audiences they are; empty while nobody knows. */
export function proposeName(credential: string | undefined, taken: readonly string[]): string {
  return credential === undefined ? '' : freeName(`${credential} audiences`, taken);
}

/** A saved destination to be changed. */
export function savedDestination(saved: AudienceDestination): DestinationAnswers {
  return {
    saved,
    taken: [],
    name: saved.name,
    description: saved.description ?? '',
    credential: saved.credential,
    isCredentialGiven: false,
    advertiserIds: saved.advertiserIds,
    audienceName: saved.audienceName ?? '',
    idTypes: saved.idTypes ?? ['EMAIL', 'PHONE'],
    defaultCountry: saved.defaultCountry,
    mode: saved.mode ?? 'match',
    emailRule: saved.emailRule ?? DEFAULT_RULES.emailRule,
    phoneRule: saved.phoneRule ?? DEFAULT_RULES.phoneRule,
    idfaCase: saved.idfaCase ?? DEFAULT_RULES.idfaCase,
    dropPlaceholders: saved.dropPlaceholders ?? false,
    channel: saved.channel,
    access: saved.access,
  };
}

/** What is saved. Answers that are the default are left out, as a person would write the file. */
export function toDestination(answers: DestinationAnswers): AudienceDestination {
  const { saved } = answers;
  const description = filled(answers.description);
  const audienceName = filled(answers.audienceName);
  return {
    name: answers.name.trim(),
    ...(description === undefined ? {} : { description }),
    kind: 'audience',
    credential: answers.credential ?? '',
    advertiserIds: [...answers.advertiserIds],
    ...(audienceName === undefined ? {} : { audienceName }),
    idTypes: [...answers.idTypes],
    ...(answers.channel === undefined ? {} : { channel: answers.channel }),
    mode: answers.mode,
    ...(answers.defaultCountry === undefined ? {} : { defaultCountry: answers.defaultCountry }),
    ...(answers.emailRule === DEFAULT_RULES.emailRule ? {} : { emailRule: answers.emailRule }),
    ...(answers.phoneRule === DEFAULT_RULES.phoneRule ? {} : { phoneRule: answers.phoneRule }),
    ...(answers.idfaCase === DEFAULT_RULES.idfaCase ? {} : { idfaCase: answers.idfaCase }),
    ...(saved?.batchSize === undefined ? {} : { batchSize: saved.batchSize }),
    ...(answers.dropPlaceholders ? { dropPlaceholders: true } : {}),
    ...(answers.access === undefined ? {} : { access: answers.access }),
  };
}
