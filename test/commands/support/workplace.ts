import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../../src/commands/main.ts';
import { createServices } from '../../../src/commands/services.ts';
import type { DeliveryEvent, Summary } from '../../../src/core/delivery/events.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Fault } from '../../../src/core/remedies/faults.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../src/simulator/index.ts';
import type { RunOptions } from '../../../src/wizard/delivery-service.ts';
import type { Services } from '../../../src/wizard/services.ts';
import { sha256 } from '../../support/sha256.ts';
import { silentIo } from '../../support/silent-io.ts';

export interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Every line of stdout that is JSON. */
  readonly json: readonly Readonly<Record<string, unknown>>[];
  /** The last summary line of a run with `--json`. */
  readonly summary: Summary;
}

/** Everything a run told. */
export interface Told {
  readonly events: readonly DeliveryEvent[];
  readonly summary: Summary;
  readonly fault: Fault | undefined;
}

/** A simulator, an empty home and a folder for files; all gone with the test. */
export interface Workplace {
  readonly simulator: Simulator;
  readonly folder: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs one command line in this process, as the program would; starts an engine of its own. */
  tada(...args: readonly string[]): Promise<Ending>;
  /** What commands and wizard stand on; kept for the whole test, because starting an engine takes a while. */
  readonly services: Services;
  /** Delivers an orchestration and gives everything it told. */
  run(orchestration: string, options?: Partial<RunOptions>): Promise<Told>;
  /** Takes a run back. */
  undo(id: string): Promise<Told>;
  resume(id: string): Promise<Told>;
  write(name: string, text: string): string;
}

export async function openWorkplace(options: SimulatorOptions = {}, clock?: Clock): Promise<Workplace> {
  const folder = mkdtempSync(join(tmpdir(), 'tada-commands-'));
  const simulator = await startSimulator({ recordMappings: true, ...options });
  const home = join(folder, 'home');
  const env: NodeJS.ProcessEnv = {
    TADA_HOME: home,
    TADA_KEYRING: 'memory',
    TADA_TIKTOK_URL: simulator.url,
    TADA_WAIT_SCALE: '0.01',
    TADA_TEST_TOKEN: simulator.accessToken,
    TADA_TEST_SECRET: simulator.secret,
  };
  const io = (told: { stdout: string; stderr: string }) => silentIo(env, folder, told);
  const services = await createServices({ io: io({ stdout: '', stderr: '' }), version: '0.0.0', clock });
  onTestFinished(async () => {
    await services.close();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const cancel = new AbortController().signal;
  return {
    simulator,
    folder,
    home,
    env,
    services,
    run: (orchestration, options) => listen(services.delivery.run(orchestration, { cancel, ...options })),
    undo: (id) => listen(services.delivery.undo(id, { cancel })),
    resume: (id) => listen(services.delivery.resume(id, { cancel })),
    write: (name, text) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    tada: async (...args) => {
      const told = { stdout: '', stderr: '' };
      const code = await main(args, '0.0.0', io(told));
      const json = told.stdout.split('\n').flatMap(parseLine);
      const last = json.findLast(({ type }) => type === 'summary');
      return {
        code,
        ...told,
        json,
        get summary() {
          if (last === undefined) throw new Error(`No summary:\n${told.stdout}\n${told.stderr}`);
          return last as unknown as Summary;
        },
      };
    },
  };
}

/** Everything that a run tells, to its end. */
export async function listen(stream: AsyncIterable<DeliveryEvent>): Promise<Told> {
  const events: DeliveryEvent[] = [];
  for await (const event of stream) events.push(event);
  const summary = events.findLast((event) => event.type === 'summary');
  if (summary === undefined) throw new Error('A run ended without its summary.');
  return { events, summary, fault: events.find((event) => event.type === 'fault') };
}

function parseLine(line: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [{ ...value }] : [];
  } catch {
    return [];
  }
}

/** An offline event set of the simulator's first advertiser. */
export const OFFLINE_EVENT_SET = '7654321098765432109';

/** The credential `acme`, whose secrets a workplace has in its environment. */
export function testCredential({ appId }: Simulator) {
  return {
    name: 'acme',
    environment: 'simulator',
    appId,
    secret: { env: 'TADA_TEST_SECRET' },
    accessToken: { env: 'TADA_TEST_TOKEN' },
  };
}

/** A profile with one orchestration `purchases`, which reports the rows of `purchases.csv` as offline events. */
export function purchasesProfile(
  simulator: Simulator,
  destination: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    credentials: [testCredential(simulator)],
    destinations: [
      {
        name: 'stores',
        kind: 'events',
        credential: 'acme',
        advertiserIds: [simulator.advertiserIds[0]],
        eventSource: 'offline',
        eventSourceId: OFFLINE_EVENT_SET,
        ...destination,
      },
    ],
    templates: [{ name: 'purchases', destination: 'stores' }],
    queries: [
      {
        name: 'purchases',
        sql: 'SELECT * FROM Purchases',
        source: { engine: 'embedded', tables: { Purchases: 'purchases.csv' } },
      },
    ],
    orchestrations: [{ name: 'purchases', query: 'purchases', template: 'purchases' }],
  });
}

