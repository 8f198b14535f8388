import type { EventRunSettings } from '../../core/delivery/event-settings.ts';
import type { FileChange } from '../../core/delivery/file-types.ts';
import type { AudiencePreview } from '../../core/delivery/preview-audience.ts';
import type { EventsPreview } from '../../core/delivery/preview-events.ts';
import type { AudienceRunSettings } from '../../core/delivery/settings.ts';
import { maskEventField } from '../../core/events/mask-event.ts';
import type { Engine, StagedEventsPlace } from '../../core/ports/engine.ts';
import type { PreviewedRequest } from '../../wizard/delivery-service.ts';

/** The audience's id is not known before it exists; the preview says so in its place. */
const NOT_CREATED_YET = 'ID-OF-THE-NEW-AUDIENCE';
/** Without a record of it here, the run finds an audience to remove people from by its name. */
const NOT_LOOKED_FOR_YET = 'ID-OF-THE-AUDIENCE';
const NOT_UPLOADED_YET = 'PATH-OF-THE-UPLOADED-FILE';

/** The first request of an audience run as it would be sent; undefined when there is nothing to send. */
export async function firstAudienceRequest(
  engine: Engine,
  stagedPath: string,
  settings: AudienceRunSettings,
  { plan, staged, record, files }: AudiencePreview,
): Promise<PreviewedRequest | undefined> {
  const audienceId =
    record?.audienceId ?? (settings.mode === 'remove' ? NOT_LOOKED_FOR_YET : NOT_CREATED_YET);
  if (files !== undefined) return changeByFiles(settings, files.change, audienceId);
  if (plan.entries === 0) return undefined;
  const isAdd = plan.addEntries > 0;
  const range = { from: 0, to: Math.min(settings.batchSize, isAdd ? plan.addEntries : plan.entries) };
  const batchData = await engine.readAudienceBatch(stagedPath, range, [audienceId]);
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

/** The files themselves are written when they are delivered; this is what is asked once they are uploaded. */
function changeByFiles(
  { advertiserIds, audienceName }: AudienceRunSettings,
  change: FileChange | undefined,
  audienceId: string,
): PreviewedRequest | undefined {
  if (change === undefined) return undefined;
  const { action, fileType } = change;
  const advertiser_id = advertiserIds[0];
  const file_paths = [NOT_UPLOADED_YET];
  return action === 'CREATE'
    ? {
        method: 'POST',
        path: '/dmp/custom_audience/create/',
        body: { advertiser_id, custom_audience_name: audienceName, file_paths, calculate_type: fileType },
      }
    : {
        method: 'POST',
        path: '/dmp/custom_audience/update/',
        body: { advertiser_id, custom_audience_id: audienceId, action, file_paths },
      };
}

/** The first request of an events run as it would be sent, but for what it tells in the clear of a person. */
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
  return {
    method: 'POST',
    path: '/event/track/',
    body: {
      event_source: settings.events.eventSource,
      event_source_id: settings.events.eventSourceId,
      data: JSON.parse(data, maskEventField),
    },
  };
}
