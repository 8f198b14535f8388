import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Simulator, startSimulator, writeSampleData } from '../../../src/simulator/index.ts';

/** One of everything that can be set up, on a simulator: what a person who uses tada for a while sees. */
export interface Showroom extends AsyncDisposable {
  readonly simulator: Simulator;
  /** Where the wizard is started: the sample files are in it. */
  readonly folder: string;
  /** Profiles and runs. */
  readonly home: string;
  /** The environment of the program. No browser opens, and the machine's schedulers and keyring are out of reach. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs the built program to its end; gives what it printed, also where it failed. */
  tada(...args: readonly string[]): Promise<string>;
}

/** Invented addresses as they are in the sample files, in any spelling: none of them may ever be shown. */
export const RAW_EMAIL = /[a-z]{2,}\.[a-z]{2,}\d+(?:\+news)?@/i;

const PROGRAM = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const NODE = createRequire(import.meta.url).resolve('node/bin/node');

/** Opens it with the profile applied and nothing delivered yet; what the samples tell happened before `now`. */
export async function openShowroom(now = Date.now()): Promise<Showroom> {
  const folder = mkdtempSync(join(tmpdir(), 'tada-showroom-'));
  const home = join(folder, 'home');
  const lists = join(folder, 'lists');
  const simulator = await startSimulator({ appId: '7123456789012345678' });
  mkdirSync(join(folder, 'bin'));
  await writeSampleData(lists, now);
  writeFileSync(join(lists, 'returned.csv'), 'customer_id,email\nC00004,\nC00005,\n');
  const env = {
    PATH: join(folder, 'bin'),
    HOME: folder,
    EDITOR: '/bin/true',
    SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22',
    TADA_HOME: home,
    TADA_KEYRING: 'memory',
    TADA_WAIT_SCALE: '0.01',
    TADA_TIKTOK_URL: simulator.url,
    TADA_TIKTOK_AUTH_URL: simulator.authUrl,
    ACME_TOKEN: simulator.accessToken,
    ACME_SECRET: simulator.secret,
  };
  const tada: Showroom['tada'] = async (...args) => {
    const { NODE_COMPILE_CACHE } = process.env;
    const cache = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
    const child = promisify(execFile)(NODE, [PROGRAM, ...args], { cwd: lists, env: { ...env, ...cache } });
    const { stdout, stderr } = await child.catch((error: { stdout: string; stderr: string }) => error);
    return stdout + stderr;
  };
  writeFileSync(join(lists, 'acme.json'), JSON.stringify(showroomProfile(simulator)));
  const applied = await tada('apply', 'acme.json');
  if (!applied.includes('acme')) throw new Error(`The showroom can't be set up:\n${applied}`);
  rmSync(join(lists, 'acme.json'));
  return {
    simulator,
    folder: lists,
    home,
    env,
    tada,
    async [Symbol.asyncDispose]() {
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function showroomProfile({ appId, advertiserIds: [advertiser = ''] }: Simulator): object {
  const credential = {
    appId,
    secret: { env: 'ACME_SECRET' },
    accessToken: { env: 'ACME_TOKEN' },
  };
  const customers = { engine: 'embedded', tables: { Customer360: 'customers.csv' } };
  return {
    credentials: [{ ...credential, name: 'acme', description: 'Acme Ads', environment: 'simulator' }],
    destinations: [
      {
        name: 'acme audiences',
        kind: 'audience',
        credential: 'acme',
        advertiserIds: [advertiser],
        audienceName: 'VIP customers',
        idTypes: ['EMAIL', 'PHONE'],
        defaultCountry: 'US',
      },
      {
        name: 'acme store purchases',
        kind: 'events',
        credential: 'acme',
        advertiserIds: [advertiser],
        eventSource: 'offline',
        eventSourceId: advertiser,
        fixedEventName: 'CompletePayment',
        defaultCountry: 'US',
        timeZone: 'America/Los_Angeles',
      },
    ],
    templates: [
      { name: 'customers', destination: 'acme audiences' },
      { name: 'purchases', destination: 'acme store purchases' },
    ],
    queries: [
      {
        name: 'all customers',
        sql: 'SELECT email AS EMAIL, phone AS PHONE FROM Customer360',
        source: customers,
      },
      {
        name: 'store purchases',
        sql: `SELECT order_id AS event_id, order_datetime AS timestamp, email, phone,
  product_id AS content_id, item_price AS price, item_quantity AS quantity
FROM Unified_Itemized_Transactions t JOIN Merged_Customers c ON t.amperity_id = c.amperity_id`,
        source: {
          engine: 'embedded',
          tables: {
            Unified_Itemized_Transactions: 'transactions.csv',
            Merged_Customers: 'merged_customers.csv',
          },
        },
      },
    ],
    segments: [
      {
        name: 'loyal',
        table: 'Customer360',
        source: customers,
        filter: { all: [{ field: 'orders', op: '>=', value: 3 }] },
      },
      {
        name: 'returned',
        table: 'Returned',
        source: { engine: 'embedded', tables: { Returned: 'returned.csv' } },
        filter: { all: [{ field: 'customer_id', op: 'is not empty' }] },
      },
    ],
    orchestrations: [
      { name: 'VIP customers', query: 'all customers', template: 'customers' },
      { name: 'store purchases', query: 'store purchases', template: 'purchases' },
    ],
    campaigns: [
      {
        name: 'spring',
        key: 'customer_id',
        include: ['loyal'],
        exclude: ['returned'],
        attributes: { EMAIL: ['email'], PHONE: ['phone'] },
        groups: [
          { name: 'control', percent: 10, control: true },
          { name: 'a', percent: 45, destination: 'acme audiences', audienceName: 'Spring A' },
          { name: 'b', percent: 45, destination: 'acme audiences', audienceName: 'Spring B' },
        ],
      },
    ],
  };
}
