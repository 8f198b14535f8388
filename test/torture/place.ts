import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../src/sources/engine-client.ts';
import { homeFolders } from '../../src/storage/home.ts';
import { openRunStore, type StoredRuns } from '../../src/storage/run-store.ts';
import type { Dice } from './dice.ts';
import type { CustomerList } from './people.ts';
import { startTikTokWorld, type TikTokWorld } from './tiktok-world.ts';
import { type Ended, type KillPlan, live } from './victim.ts';

export const AUDIENCE = 'Tortured';

export interface PlaceOptions {
  readonly program: string;
  readonly dice: Dice;
  readonly batchSize: number;
  readonly rowsPerSecond: number;
  /** Where tada keeps its things; default: a folder beside the source. */
  readonly home?: string | undefined;
}

/** A machine with tada on it, a source file, and a TikTok of its own. */
export interface Place extends PlaceOptions {
  readonly folder: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly world: TikTokWorld;
  readonly runs: StoredRuns;
  readonly engine: ReturnType<typeof createEngine>;
  /** Processes that victims had started and left behind. */
  readonly orphans: number[];
  writeSource(list: CustomerList): void;
  tada(args: readonly string[], plan?: KillPlan): Promise<Ended>;
  close(): Promise<void>;
}

export async function openPlace(options: PlaceOptions): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'tada-torture-'));
  const world = await startTikTokWorld(options.rowsPerSecond);
  const home = options.home ?? join(folder, 'home');
  const env = {
    TADA_HOME: home,
    TADA_KEYRING: 'memory',
    TADA_TIKTOK_URL: world.address.url,
    TADA_WAIT_SCALE: '0.01',
    TADA_DEBUG: '1',
    TORTURE_TOKEN: world.address.accessToken,
  };
  const engine = createEngine({ tempDirectory: join(folder, 'engine') });
  const orphans: number[] = [];
  const place: Place = {
    ...options,
    folder,
    home,
    env,
    world,
    engine,
    orphans,
    runs: openRunStore(homeFolders({ TADA_HOME: home })),
    writeSource: (list) => writeFileSync(join(folder, 'customers.csv'), list.csv),
    tada: async (args, plan) => {
      const ended = await live({ program: options.program, args, cwd: folder, env, world, plan });
      orphans.push(...ended.children);
      return ended;
    },
    close: async () => {
      await engine.close();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  mkdirSync(home, { recursive: true });
  writeFileSync(join(folder, 'profile.json'), profileText(world.address.advertiserIds[0] ?? '', options));
  return place;
}

/** Sets up the orchestration; rejects when that fails. */
export async function setUp(place: Place): Promise<void> {
  const { code, stderr } = await place.tada(['apply', 'profile.json']);
  if (code !== 0) throw new Error(`apply ended with ${code}: ${stderr}`);
}

function profileText(advertiserId: string, { batchSize }: PlaceOptions): string {
  return JSON.stringify({
    credentials: [{ name: 'torture', environment: 'simulator', accessToken: { env: 'TORTURE_TOKEN' } }],
    destinations: [
      {
        name: 'torture audiences',
        kind: 'audience',
        credential: 'torture',
        advertiserIds: [advertiserId],
        audienceName: AUDIENCE,
        defaultCountry: 'US',
        batchSize,
      },
      {
        name: 'torture events',
        kind: 'events',
        credential: 'torture',
        advertiserIds: [advertiserId],
        eventSource: 'offline',
        // The simulator's first event set bears its advertiser's digits.
        eventSourceId: advertiserId,
        fixedEventName: 'CompletePayment',
        batchSize,
      },
    ],
    templates: [
      { name: 'torture', destination: 'torture audiences' },
      { name: 'events', destination: 'torture events' },
    ],
    queries: [
      {
        name: 'events',
        sql: 'SELECT * FROM Purchases',
        source: { engine: 'embedded', tables: { Purchases: 'purchases.csv' } },
      },
      {
        name: 'torture',
        sql: 'SELECT email AS EMAIL, phone AS PHONE FROM Customer360',
        source: { engine: 'embedded', tables: { Customer360: 'customers.csv' } },
      },
    ],
    orchestrations: [
      { name: 'torture', query: 'torture', template: 'torture' },
      { name: 'events', query: 'events', template: 'events' },
    ],
  });
}
