import { z } from 'zod';
import { Refusal } from '../answers.ts';
import { filled, jsonParameter, listOf, pageParameters, paginate } from '../checks.ts';
import type { Advertiser, User } from '../directory.ts';
import { roleOf } from '../world.ts';
import { type Endpoint, queryOf, readableAdvertiser, type TokenCall } from './endpoint.ts';

/** Fields of `/advertiser/info/`; asking for another one is refused. */
const ADVERTISER_FIELDS = [
  'advertiser_id',
  'name',
  'status',
  'role',
  'company',
  'currency',
  'timezone',
  'display_timezone',
  'country',
  'industry',
  'address',
  'language',
  'email',
  'contacter',
  'cellphone_number',
  'telephone_number',
  'license_no',
  'license_url',
  'description',
  'balance',
  'create_time',
  'promotion_area',
  'brand',
  'rejection_reason',
  'advertiser_account_type',
  'owner_bc_id',
  'company_name_editable',
] as const;

const advertiserInfoSchema = z.object({
  advertiser_ids: jsonParameter(listOf(filled, 1, 100)),
  fields: jsonParameter(z.array(z.enum(ADVERTISER_FIELDS))).optional(),
});

const businessCentersSchema = z.object(pageParameters(50));

const assetsSchema = z.object({
  bc_id: filled,
  asset_type: z.enum(['ADVERTISER', 'PIXEL', 'CATALOG', 'STOREFRONT', 'TT_ACCOUNT', 'LEAD', 'TIKTOK_SHOP']),
  filtering: jsonParameter(
    z.object({
      keyword: z.string().optional(),
      user_id: z.string().optional(),
      user_email: z.string().optional(),
    }),
  ).optional(),
  ...pageParameters(50),
});

const noParameters = z.object({});

export const accountEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/user/info/',
    needsToken: true,
    handle(call) {
      queryOf(noParameters, call);
      const user = userOf(call);
      return {
        data: {
          display_name: user.name,
          email: maskEmail(user.email),
          core_user_id: user.coreId,
          create_time: 1_600_000_000,
          avatar_url: '',
        },
      };
    },
  },
  {
    method: 'GET',
    path: '/advertiser/info/',
    needsToken: true,
    handle(call) {
      const query = queryOf(advertiserInfoSchema, call);
      const list = query.advertiser_ids.map((id) => {
        const details = describeAdvertiser(call, readableAdvertiser(call, id));
        if (query.fields === undefined) {
          const { company_name_editable: _, ...usual } = details;
          return usual;
        }
        // TikTok answers this one alone, whatever else was asked for.
        const fields = query.fields.includes('company_name_editable')
          ? (['advertiser_id', 'company_name_editable'] as const)
          : query.fields;
        return Object.fromEntries(fields.map((field) => [field, details[field]]));
      });
      return { data: { list } };
    },
  },
  {
    method: 'GET',
    path: '/bc/get/',
    needsToken: true,
    handle(call) {
      const query = queryOf(businessCentersSchema, call);
      const user = userOf(call);
      const own = call.world.businessCenters.flatMap((center) => {
        const standing = user.businessCenters.get(center.id);
        if (standing === undefined) return [];
        return [
          {
            bc_info: { bc_id: center.id, name: center.name, status: 'ENABLE', type: 'DIRECT' },
            user_role: standing,
            ext_user_role: { finance_role: standing === 'ADMIN' ? 'MANAGER' : 'ANALYST' },
            binding_status: 'BOUND',
          },
        ];
      });
      return { data: paginate(own, query) };
    },
  },
  {
    method: 'GET',
    path: '/bc/asset/get/',
    needsToken: true,
    handle(call) {
      const query = queryOf(assetsSchema, call);
      if (!userOf(call).businessCenters.has(query.bc_id)) {
        throw new Refusal(40001, `No permission to operate business center: ${query.bc_id}`);
      }
      const keyword = query.filtering?.keyword?.toLowerCase() ?? '';
      const assets = [...call.world.advertisers.values()].flatMap((advertiser) => {
        const role = roleOf(call.world, call.token.grant, advertiser.id);
        const isAsset = query.asset_type === 'ADVERTISER' && advertiser.businessCenterId === query.bc_id;
        if (role === undefined || !isAsset || advertiser.deleted) return [];
        if (!advertiser.name.toLowerCase().includes(keyword)) return [];
        return [
          {
            asset_id: advertiser.id,
            asset_name: advertiser.name,
            asset_type: 'ADVERTISER',
            advertiser_role: role,
            advertiser_status: advertiser.status,
          },
        ];
      });
      return { data: paginate(assets, query) };
    },
  },
];

function userOf(call: TokenCall): User {
  const user = call.world.users.get(call.token.grant.userId);
  if (user === undefined) throw new Refusal(40106, 'Invalid core user.');
  return user;
}

/** TikTok masks the address of the user. */
function maskEmail(email: string): string {
  return email.replace(/^(.).*(.)@/, '$1***$2@');
}

function describeAdvertiser(
  call: TokenCall,
  advertiser: Advertiser,
): Record<(typeof ADVERTISER_FIELDS)[number], unknown> {
  const { businessCenterId } = advertiser;
  const isOwnersAdmin =
    businessCenterId !== undefined && userOf(call).businessCenters.get(businessCenterId) === 'ADMIN';
  return {
    advertiser_id: advertiser.id,
    name: advertiser.name,
    status: advertiser.status,
    // The kind of account, which many take for the user's role.
    role: 'ROLE_ADVERTISER',
    company: advertiser.name,
    currency: advertiser.currency,
    timezone: advertiser.timeZone,
    display_timezone: advertiser.timeZone,
    country: advertiser.country,
    industry: '290101',
    address: '',
    language: 'en',
    email: maskEmail(userOf(call).email),
    contacter: '',
    cellphone_number: '',
    telephone_number: '',
    license_no: '',
    license_url: '',
    description: 'Invented for the simulator',
    balance: 0,
    create_time: 1_600_000_000,
    promotion_area: '',
    brand: '',
    rejection_reason: '',
    advertiser_account_type: 'AUCTION',
    owner_bc_id: isOwnersAdmin ? businessCenterId : undefined,
    company_name_editable: false,
  };
}
