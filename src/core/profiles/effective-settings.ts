import type { Warning } from '../delivery/events.ts';
import { DEFAULT_BATCH_SIZE } from '../delivery/settings.ts';
import { configurationError } from '../errors.ts';
import {
  AUDIENCE_ID_TYPES,
  type AudienceIdType,
  DEFAULT_RULES,
  type IdentifierRules,
} from '../identifiers/types.ts';
import type { SourceTables } from '../ports/sources.ts';
import { checkOrchestration } from './check.ts';
import { mapsField } from './columns.ts';
import { getEntity } from './entities.ts';
import type {
  AudienceDestination,
  Columns,
  Credential,
  Destination,
  EventsDestination,
  Orchestration,
  OrchestrationSet,
  Profile,
  Query,
  Template,
} from './schema.ts';
import { sourceTables } from './source-tables.ts';
import { warnAboutAudienceName, warnAboutDestination } from './warnings.ts';

/** What has to be given before a run can start, and nothing gives yet. */
export type MissingSetting = 'accessToken' | 'audienceName' | 'eventSourceId' | 'eventName';

interface CommonSettings {
  readonly orchestration: Orchestration;
  readonly query: Query;
  readonly template: Template;
  readonly credential: Credential;
  readonly advertiserIds: readonly string[];
  /** Undefined: the query's column names say what they are. */
  readonly columns: Columns | undefined;
  readonly rules: IdentifierRules;
  readonly tables: SourceTables;
  /** The SQL itself, or else the file it is in. */
  readonly sql: string | undefined;
  readonly sqlFile: string | undefined;
  readonly batchSize: number;
  readonly adminOnly: boolean;
  /** True when destination and template are open to people under restricted PII. */
  readonly allowsRestrictedPii: boolean;
  readonly missing: readonly MissingSetting[];
  readonly warnings: readonly Warning[];
}

export interface AudienceSettings extends CommonSettings {
  readonly kind: 'audience';
  readonly destination: AudienceDestination;
  /** Undefined only when it is among what is missing. */
  readonly audienceName: string | undefined;
  /** Which one, where several have the name. */
  readonly audienceId: string | undefined;
  readonly mode: 'match' | 'add' | 'remove';
  readonly channel: 'streaming' | 'file';
  readonly idTypes: readonly AudienceIdType[];
  readonly dropPlaceholders: boolean;
}

export interface EventsSettings extends CommonSettings {
  readonly kind: 'events';
  readonly destination: EventsDestination;
  readonly eventSource: 'offline' | 'web';
  /** Undefined only when it is among what is missing. */
  readonly eventSourceId: string | undefined;
  readonly fixedEventName: string | undefined;
  readonly limitedDataUse: boolean;
  readonly autoTracking: boolean;
  /** IANA zone of timestamps that carry none; undefined: none was chosen. */
  readonly timeZone: string | undefined;
  readonly sendOldEvents: boolean;
}

export type EffectiveSettings = AudienceSettings | EventsSettings;

/** TikTok takes at most 1,000 events in one request. */
const DEFAULT_EVENTS_IN_REQUEST = 1000;
const DEFAULT_ID_TYPES: readonly AudienceIdType[] = ['EMAIL', 'PHONE'];

/**
 * What a run of an orchestration would use: the destination's settings, over them the template's, over them
 * the orchestration's, over them what is given for this run. The one place where this is decided. Throws kind
 * `configuration` when names lead nowhere or a setting doesn't fit the kind; what is merely not given yet is
 * listed in `missing`.
 */
export function effectiveSettings(
  profile: Profile,
  orchestrationName: string,
  forThisRun: OrchestrationSet = {},
): EffectiveSettings {
  const orchestration = getEntity(profile, 'orchestration', orchestrationName);
  const template = getEntity(profile, 'template', orchestration.template);
  const destination = getEntity(profile, 'destination', template.destination);
  const set = mergeSets(orchestration.set ?? {}, forThisRun);
  const problems = checkOrchestration(profile, orchestration, set);
  if (problems.length > 0) {
    throw configurationError(
      problems.join('\n'),
      'Change the orchestration, its template or its destination.',
    );
  }
  const query = getEntity(profile, 'query', orchestration.query);
  const credential = getEntity(profile, 'credential', destination.credential);
  const common = {
    orchestration,
    query,
    template,
    credential,
    advertiserIds: [...new Set(destination.advertiserIds)],
    columns: template.columns,
    tables: sourceTables(query.source),
    sql: query.sql,
    sqlFile: query.sqlFile,
    adminOnly: destination.access?.adminOnly ?? false,
    allowsRestrictedPii:
      destination.access?.restrictedPii === true && template.access?.restrictedPii !== false,
  };
  return destination.kind === 'audience'
    ? audienceSettings(common, destination, set)
    : eventsSettings(common, destination, set);
}

