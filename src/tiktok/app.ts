import { z } from 'zod';
import type { CallOptions, Reply, TikTokApp, TokenGrant } from '../core/ports/tiktok.ts';
import { OutcomeUnknownError } from '../core/remedies/outcome-unknown.ts';
import { type Call, createCaller } from './caller.ts';
import { type ConnectionOptions, connectionOf } from './connection.ts';
import { id, listOf, nothing, optionalCount } from './schemas.ts';

export interface TikTokAppOptions extends ConnectionOptions {
  readonly appId: string;
  readonly secret: string;
}

/** The calls of TikTok's OAuth that need the app and no token. */
export function createTikTokApp(options: TikTokAppOptions): TikTokApp {
  const { appId, secret } = options;
  const connection = connectionOf(options);
  // What is exchanged or revoked is a secret too, so each call hides its own.
  const callHiding = (hidden: string): Call => createCaller({ ...connection, secrets: [secret, hidden] });
  return {
    exchangeAuthCode: (authCode, callOptions) =>
      exchange(callHiding(authCode), { appId, secret, authCode }, callOptions),
    revokeToken: (accessToken, callOptions) =>
      callHiding(accessToken)(
        {
          method: 'POST',
          path: '/oauth2/revoke_token/',
          body: JSON.stringify({ app_id: appId, secret, access_token: accessToken }),
          accessToken,
          nature: 'set-like',
          data: nothing,
        },
        callOptions,
      ),
  };
}

const scopeSchema = z
  .union([
    z.array(z.union([z.number(), z.string()])),
    z.string().transform((text) => text.match(/[\w.]+/g) ?? []),
  ])
  .nullish()
  .transform((scopes) => (scopes ?? []).map(String))
  .catch([]);

/** The long-term token has no end; `expires_in` is honoured where TikTok sends it all the same. */
const grantSchema = z
  .object({
    access_token: z.string().min(1),
    advertiser_ids: listOf(id).catch([]),
    scope: scopeSchema,
    expires_in: optionalCount,
  })
  .transform(
    (grant): TokenGrant => ({
      accessToken: grant.access_token,
      advertiserIds: grant.advertiser_ids,
      scopes: grant.scope,
      expiresIn: grant.expires_in,
    }),
  );

/**
 * Exchanges a code for a token. The code works once, within an hour, so it isn't tried over and over: after
 * no answer it is tried once more without the list of advertisers, which TikTok can't put together in time
 * for users with thousands of them.
 */
async function exchange(
  call: Call,
  { appId, secret, authCode }: { readonly appId: string; readonly secret: string; readonly authCode: string },
  options?: CallOptions,
): Promise<Reply<TokenGrant>> {
  const request = (extra: { readonly return_advertiser_ids?: false }) =>
    call(
      {
        method: 'POST',
        path: '/oauth2/access_token/',
        body: JSON.stringify({ app_id: appId, secret, auth_code: authCode, ...extra }),
        nature: 'create',
        data: grantSchema,
      },
      options,
    );
  try {
    return await request({});
  } catch (error) {
    if (!(error instanceof OutcomeUnknownError) || error.kind === 'cancelled') {
      throw error;
    }
    options?.onWait?.({
      reason: 'TikTok did not answer; asking again without the list of advertisers',
      seconds: 0,
    });
    return request({ return_advertiser_ids: false });
  }
}
