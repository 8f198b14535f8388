import type { EventRunSettings } from '../../core/delivery/event-settings.ts';
import type { AudiencePreview } from '../../core/delivery/preview-audience.ts';
import type { EventsPreview } from '../../core/delivery/preview-events.ts';
import type { AudienceRunSettings } from '../../core/delivery/settings.ts';
import { maskValue } from '../../core/identifiers/mask.ts';
import type { Engine, StagedEventsPlace } from '../../core/ports.ts';
import type { PreviewedRequest } from '../../wizard/services.ts';

/** The audience's id is not known before it exists; the preview says so in its place. */
const NOT_CREATED_YET = 'ID-OF-THE-NEW-AUDIENCE';

/** The first request of an audience run as it would be sent; undefined when there is nothing to send. */
export async function firstAudienceRequest(
  engine: Engine,
  stagedPath: string,
  settings: AudienceRunSettings,
  { plan, staged, record }: AudiencePreview,
): Promise<PreviewedRequest | undefined> {
  if (plan.entries === 0) return undefined;
  const isAdd = plan.addEntries > 0;
  const range = { from: 0, to: Math.min(settings.batchSize, isAdd ? plan.addEntries : plan.entries) };
  const batchData = await engine.readAudienceBatch(stagedPath, range, [
    record?.audienceId ?? NOT_CREATED_YET,
  ]);
  return {
    method: 'POST',
    path: '/segment/mapping/',
    body: {
      advertiser_ids: settings.advertiserIds,
      action: isAdd ? 'add' : 'delete',
      id_schema: staged.idSchema,
      batch_data: JSON.parse(batchData),
    },
  };
}

/** The first request of an events run as it would be sent, but for IP addresses, which are masked on a screen. */
export async function firstEventsRequest(
  engine: Engine,
  place: StagedEventsPlace,
  settings: EventRunSettings,
  { plan }: EventsPreview,
): Promise<PreviewedRequest | undefined> {
  if (plan.entries === 0) return undefined;
  const data = await engine.readEventBatch(place, {
    from: 0,
    to: Math.min(settings.batchSize, plan.entries),
  });
  const maskIp = (key: string, value: unknown) =>
    key === 'ip' && typeof value === 'string' ? maskValue(undefined, value) : value;
  return {
    method: 'POST',
    path: '/event/track/',
    body: {
      event_source: settings.events.eventSource,
      event_source_id: settings.events.eventSourceId,
      data: JSON.parse(data, maskIp),
    },
  };
}
