import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { CommandIo } from '../../../src/commands/io.ts';
import { main } from '../../../src/commands/main.ts';
import { createServices } from '../../../src/commands/services.ts';
import type { OrchestrationSet } from '../../../src/core/profiles/schema.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/index.ts';
import type { PreviewView, RunOptions } from '../../../src/wizard/delivery-service.ts';
import type { Services } from '../../../src/wizard/services.ts';
import { customersCsv, listen, type Told, vipProfile } from './workplace.ts';

export const UPLOAD = '/dmp/custom_audience/file/upload/';
export const CREATE = '/dmp/custom_audience/create/';
export const UPDATE = '/dmp/custom_audience/update/';

/** One simulator, one home and one engine for a whole file of tests; every test has audiences of its own. */
export interface FileRig {
  readonly simulator: Simulator;
  readonly home: string;
  /** Sets the destination of the orchestration `vip` up. */
  apply(destination: Readonly<Record<string, unknown>>): Promise<void>;
  /** Writes the list, of people by number or as it is. */
  list(people: readonly number[] | string): void;
  run(audienceName: string, set?: OrchestrationSet, options?: Partial<RunOptions>): Promise<Told>;
  resume(id: string): Promise<Told>;
  undo(id: string): Promise<Told>;
  preview(audienceName: string): Promise<PreviewView>;
  /** Requests since the last call, by path. */
  requests(...paths: readonly string[]): readonly number[];
  /** `NAME CHANNEL` of every audience of this name. */
  channels(audienceName: string): readonly string[];
}

export function fileRig(destination: Readonly<Record<string, unknown>>): () => FileRig {
  let rig: FileRig | undefined;
  let services: Services | undefined;
  let simulator: Simulator | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'tada-files-'));
  beforeAll(async () => {
    simulator = await startSimulator();
    const io = ioOf(folder, simulator);
    services = await createServices({ io, version: '0.0.0' });
    rig = rigOf(folder, simulator, services, io);
    await rig.apply(destination);
  });
  afterEach(() => simulator?.control.clearFaults());
  afterAll(async () => {
    await services?.close();
    await simulator?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (rig === undefined) throw new Error('The rig is used before its tests.');
    return rig;
  };
}

function ioOf(folder: string, simulator: Simulator): CommandIo {
  const errors = { write: (text: string) => void process.stderr.write(text) };
  return {
    stdout: { write: () => undefined },
    stderr: errors,
    stdin: process.stdin,
    env: {
      TADA_HOME: join(folder, 'home'),
      TADA_KEYRING: 'memory',
      TADA_TIKTOK_URL: simulator.url,
      TADA_WAIT_SCALE: '0.001',
      TADA_TEST_TOKEN: simulator.accessToken,
      TADA_TEST_SECRET: simulator.secret,
    },
    cwd: folder,
    canPrompt: false,
  };
}

function rigOf(folder: string, simulator: Simulator, services: Services, io: CommandIo): FileRig {
  const cancel = new AbortController().signal;
  const counted = new Map<string, number>();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  return {
    simulator,
    home: join(folder, 'home'),
    apply: async (destination) => {
      write('profile.json', vipProfile(simulator, destination));
      const code = await main(['apply', 'profile.json'], '0.0.0', io);
      if (code !== 0) throw new Error(`The profile was not applied (${code}).`);
    },
    list: (people) => write('customers.csv', typeof people === 'string' ? people : customersCsv(people)),
    run: (audienceName, set, options) =>
      listen(services.delivery.run('vip', { cancel, set: { audienceName, ...set }, ...options })),
    resume: (id) => listen(services.delivery.resume(id, { cancel })),
    undo: (id) => listen(services.delivery.undo(id, { cancel })),
    preview: (audienceName) =>
      services.delivery.preview('vip', { set: { audienceName }, sampleRows: 1, unmask: false, call: {} }),
    requests: (...paths) =>
      paths.map((path) => {
        const now = simulator.state.requestCount(path);
        const before = counted.get(path) ?? 0;
        counted.set(path, now);
        return now - before;
      }),
    channels: (audienceName) =>
      simulator.state
        .audiences()
        .filter(({ name }) => name === audienceName)
        .map(({ channel }) => channel),
  };
}

export function waitsOf({ events }: Told): string {
  return events.flatMap((event) => (event.type === 'wait' ? [event.reason] : [])).join('\n');
}

/** The messages of the warnings with a code. */
export function warningsOf({ events }: Told, code: string): readonly string[] {
  return events.flatMap((event) => (event.type === 'warning' && event.code === code ? [event.message] : []));
}
