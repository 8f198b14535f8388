import { channelToDelete } from '../../core/audiences/channel.ts';
import { forgetAudience } from '../../core/delivery/forget-audience.ts';
import { KnownError } from '../../core/errors.ts';
import type { AudienceStore, ProfileStore, RunStore } from '../../core/ports/storage.ts';
import type { AudienceInfo, CallOptions, Reply, TikTok } from '../../core/ports/tiktok.ts';
import { getEntity } from '../../core/profiles/entities.ts';
import { OutcomeUnknownError } from '../../core/remedies/outcome-unknown.ts';
import type { AudienceService, NamedAudience } from '../../wizard/audience-service.ts';
import { underAudienceLocks } from './audience-locks.ts';
import type { TikTokAccess } from './tiktok-access.ts';

export interface AudienceDependencies {
  readonly audiences: AudienceStore;
  readonly runs: RunStore;
  readonly profile: ProfileStore;
  readonly tiktok: TikTokAccess;
}

/** Deletes audiences; who may is for the access policy to say, around this. */
export function createAudienceService(dependencies: AudienceDependencies): AudienceService {
  const { audiences, profile, tiktok } = dependencies;
  return {
    checkDeletion: () => undefined,
    delete: async ({ credential, advertiserId }, audience, options = {}) => {
      const client = await tiktok.forCredential(getEntity(profile.load(), 'credential', credential));
      const record = audiences.find(advertiserId, audience.id);
      const name = audience.name === '' ? (record?.name ?? audience.id) : audience.name;
      const lock = { advertiserId, audienceId: audience.id, name };
      return await underAudienceLocks(dependencies, lock, async () => {
        const listed = await lookAgain(client, advertiserId, audience, options);
        const { requestId } = await untilKnown(client, advertiserId, listed.id, options, () =>
          deleteAt(client, advertiserId, listed, record?.channel, options),
        );
        return { wasKnownHere: forgetAudience(dependencies, advertiserId, audience.id), requestId };
      });
    },
  };
}

/** Between the list on the screen and the typed name there may be hours. */
async function lookAgain(
  client: Pick<TikTok, 'listAudiences'>,
  advertiserId: string,
  { id, name }: NamedAudience,
  options: CallOptions,
): Promise<AudienceInfo> {
  const { data } = await client.listAudiences(advertiserId, options);
  const listed = data.find((each) => each.id === id);
  if (listed === undefined) {
    throw refusal(
      'audience-not-found',
      `TikTok does not list the audience ${id} any more, so nothing was deleted.`,
      'Somebody else deleted it, or it has expired. Look at the list again.',
    );
  }
  if (listed.name === name) return listed;
  throw refusal(
    'safety-stop',
    `The audience ${id} has another name by now, so nothing was deleted.`,
    'Look at the list again, and type the name it has now.',
  );
}

/** Where TikTok's answer to the deletion was lost, its list tells whether the audience is gone. */
async function untilKnown(
  client: Pick<TikTok, 'listAudiences'>,
  advertiserId: string,
  audienceId: string,
  options: CallOptions,
  attempt: () => Promise<Reply<unknown>>,
): Promise<Reply<unknown>> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof OutcomeUnknownError)) throw error;
    const after = await client.listAudiences(advertiserId, options).catch(() => undefined);
    if (after === undefined || after.data.some(({ id }) => id === audienceId)) throw error;
    return { data: {}, requestId: after.requestId };
  }
}

function deleteAt(
  client: Pick<TikTok, 'deleteAudience' | 'deleteFileAudience'>,
  advertiserId: string,
  { id, type }: AudienceInfo,
  known: 'streaming' | 'file' | undefined,
  options: CallOptions,
) {
  switch (channelToDelete(type, known)) {
    case 'streaming':
      return client.deleteAudience(advertiserId, id, options);
    case 'file':
      return client.deleteFileAudience(advertiserId, id, options);
    case undefined:
      throw refusal(
        'safety-stop',
        `tada deletes only audiences that it can fill; ${id} is of the kind "${type ?? 'not told'}".`,
        'Delete it in TikTok Ads Manager (Assets → Audiences).',
      );
  }
}

function refusal(kind: 'audience-not-found' | 'safety-stop', message: string, hint: string): KnownError {
  return new KnownError({ kind, message, hint });
}
