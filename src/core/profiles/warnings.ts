import { FILE_NAME_LIMIT, nameAtTikTok, STREAMING_NAME_LIMIT } from '../audiences/name.ts';
import type { Warning } from '../delivery/events.ts';
import type { Destination } from './schema.ts';

/** TikTok's advertiser and event set ids are 19 digits today; older ones are shorter. */
const USUAL_ID_DIGITS = 19;

/** What looks wrong in a destination but may be right: accepted, and said. */
export function warnAboutDestination(destination: Destination): readonly Warning[] {
  const warnings = destination.advertiserIds.flatMap((id) =>
    warnAboutId(`The advertiser id ${id} of "${destination.name}"`, id),
  );
  if (destination.kind === 'events') {
    const { eventSource, eventSourceId } = destination;
    if (eventSource === 'web' || eventSourceId === undefined) return warnings;
    return [
      ...warnings,
      ...warnAboutId(`The event set id ${eventSourceId} of "${destination.name}"`, eventSourceId),
    ];
  }
  if (destination.audienceName === undefined) return warnings;
  return [
    ...warnings,
    ...warnAboutAudienceName(destination.audienceName, destination.channel ?? 'streaming'),
  ];
}

/**
 * What TikTok would do to a long audience name. Streaming: a name above 70 characters is cut to 67 and `...`;
 * customer files: at most 128. In which unit TikTok counts is unknown; code points are used here, which is
 * the same as every other way of counting for plain letters and digits.
 */
export function warnAboutAudienceName(name: string, channel: 'streaming' | 'file'): readonly Warning[] {
  const length = [...name].length;
  if (channel === 'streaming' && length > STREAMING_NAME_LIMIT) {
    const message = `TikTok cuts names above ${STREAMING_NAME_LIMIT} characters; this audience will be listed as "${nameAtTikTok(name, channel)}".`;
    return [{ code: 'name-too-long', message }];
  }
  if (channel === 'file' && length > FILE_NAME_LIMIT) {
    const message = `The audience name has ${length} characters; TikTok takes at most ${FILE_NAME_LIMIT} for a customer file.`;
    return [{ code: 'name-too-long', message }];
  }
  return [];
}

function warnAboutId(subject: string, id: string): readonly Warning[] {
  if (id.length === USUAL_ID_DIGITS) return [];
  return [
    {
      code: 'unusual-id',
      message: `${subject} has ${id.length} digits; TikTok's ids usually have ${USUAL_ID_DIGITS}.`,
    },
  ];
}
