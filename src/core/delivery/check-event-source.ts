import { KnownError } from '../errors.ts';
import type { CallOptions, TikTok } from '../ports/tiktok.ts';
import type { Warning } from './events.ts';

/**
 * Looks whether the event source is one that the ad accounts list. TikTok explains nothing when it isn't, so this
 * is said before sending. A pixel id in the place of a pixel code is certain to fail and rejects with
 * `event-source-invalid`; one that merely isn't listed may be shared from elsewhere, so that is a warning.
 * Where listing isn't permitted nothing is said: reporting may be allowed all the same.
 */
export async function checkEventSource(
  tiktok: Pick<TikTok, 'listEventSets' | 'listPixels'>,
  advertiserIds: readonly string[],
  source: { readonly kind: 'offline' | 'web'; readonly id: string },
  options: CallOptions,
): Promise<readonly Warning[]> {
  if (source.kind === 'offline') {
    const sets = await listAllOrNothing(
      advertiserIds,
      async (id) => (await tiktok.listEventSets(id, options)).data,
    );
    if (sets === undefined || sets.some(({ id }) => id === source.id)) return [];
    return [unlisted(`event set ${source.id}`, advertiserIds)];
  }
  const pixels = await listAllOrNothing(
    advertiserIds,
    async (id) => (await tiktok.listPixels(id, options)).data,
  );
  if (pixels === undefined || pixels.some(({ code }) => code === source.id)) return [];
  const byId = pixels.find(({ id }) => id === source.id);
  if (byId === undefined) return [unlisted(`pixel ${source.id}`, advertiserIds)];
  const message = `${source.id} is the id of the pixel "${byId.name}"; events take its code, ${byId.code}.`;
  throw new KnownError({
    kind: 'event-source-invalid',
    message,
    hint: `Set eventSourceId to ${byId.code}.`,
  });
}

function unlisted(what: string, advertiserIds: readonly string[]): Warning {
  const accounts =
    advertiserIds.length === 1
      ? `The ad account ${advertiserIds.join('')} does`
      : `The ad accounts ${advertiserIds.join(', ')} do`;
  return {
    code: 'event-source-unlisted',
    message: `${accounts} not list the ${what}. If TikTok refuses the events, check this id first, then the ad account, then the event names.`,
  };
}

/** What all the ad accounts list together; rejects as soon as one of them can't be asked. */
export async function listAll<T>(
  advertiserIds: readonly string[],
  list: (advertiserId: string) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const listed: T[] = [];
  for (const advertiserId of advertiserIds) listed.push(...(await list(advertiserId)));
  return listed;
}

/** The same, with undefined in place of a rejection. */
async function listAllOrNothing<T>(
  advertiserIds: readonly string[],
  list: (advertiserId: string) => Promise<readonly T[]>,
): Promise<readonly T[] | undefined> {
  try {
    return await listAll(advertiserIds, list);
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}
