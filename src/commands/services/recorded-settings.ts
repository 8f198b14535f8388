import { accessMarks } from '../../core/access/check-use.ts';
import type {
  AudienceSettings,
  EffectiveSettings,
  EventsSettings,
} from '../../core/profiles/effective-settings.ts';
import type { RunOptions } from '../../wizard/delivery-service.ts';
import { audienceRunSettings, eventRunSettings } from './run-settings.ts';

/** What the run record keeps: names, ids and rules, never values. */
export async function recordedSettings(settings: EffectiveSettings, options: RunOptions) {
  const common = {
    destination: settings.destination.name,
    template: settings.template.name,
    query: settings.query.name,
    credential: settings.credential.name,
    environment: settings.credential.environment,
    advertiserIds: settings.advertiserIds,
    rules: settings.rules,
    batchSize: settings.batchSize,
    tables: settings.tables,
    ...accessMarks(settings),
    ...(options.set === undefined ? {} : { set: options.set }),
    ...(options.testMembers === undefined ? {} : { testMembers: options.testMembers }),
    ...(options.testEventCode === undefined ? {} : { testEventCode: options.testEventCode }),
  };
  return settings.kind === 'audience'
    ? { ...common, ...(await recordedAudience(settings)) }
    : { ...common, ...(await recordedEvents(settings)) };
}

async function recordedAudience(settings: AudienceSettings) {
  const { audienceName, mode, channel, idTypes, sql } = await audienceRunSettings(settings);
  return { audienceName, mode, channel, idTypes, sql };
}

async function recordedEvents(settings: EventsSettings) {
  const { sql, events } = await eventRunSettings(settings);
  const { eventSource, eventSourceId, fixedEventName, limitedDataUse, timeZone, sendOldEvents } = events;
  return { eventSource, eventSourceId, fixedEventName, limitedDataUse, timeZone, sendOldEvents, sql };
}
