import { channelOfType } from '../audiences/channel.ts';
import { nameAtTikTok } from '../audiences/name.ts';
import { KnownError } from '../errors.ts';
import type { AudienceRecord, AudienceStore } from '../ports/storage.ts';
import type { AudienceInfo, CallOptions, TikTok } from '../ports/tiktok.ts';
import { isEndpointMissing } from '../remedies/endpoint-missing.ts';
import {
  warnAboutExpiry,
  warnAboutLimit,
  warnAboutPredecessor,
  warnAboutUnlisted,
} from './audience-alerts.ts';
import type { Warning } from './events.ts';
import { findUnlisted, type KnownAudience, lookUp, notShownYet } from './unlisted-audience.ts';
import { AUDIENCE_LIMIT } from './warnings.ts';

/** The audience a run is for: one that exists at TikTok, or one still to be created. */
export type AudienceTarget =
  | {
      readonly kind: 'existing';
      readonly id: string;
      readonly name: string;
      readonly record: AudienceRecord | undefined;
      /** What TikTok lists of it; undefined where it wasn't listed. */
      readonly calculateType?: string | undefined;
      readonly coverNumber?: number | undefined;
    }
  | { readonly kind: 'new'; readonly name: string };

export interface FoundAudience {
  readonly target: AudienceTarget;
  readonly warnings: readonly Warning[];
}

export interface AudienceWish {
  readonly advertiserId: string;
  readonly name: string;
  readonly audienceId: string | undefined;
  readonly channel: 'streaming' | 'file';
  /** Audiences of this name that tada made, besides those of its records; the latest last. */
  readonly made?: readonly KnownAudience[] | undefined;
}

/**
 * Looks for the audience by name among those TikTok lists; names may repeat there, so a list comes before
 * every creation, and behind it a look for the ids that tada itself knows. Where the list can't be had (the
 * sandbox has none), the local record decides. Never creates anything. Rejects with `audience-not-found` when several have the name and none was chosen, and
 * with `audience-limit` when a new one would not fit.
 */
export async function findAudience(
  tiktok: Pick<TikTok, 'listAudiences' | 'getAudience'>,
  audiences: Pick<AudienceStore, 'find' | 'list'>,
  wish: AudienceWish,
  options: CallOptions,
): Promise<FoundAudience> {
  const recordOf = (id: string) => audiences.find(wish.advertiserId, id);
  const answered = await listOrUndefined(tiktok, wish.advertiserId, options);
  // A name that can't be read is taken from tada's own record, where there is one.
  const listed = answered?.map((info) => ({ ...info, name: info.name || (recordOf(info.id)?.name ?? '') }));
  if (listed === undefined) {
    const known = recordsOf(audiences, wish).at(-1);
    const warning: Warning = {
      code: 'list-unavailable',
      message: 'TikTok does not list audiences here (the sandbox has no list); tada goes by its own record.',
    };
    const id = wish.audienceId ?? known?.audienceId ?? wish.made?.at(-1)?.id;
    if (id === undefined) return { target: { kind: 'new', name: wish.name }, warnings: [warning] };
    return {
      target: { kind: 'existing', id, name: known?.name ?? wish.name, record: recordOf(id) },
      warnings: [warning],
    };
  }

  if (wish.audienceId !== undefined) {
    const chosen =
      listed.find(({ id }) => id === wish.audienceId) ??
      (await findById(tiktok, wish, wish.audienceId, recordOf(wish.audienceId), options));
    if (chosen === undefined) throw audienceMissing(wish.audienceId, wish.advertiserId);
    if (!isFitting(chosen.type, wish.channel)) throw madeAnotherWay(chosen, wish.channel);
    return { target: existing(chosen, recordOf(chosen.id)), warnings: warnAboutExpiry(chosen) };
  }

  const listedName = nameAtTikTok(wish.name, wish.channel);
  const named = listed.filter(({ name }) => name === wish.name || name === listedName);
  const fitting = named.filter(({ type }) => isFitting(type, wish.channel));
  if (!fitting.some(({ id }) => recordOf(id) !== undefined)) {
    const unlisted = await findUnlisted(tiktok, wish, unlistedIds(audiences, wish, listed), options);
    if (unlisted !== undefined && isFitting(unlisted.type, wish.channel)) {
      const warning = warnAboutUnlisted(unlisted);
      return {
        target: existing(unlisted, recordOf(unlisted.id)),
        warnings: [warning, ...warnAboutExpiry(unlisted)],
      };
    }
  }
  if (fitting.length === 1 && fitting[0] !== undefined) {
    return { target: existing(fitting[0], recordOf(fitting[0].id)), warnings: warnAboutExpiry(fitting[0]) };
  }
  if (fitting.length > 1) {
    const ours = fitting.filter(
      ({ id }) => recordOf(id) !== undefined || wish.made?.some((made) => made.id === id) === true,
    );
    const warning: Warning = {
      code: 'duplicate-audience-names',
      message: `${fitting.length} audiences are named "${wish.name}": ${fitting.map(({ id }) => id).join(', ')}.`,
    };
    if (ours.length === 1 && ours[0] !== undefined) {
      return {
        target: existing(ours[0], recordOf(ours[0].id)),
        warnings: [
          {
            ...warning,
            message: `${warning.message} tada goes on with ${ours[0].id}, which it filled before.`,
          },
          ...warnAboutExpiry(ours[0]),
        ],
      };
    }
    const message = `${warning.message} Choose one: set audienceId.`;
    throw new KnownError({
      kind: 'audience-not-found',
      message,
      hint: 'Run again with --set audienceId=ID, or give the audience another name.',
    });
  }
  if (listed.some(({ name }) => name === '')) throw namesUnreadable(wish.name);
  if (listed.length >= AUDIENCE_LIMIT) {
    const message = `The ad account has ${listed.length} audiences; TikTok allows ${AUDIENCE_LIMIT}, so a new one can't be created.`;
    throw new KnownError({
      kind: 'audience-limit',
      message,
      hint: 'Delete audiences that are no longer used (Assets → Audiences), or use an existing one.',
    });
  }
  const warnings: Warning[] = [];
  if (named.length > 0) {
    warnings.push({
      code: 'duplicate-audience-names',
      message: `An audience of another kind (${named[0]?.type ?? 'unknown'}) is already named "${wish.name}"; it can't be filled this way, so a second one of the name will be created.`,
    });
  }
  return {
    target: { kind: 'new', name: wish.name },
    warnings: [
      ...warnings,
      ...warnAboutPredecessor(wish.name, recordsOf(audiences, wish), listed),
      ...warnAboutLimit(listed.length),
    ],
  };
}