type Common = Omit<CommonSettings, 'rules' | 'batchSize' | 'missing' | 'warnings'>;

function audienceSettings(
  common: Common,
  destination: AudienceDestination,
  set: OrchestrationSet,
): AudienceSettings {
  const audienceName = set.audienceName ?? common.template.audienceName ?? destination.audienceName;
  const channel = destination.channel ?? 'streaming';
  const wanted = destination.idTypes ?? DEFAULT_ID_TYPES;
  const idTypes = AUDIENCE_ID_TYPES.filter((type) => wanted.includes(type));
  const { audienceName: _, ...unnamed } = destination;
  return {
    ...common,
    kind: 'audience',
    destination,
    audienceName,
    audienceId: set.audienceId,
    mode: set.mode ?? destination.mode ?? 'match',
    channel,
    idTypes,
    rules: { ...rulesOf(destination), idfaCase: destination.idfaCase ?? DEFAULT_RULES.idfaCase },
    dropPlaceholders: destination.dropPlaceholders ?? false,
    batchSize: destination.batchSize ?? DEFAULT_BATCH_SIZE,
    missing: [...missingToken(common), ...(audienceName === undefined ? (['audienceName'] as const) : [])],
    warnings: [
      ...warnAboutDestination(unnamed),
      ...(audienceName === undefined ? [] : warnAboutAudienceName(audienceName, channel)),
      ...warnAboutUnusedMapping(common.template, destination, idTypes),
    ],
  };
}

function eventsSettings(
  common: Common,
  destination: EventsDestination,
  set: OrchestrationSet,
): EventsSettings {
  const eventSourceId = set.eventSourceId ?? common.template.eventSourceId ?? destination.eventSourceId;
  const fixedEventName = set.fixedEventName ?? common.template.fixedEventName ?? destination.fixedEventName;
  const isNamed =
    fixedEventName !== undefined ||
    common.columns === undefined ||
    mapsField('events', common.columns, 'event');
  return {
    ...common,
    kind: 'events',
    destination,
    eventSource: destination.eventSource,
    eventSourceId,
    fixedEventName,
    limitedDataUse: destination.limitedDataUse ?? false,
    autoTracking: destination.autoTracking ?? false,
    timeZone: destination.timeZone,
    sendOldEvents: destination.sendOldEvents ?? false,
    rules: rulesOf(destination),
    batchSize: destination.batchSize ?? DEFAULT_EVENTS_IN_REQUEST,
    missing: [
      ...missingToken(common),
      ...(eventSourceId === undefined ? (['eventSourceId'] as const) : []),
      ...(isNamed ? [] : (['eventName'] as const)),
    ],
    warnings: warnAboutDestination(
      eventSourceId === undefined ? destination : { ...destination, eventSourceId },
    ),
  };
}

/** Settings for one run over an orchestration's own; one that is there but undefined changes nothing. */
function mergeSets(own: OrchestrationSet, forThisRun: OrchestrationSet): OrchestrationSet {
  const given = Object.entries(forThisRun).filter(([, value]) => value !== undefined);
  return { ...own, ...Object.fromEntries(given) };
}

function rulesOf(destination: Destination): IdentifierRules {
  return {
    ...DEFAULT_RULES,
    emailRule: destination.emailRule ?? DEFAULT_RULES.emailRule,
    phoneRule: destination.phoneRule ?? DEFAULT_RULES.phoneRule,
    defaultCountry: destination.defaultCountry,
  };
}

function missingToken({ credential }: Common): readonly MissingSetting[] {
  return credential.accessToken === undefined ? ['accessToken'] : [];
}

/** A mapping for an id type that the destination doesn't send would otherwise be ignored without a word. */
function warnAboutUnusedMapping(
  template: Template,
  destination: AudienceDestination,
  idTypes: readonly AudienceIdType[],
): readonly Warning[] {
  const mapped = AUDIENCE_ID_TYPES.filter((type) => mapsField('audience', template.columns ?? {}, type));
  return mapped
    .filter((type) => !idTypes.includes(type))
    .map((type) => ({
      code: 'unknown-column',
      message: `The template "${template.name}" maps ${type}, but the destination "${destination.name}" sends ${idTypes.join(', ')} only.`,
    }));
}
