import { z } from 'zod';
import { Refusal } from '../answers.ts';
import { filled } from '../checks.ts';
import type { World } from '../world.ts';
import { bodyOf, type Endpoint, queryOf } from './endpoint.ts';

const appSchema = { app_id: filled, secret: filled };

const exchangeSchema = z.object({
  ...appSchema,
  auth_code: filled,
  return_advertiser_ids: z.boolean().default(true),
});

const revokeSchema = z.object({ ...appSchema, access_token: filled });

const advertisersSchema = z.object(appSchema);

/** What TikTok says to a wrong app id or secret isn't recorded. */
function requireApp(world: World, given: { readonly app_id: string; readonly secret: string }): void {
  if (given.app_id !== world.appId || given.secret !== world.secret) {
    throw new Refusal(40002, 'The app_id or secret is incorrect.');
  }
}

/** The numbers' meaning isn't published; these four are an example from TikTok's documentation. */
const SCOPE = [4, 5, 6, 14];

export const oauthEndpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/oauth2/access_token/',
    needsToken: false,
    handle(call) {
      const body = bodyOf(exchangeSchema, call);
      requireApp(call.world, body);
      const token = call.world.tokens.redeemCode(body.auth_code);
      const advertisers = body.return_advertiser_ids ? { advertiser_ids: token.grant.advertiserIds } : {};
      return { data: { access_token: token.value, scope: SCOPE, ...advertisers } };
    },
  },
  {
    method: 'POST',
    path: '/oauth2/revoke_token/',
    needsToken: false,
    handle(call) {
      const body = bodyOf(revokeSchema, call);
      requireApp(call.world, body);
      const token = call.world.tokens.require(body.access_token);
      token.state = 'revoked';
      return { data: { app_id: body.app_id, advertiser_ids: token.grant.advertiserIds } };
    },
  },
  {
    method: 'GET',
    path: '/oauth2/advertiser/get/',
    needsToken: true,
    handle(call) {
      requireApp(call.world, queryOf(advertisersSchema, call));
      const list = call.token.grant.advertiserIds.flatMap((id) => {
        const advertiser = call.world.advertisers.get(id);
        if (advertiser === undefined || advertiser.deleted) return [];
        return [{ advertiser_id: id, advertiser_name: advertiser.name }];
      });
      return { data: { list } };
    },
  },
];
