/**
 * The invented people, businesses and accounts the simulator starts with. Ids have TikTok's 19 digits, so a
 * client that reads one as a number loses digits here as it would there.
 */

export type Role = 'ADMIN' | 'OPERATOR' | 'ANALYST';

export interface BusinessCenter {
  readonly id: string;
  readonly name: string;
}

export interface Advertiser {
  readonly id: string;
  readonly name: string;
  /** One of TikTok's `STATUS_…` constants. */
  status: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly country: string;
  /** Absent: the account is in no Business Center, so nobody's role on it can be read. */
  readonly businessCenterId: string | undefined;
  deleted: boolean;
}

export interface User {
  readonly id: string;
  /** TikTok's own number for the person. */
  readonly coreId: string;
  readonly name: string;
  readonly email: string;
  /** One line for the consent page. */
  readonly about: string;
  /** The user's standing in each Business Center. */
  readonly businessCenters: ReadonlyMap<string, 'ADMIN' | 'STANDARD'>;
  /** The user's role on each account; an account that isn't here can't be authorized. */
  readonly roles: Map<string, Role>;
}

export interface EventSet {
  readonly id: string;
  readonly advertiserId: string;
  name: string;
  readonly description: string;
  autoTracking: boolean;
  readonly createTime: string;
  updateTime: string;
}

export interface Pixel {
  readonly id: string;
  /** What events are sent with; not the same as the id. */
  readonly code: string;
  readonly advertiserId: string;
  readonly name: string;
}

const ACME_GROUP = '7100000000000000001';
const BOLT_GROUP = '7100000000000000002';

const ACME_ESSENTIALS = '7654321098765432109';
const ACME_OUTLET = '7654321098765432110';
const ACME_PENDING = '7654321098765432111';
const ACME_LIMITED = '7654321098765432112';
const ACME_CLOSED = '7654321098765432113';
const ACME_REPORTS = '7654321098765432114';
const BOLT_SPORTS = '7654321098765432215';
const SOLO_STORE = '7654321098765432316';
const GONE = '7654321098765432417';

export function inventBusinessCenters(): BusinessCenter[] {
  return [
    { id: ACME_GROUP, name: 'Acme Group' },
    { id: BOLT_GROUP, name: 'Bolt Group' },
  ];
}

export function inventAdvertisers(): Advertiser[] {
  const account = (
    id: string,
    name: string,
    status: string,
    place: readonly [currency: string, timeZone: string, country: string],
    businessCenterId: string | undefined,
  ): Advertiser => {
    const [currency, timeZone, country] = place;
    return { id, name, status, currency, timeZone, country, businessCenterId, deleted: false };
  };
  const us = ['USD', 'America/Los_Angeles', 'US'] as const;
  const germany = ['EUR', 'Europe/Berlin', 'DE'] as const;
  return [
    account(ACME_ESSENTIALS, 'Acme Essentials', 'STATUS_ENABLE', us, ACME_GROUP),
    account(ACME_OUTLET, 'Acme Outlet', 'STATUS_ENABLE', germany, ACME_GROUP),
    account(ACME_PENDING, 'Acme New Markets', 'STATUS_PENDING_CONFIRM', us, ACME_GROUP),
    account(ACME_LIMITED, 'Acme Limited', 'STATUS_LIMIT', us, ACME_GROUP),
    account(ACME_CLOSED, 'Acme Closed', 'STATUS_DISABLE', us, ACME_GROUP),
    account(ACME_REPORTS, 'Acme Reports', 'STATUS_ENABLE', us, ACME_GROUP),
    account(BOLT_SPORTS, 'Bolt Sports', 'STATUS_ENABLE', germany, BOLT_GROUP),
    account(SOLO_STORE, 'Solo Store', 'STATUS_ENABLE', us, undefined),
    { ...account(GONE, 'Acme Gone', 'STATUS_ENABLE', us, ACME_GROUP), deleted: true },
  ];
}

export function inventUsers(): User[] {
  const acme = [ACME_ESSENTIALS, ACME_OUTLET, ACME_PENDING, ACME_LIMITED, ACME_CLOSED];
  const on = (ids: readonly string[], role: Role): [string, Role][] => ids.map((id) => [id, role]);
  return [
    {
      id: 'admin',
      coreId: '6900000000000000001',
      name: 'Ada Admin',
      email: 'ada@acme.example',
      about: 'Admin of Acme’s accounts, but Analyst of one; reaches Bolt Sports and Solo Store too',
      businessCenters: new Map([
        [ACME_GROUP, 'ADMIN'],
        [BOLT_GROUP, 'STANDARD'],
      ]),
      roles: new Map([
        ...on(acme, 'ADMIN'),
        ...on([ACME_REPORTS], 'ANALYST'),
        ...on([BOLT_SPORTS, SOLO_STORE], 'OPERATOR'),
      ]),
    },
    {
      id: 'operator',
      coreId: '6900000000000000002',
      name: 'Otto Operator',
      email: 'otto@acme.example',
      about: 'Operator of Acme’s accounts',
      businessCenters: new Map([[ACME_GROUP, 'STANDARD']]),
      roles: new Map(on(acme, 'OPERATOR')),
    },
    {
      id: 'analyst',
      coreId: '6900000000000000003',
      name: 'Anna Analyst',
      email: 'anna@acme.example',
      about: 'Analyst: may look at Acme’s accounts, and change nothing',
      businessCenters: new Map([[ACME_GROUP, 'STANDARD']]),
      roles: new Map(on([...acme, ACME_REPORTS], 'ANALYST')),
    },
    {
      id: 'solo',
      coreId: '6900000000000000004',
      name: 'Sol Solo',
      email: 'sol@solo.example',
      about: 'Owns one account and is in no Business Center: the role can’t be read',
      businessCenters: new Map(),
      roles: new Map(on([SOLO_STORE], 'ADMIN')),
    },
  ];
}

/** The account that comes first everywhere, and the invented event set that bears the same digits. */
export const FIRST_ADVERTISER = ACME_ESSENTIALS;

export function inventEventSets(createTime: string): EventSet[] {
  const set = (id: string, advertiserId: string, name: string): EventSet => ({
    id,
    advertiserId,
    name,
    description: 'Invented for the simulator',
    autoTracking: false,
    createTime,
    updateTime: createTime,
  });
  return [
    set('7654321098765432109', ACME_ESSENTIALS, 'Acme stores'),
    set('7200000000000000002', ACME_OUTLET, 'Acme Outlet stores'),
    set('7200000000000000003', ACME_REPORTS, 'Acme Reports stores'),
    set('7200000000000000004', SOLO_STORE, 'Solo Store counter'),
  ];
}

export function inventPixels(): Pixel[] {
  const pixel = (id: string, code: string, advertiserId: string, name: string) => ({
    id,
    code,
    advertiserId,
    name,
  });
  return [
    pixel('7300000000000000001', 'C4ACMESHOP00000000P1', ACME_ESSENTIALS, 'Acme web shop'),
    pixel('7300000000000000002', 'C4ACMEOUTLET000000P2', ACME_OUTLET, 'Acme Outlet web shop'),
    pixel('7300000000000000003', 'C4ACMEREPORTS00000P3', ACME_REPORTS, 'Acme Reports web shop'),
  ];
}

/** CRM event sets, listed and usable but not creatable here. */
export function inventCrmSets(createTime: string): EventSet[] {
  return [
    {
      id: '7400000000000000001',
      advertiserId: ACME_ESSENTIALS,
      name: 'Acme leads',
      description: 'Invented for the simulator',
      autoTracking: false,
      createTime,
      updateTime: createTime,
    },
  ];
}