/** What tada knows under this name and TikTok's list lacks. */
function unlistedIds(
  audiences: Pick<AudienceStore, 'list'>,
  wish: AudienceWish,
  listed: readonly AudienceInfo[],
): readonly KnownAudience[] {
  const made = wish.made ?? [];
  const recorded = recordsOf(audiences, wish)
    .filter(({ audienceId }) => made.every(({ id }) => id !== audienceId))
    .map(({ audienceId }) => ({ id: audienceId, isRecent: false }));
  return [...recorded, ...made].filter(({ id }) => listed.every((info) => info.id !== id));
}

/** An audience whose id somebody gave, and that the list lacks. */
async function findById(
  tiktok: Pick<TikTok, 'getAudience'>,
  wish: AudienceWish,
  id: string,
  record: AudienceRecord | undefined,
  options: CallOptions,
): Promise<AudienceInfo | undefined> {
  const info = await lookUp(tiktok, wish.advertiserId, id, options);
  if (info !== undefined) return { ...info, name: info.name || (record?.name ?? '') };
  const isRecent = wish.made?.some((made) => made.id === id && made.isRecent) === true;
  return isRecent ? notShownYet(id, record?.name ?? wish.name) : undefined;
}

/** What tada itself filled under this name, and in this way. */
function recordsOf(
  audiences: Pick<AudienceStore, 'list'>,
  { advertiserId, name, channel }: AudienceWish,
): readonly AudienceRecord[] {
  return audiences
    .list()
    .filter((record) => record.advertiserId === advertiserId && record.name === name)
    .filter((record) => record.channel === channel);
}

function existing(info: AudienceInfo, record: AudienceRecord | undefined): AudienceTarget {
  const { id, name, calculateType, coverNumber } = info;
  return { kind: 'existing', id, name, record, calculateType, coverNumber };
}

/** A type that isn't told counts as fitting: the first write will say otherwise. */
function isFitting(type: string | undefined, channel: 'streaming' | 'file'): boolean {
  const own = channelOfType(type);
  return own === undefined || own === channel;
}

async function listOrUndefined(
  tiktok: Pick<TikTok, 'listAudiences'>,
  advertiserId: string,
  options: CallOptions,
): Promise<readonly AudienceInfo[] | undefined> {
  try {
    return (await tiktok.listAudiences(advertiserId, options)).data;
  } catch (error) {
    if (error instanceof KnownError && isEndpointMissing(error)) return undefined;
    throw error;
  }
}

function audienceMissing(audienceId: string, advertiserId: string): KnownError {
  const message = `The ad account ${advertiserId} lists no audience ${audienceId}.`;
  return new KnownError({
    kind: 'audience-not-found',
    message,
    hint: 'Check the id in Assets → Audiences, or leave it out to find the audience by name.',
  });
}

function madeAnotherWay({ id, name, type }: AudienceInfo, channel: AudienceWish['channel']): KnownError {
  const message = `The audience "${name}" (${id}) is of the kind "${type}" and can't be filled ${channel === 'file' ? 'from customer files' : 'by streaming'}; TikTok never lets an audience change that.`;
  return new KnownError({
    kind: 'safety-stop',
    message,
    hint: 'Change the channel of the destination, or leave the id out to find the audience by name.',
  });
}

/** One of the audiences without a name may be the one: making another would leave two. */
function namesUnreadable(name: string): KnownError {
  const message = `TikTok's list has an audience without a name, so whether "${name}" is there can't be told.`;
  return new KnownError({
    kind: 'tiktok-unavailable',
    message,
    hint: 'Try again later, or say which audience it is with --set audienceId=ID.',
  });
}
