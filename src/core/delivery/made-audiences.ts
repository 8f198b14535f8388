import type { RunRecord } from '../ports/storage.ts';
import { openCreations, readIfPossible } from './open-creations.ts';
import type { DeliveryPorts } from './run-context.ts';
import { type KnownAudience, LISTING_SECONDS } from './unlisted-audience.ts';

/** What looking at earlier runs needs of this one. */
interface MadeContext {
  readonly ports: Pick<DeliveryPorts, 'runs' | 'audiences' | 'clock' | 'waitScale'>;
  readonly folder: { readonly record: RunRecord };
}

interface MadeWish {
  readonly advertiserId: string;
  readonly name: string;
  readonly channel: 'streaming' | 'file';
}

/**
 * Audiences of a name that runs of this machine made, by their journals: those that no record names, because the
 * process died behind TikTok's answer, and those so new that TikTok may not show them yet. The latest comes last.
 */
export function madeAudiences(context: MadeContext, wish: MadeWish): readonly KnownAudience[] {
  const { runs, audiences } = context.ports;
  const since = listingSince(context);
  const open = openCreations(context.ports, wish).flatMap(({ id, advertiserId, at }) =>
    id === undefined || advertiserId !== wish.advertiserId ? [] : [{ id, at }],
  );
  const noted = runs.list().runs.filter(
    ({ kind, advertiserId, audienceId, finishedAt }) =>
      kind === 'audience' &&
      advertiserId === wish.advertiserId &&
      audienceId !== undefined &&
      // One that was deleted here is forgotten.
      audiences.find(advertiserId, audienceId) !== undefined &&
      (finishedAt === undefined || Date.parse(finishedAt) > since),
  );
  const recent = noted.flatMap(({ id }) => {
    const folder = runs.open(id);
    const made = (folder === undefined ? [] : readIfPossible(folder)).findLast(
      (entry) => entry.type === 'audience' && entry.created && entry.name === wish.name,
    );
    const at = made === undefined ? 0 : Date.parse(made.at);
    return made?.type !== 'audience' || at <= since ? [] : [{ id: made.id, at }];
  });
  return [...open, ...recent]
    .toSorted((one, other) => one.at - other.at)
    .map(({ id, at }) => ({ id, isRecent: at > since && !isSimulator(context) }));
}

/** True while an audience of the name may be there that was asked for and never answered, and isn't shown yet. */
export function isPerhapsMade(context: MadeContext, wish: MadeWish): boolean {
  const since = listingSince(context);
  return openCreations(context.ports, wish).some(
    ({ id, advertiserId, at }) => id === undefined && advertiserId === wish.advertiserId && at > since,
  );
}

function listingSince({ ports: { clock, waitScale } }: MadeContext): number {
  return clock.now() - LISTING_SECONDS * 1000 * (waitScale ?? 1);
}

/** The simulator shows at once what it has; started anew it has nothing, and gives its ids out again. */
function isSimulator({ folder }: MadeContext): boolean {
  return folder.record.settings.environment === 'simulator';
}
