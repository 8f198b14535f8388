import type { TikTok } from '../core/ports/tiktok.ts';
import { readAdvertisers, readAuthorizedAdvertisers, readUser } from './advertisers.ts';
import { applyMapping, createAudience, getAudience, listAudiences } from './audiences.ts';
import { type Call, createCaller } from './caller.ts';
import { createClockSkew } from './clock-skew.ts';
import { type ConnectionOptions, connectionOf } from './connection.ts';
import { createFileAudience, updateFileAudience, uploadCustomerFile } from './customer-files.ts';
import { deleteAudience, deleteFileAudience } from './delete-audience.ts';
import { createEventSet, listEventSets, listPixels, trackEvents } from './event-sources.ts';

export { createTikTokApp, type TikTokAppOptions } from './app.ts';

export interface TikTokOptions extends ConnectionOptions {
  readonly accessToken: string;
  /** Needed with the secret to list the advertisers of the token. */
  readonly appId?: string | undefined;
  readonly secret?: string | undefined;
}

/** TikTok's Business API over HTTP, for one access token. See {@link TikTok} for what the calls promise. */
export function createTikTok(options: TikTokOptions): TikTok {
  const { accessToken, appId, secret } = options;
  const skew = createClockSkew();
  const callWithoutToken = createCaller({
    ...connectionOf(options),
    secrets: [accessToken, ...(secret === undefined ? [] : [secret])],
    onDate: skew.observe,
  });
  const call: Call = (request, callOptions) => callWithoutToken({ ...request, accessToken }, callOptions);
  return {
    userInfo: (callOptions) => readUser(call, callOptions),
    authorizedAdvertisers: (callOptions) => readAuthorizedAdvertisers(call, { appId, secret }, callOptions),
    advertisers: (ids, callOptions) => readAdvertisers(call, ids, callOptions),
    listAudiences: (advertiserId, callOptions) => listAudiences(call, advertiserId, callOptions),
    getAudience: (advertiserId, audienceId, callOptions) =>
      getAudience(call, advertiserId, audienceId, callOptions),
    createAudience: (advertiserId, name, callOptions) =>
      createAudience(call, advertiserId, name, callOptions),
    deleteAudience: (advertiserId, audienceId, callOptions) =>
      deleteAudience(call, advertiserId, audienceId, callOptions),
    deleteFileAudience: (advertiserId, audienceId, callOptions) =>
      deleteFileAudience(call, advertiserId, audienceId, callOptions),
    applyMapping: (request, callOptions) => applyMapping(call, request, callOptions),
    uploadCustomerFile: (request, callOptions) => uploadCustomerFile(call, request, callOptions),
    createFileAudience: (request, callOptions) => createFileAudience(call, request, callOptions),
    updateFileAudience: (request, callOptions) => updateFileAudience(call, request, callOptions),
    listEventSets: (advertiserId, callOptions) => listEventSets(call, advertiserId, callOptions),
    createEventSet: (advertiserId, eventSet, callOptions) =>
      createEventSet(call, advertiserId, eventSet, callOptions),
    listPixels: (advertiserId, callOptions) => listPixels(call, advertiserId, callOptions),
    trackEvents: (request, callOptions) => trackEvents(call, request, callOptions),
    clockSkew: skew.read,
  };
}