/** A profile with one orchestration `vip`, which fills the audience `VIP` from `customers.csv`. */
export function vipProfile(simulator: Simulator, destination: Readonly<Record<string, unknown>> = {}) {
  return JSON.stringify({
    credentials: [testCredential(simulator)],
    destinations: [
      {
        name: 'acme audiences',
        kind: 'audience',
        credential: 'acme',
        advertiserIds: [simulator.advertiserIds[0]],
        audienceName: 'VIP',
        defaultCountry: 'US',
        ...destination,
      },
    ],
    templates: [{ name: 'vip', destination: 'acme audiences' }],
    queries: [
      {
        name: 'vip',
        sql: 'SELECT email AS EMAIL, phone AS PHONE FROM Customer360',
        source: { engine: 'embedded', tables: { Customer360: 'customers.csv' } },
      },
    ],
    orchestrations: [{ name: 'vip', query: 'vip', template: 'vip' }],
  });
}

export function emailOf(person: number): string {
  return `person.${person}@example.com`;
}

/** A number of a block that is reserved for fiction, valid and nobody's. */
export function phoneOf(person: number): string {
  return `+1${201 + (person % 9)}55501${String(person % 100).padStart(2, '0')}`;
}

/** Rows of `customers.csv` for these people. */
export function customersCsv(people: Iterable<number>): string {
  return ['email,phone', ...[...people].map((person) => `${emailOf(person)},${phoneOf(person)}`), ''].join(
    '\n',
  );
}

/** Numbers from (inclusive) to (exclusive). */
export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** The hashes an audience of these people holds, by type and sorted. */
export function expectedMembers(people: Iterable<number>): Readonly<Record<string, readonly string[]>> {
  const everyone = [...people];
  return {
    EMAIL_SHA256: [...new Set(everyone.map((person) => sha256(emailOf(person))))].toSorted(),
    PHONE_SHA256: [...new Set(everyone.map((person) => sha256(phoneOf(person))))].toSorted(),
  };
}

/** What the simulator's only audience of a name holds, by type and sorted. */
export function membersOf(simulator: Simulator, name: string): Readonly<Record<string, readonly string[]>> {
  const named = simulator.state.audiences().filter((audience) => audience.name === name);
  const [audience] = named;
  if (audience === undefined || named.length > 1) throw new Error(`${named.length} audiences "${name}"`);
  const { members } = simulator.state;
  return Object.fromEntries(
    ['EMAIL_SHA256', 'PHONE_SHA256'].map((type) => [type, [...members(audience.id, type)].toSorted()]),
  );
}

/** Sets up the orchestration `vip` of {@link vipProfile}. */
export async function applyProfile(
  place: Workplace,
  destination: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  place.write('profile.json', vipProfile(place.simulator, destination));
  const { code, stderr } = await place.tada('apply', 'profile.json');
  if (code !== 0) throw new Error(stderr);
}

/** A workplace in which `vip` delivers these people. */
export async function workplaceWith(people: readonly number[], batchSize = 1000): Promise<Workplace> {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(people));
  await applyProfile(place, { batchSize });
  return place;
}
