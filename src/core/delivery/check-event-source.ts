import { KnownError } from '../errors.ts';
import type { CallOptions, TikTok } from '../ports.ts';
import { makeFault } from '../remedies/remedies.ts';
import type { Warning } from './events.ts';

/**
 * Looks whether the event source is one the ad account lists. TikTok explains nothing when it isn't, so this
 * is said before sending. A pixel id in the place of a pixel code is certain to fail and rejects with
 * `event-source-invalid`; one that merely isn't listed may be shared from elsewhere, so that is a warning.
 * Where listing isn't permitted nothing is said: reporting may be allowed all the same.
 */
export async function checkEventSource(
  tiktok: Pick<TikTok, 'listEventSets' | 'listPixels'>,
  advertiserId: string,
  source: { readonly kind: 'offline' | 'web'; readonly id: string },
  options: CallOptions,
): Promise<readonly Warning[]> {
  if (source.kind === 'offline') {
    const sets = await listOrNothing(async () => (await tiktok.listEventSets(advertiserId, options)).data);
    if (sets === undefined || sets.some(({ id }) => id === source.id)) return [];
    return [unlisted(`event set ${source.id}`, advertiserId)];
  }
  const pixels = await listOrNothing(async () => (await tiktok.listPixels(advertiserId, options)).data);
  if (pixels === undefined || pixels.some(({ code }) => code === source.id)) return [];
  const byId = pixels.find(({ id }) => id === source.id);
  if (byId === undefined) return [unlisted(`pixel ${source.id}`, advertiserId)];
  const message = `${source.id} is the id of the pixel "${byId.name}"; events take its code, ${byId.code}.`;
  throw new KnownError({
    kind: 'event-source-invalid',
    message,
    hint: `Set eventSourceId to ${byId.code}.`,
    fault: makeFault({ kind: 'event-source-invalid', message }),
  });
}

function unlisted(what: string, advertiserId: string): Warning {
  return {
    code: 'event-source-unlisted',
    message: `The ad account ${advertiserId} does not list the ${what}. If TikTok refuses the events, check this id first, then the ad account, then the event names.`,
  };
}

async function listOrNothing<T>(list: () => Promise<readonly T[]>): Promise<readonly T[] | undefined> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}
