import { readFile } from 'node:fs/promises';
import type { EventRunSettings } from '../../core/delivery/event-settings.ts';
import type { AudienceRunSettings } from '../../core/delivery/settings.ts';
import { configurationError } from '../../core/errors.ts';
import type {
  AudienceSettings,
  EffectiveSettings,
  EventsSettings,
  MissingSetting,
} from '../../core/profiles/effective-settings.ts';

const MISSING_WORDS: Readonly<Record<MissingSetting, string>> = {
  accessToken: 'an access token (authorize the credential)',
  audienceName: 'the audience name (audienceName)',
  eventSourceId: 'the event source id (eventSourceId)',
  eventName: 'an event name (fixedEventName, or a column for it)',
};

/** Rejects with `configuration` naming everything that is still missing; `ignored` is not needed here. */
export function refuseMissing(settings: EffectiveSettings, ignored: readonly MissingSetting[] = []): void {
  const missing = settings.missing.filter((each) => !ignored.includes(each));
  if (missing.length > 0) throw stillNeeds(settings, missing);
}

function stillNeeds({ orchestration }: EffectiveSettings, missing: readonly MissingSetting[]) {
  return configurationError(
    `The orchestration "${orchestration.name}" still needs ${missing.map((each) => MISSING_WORDS[each]).join(' and ')}.`,
    'Set it in the destination, the template or the orchestration, or give it with --set.',
  );
}

/** An audience run's settings out of the profile's. */
export async function audienceRunSettings(settings: AudienceSettings): Promise<AudienceRunSettings> {
  const { audienceName } = settings;
  if (audienceName === undefined) throw stillNeeds(settings, ['audienceName']);
  return {
    orchestration: settings.orchestration.name,
    destination: settings.destination.name,
    advertiserIds: settings.advertiserIds,
    audienceName,
    audienceId: settings.audienceId,
    mode: settings.mode,
    channel: settings.channel,
    idTypes: settings.idTypes,
    rules: settings.rules,
    columns: settings.columns,
    dropPlaceholders: settings.dropPlaceholders,
    batchSize: settings.batchSize,
    tables: settings.tables,
    sql: await sqlOf(settings),
  };
}

/** An events run's settings out of the profile's. */
export async function eventRunSettings(settings: EventsSettings): Promise<EventRunSettings> {
  const { eventSourceId } = settings;
  if (eventSourceId === undefined) throw stillNeeds(settings, ['eventSourceId']);
  return {
    orchestration: settings.orchestration.name,
    destination: settings.destination.name,
    advertiserIds: settings.advertiserIds,
    events: {
      eventSource: settings.eventSource,
      eventSourceId,
      fixedEventName: settings.fixedEventName,
      limitedDataUse: settings.limitedDataUse,
      timeZone: settings.timeZone,
      rules: settings.rules,
      sendOldEvents: settings.sendOldEvents,
    },
    columns: settings.columns,
    batchSize: settings.batchSize,
    tables: settings.tables,
    sql: await sqlOf(settings),
  };
}

async function sqlOf({ sql, sqlFile, query }: EffectiveSettings): Promise<string> {
  if (sql !== undefined) return sql;
  try {
    return await readFile(sqlFile ?? '', 'utf8');
  } catch {
    throw configurationError(
      `The SQL file ${sqlFile} of the query "${query.name}" can't be read.`,
      'Check the path (sqlFile) and that you may read the file.',
    );
  }
}
