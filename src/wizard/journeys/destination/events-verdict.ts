import type { EventSource } from '../../../core/events/settings.ts';
import { type ListedSource, sourceNoun } from './events-sources.ts';
import type { Objection } from './verdict.ts';

/**
 * Whether an event source can work with what TikTok lists for the ad accounts. One that isn't listed may be
 * shared from elsewhere, so that is a doubt; a pixel's id in the place of its code is certain to fail.
 */
export function objectionToSource(
  eventSource: EventSource,
  id: string,
  listed: readonly ListedSource[],
): Objection | undefined {
  if (listed.some((source) => source.id === id)) return undefined;
  const pixel = listed.find(({ pixelId }) => pixelId === id);
  if (pixel !== undefined) {
    return {
      message: `${id} is the id of the pixel “${pixel.name}”.`,
      hint: `Events are sent with its code, ${pixel.id}.`,
      step: 'eventSourceId',
    };
  }
  return {
    message: `TikTok does not list the ${sourceNoun(eventSource)} ${id} for this ad account.`,
    hint: 'It may be shared from elsewhere. TikTok explains nothing when it is wrong.',
    step: 'eventSourceId',
    isDoubt: true,
  };
}
