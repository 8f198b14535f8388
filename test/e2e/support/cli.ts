import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../../src/commands/main.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../src/simulator/index.ts';
import { silentIo } from '../../support/silent-io.ts';

const program = resolve(import.meta.dirname, '../../../dist/cli.js');

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Each line of standard output, parsed. */
  lines(): readonly Record<string, unknown>[];
  /** The line of this type; the last one where there are several. */
  line(type: string): Record<string, unknown>;
}

/** A folder for one test with a home of its own, removed at the end. */
export interface Workplace {
  readonly folder: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Writes a file and returns its path. */
  write(name: string, text: string | Uint8Array): string;
  /** Runs the built program to its end, with nothing on standard input. */
  program(...arguments_: readonly string[]): Promise<CliResult>;
  /**
   * Runs one command line as the program would, in this process: what is between the command line and TikTok is the
   * same, and starting the program takes longer than most of what it does here.
   */
  tada(...arguments_: readonly string[]): Promise<CliResult>;
  /** The same with more variables in the environment. */
  tadaWith(env: Readonly<Record<string, string>>, ...arguments_: readonly string[]): Promise<CliResult>;
}

/** The canary token and secret of tests: they must never be printed or stored. */
export async function startTestSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export function openWorkplace(simulator?: Simulator): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'tada-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, 'home');
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    ...(process.env.NODE_COMPILE_CACHE === undefined
      ? {}
      : { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
    TADA_HOME: home,
    TADA_KEYRING: 'memory',
    TADA_WAIT_SCALE: '0.01',
    ...(simulator === undefined
      ? {}
      : {
          TADA_TIKTOK_URL: simulator.url,
          TADA_TIKTOK_AUTH_URL: simulator.authUrl,
          ACME_TOKEN: simulator.accessToken,
          ACME_SECRET: simulator.secret,
        }),
  };
  const startProgram: Workplace['program'] = (...arguments_) =>
    new Promise((settle, reject) => {
      const child = spawn(process.execPath, [program, ...arguments_], { cwd: folder, env });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.on('error', reject);
      child.on('close', (exitCode) => settle(resultOf(exitCode, stdout, stderr)));
      child.stdin.end();
    });
  const tadaWith: Workplace['tadaWith'] = async (more, ...arguments_) => {
    const told = { stdout: '', stderr: '' };
    const exitCode = await main(arguments_, '0.0.0', silentIo({ ...env, ...more }, folder, told));
    return resultOf(exitCode, told.stdout, told.stderr);
  };
  return {
    folder,
    home,
    env,
    write: (name, text) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    program: startProgram,
    tadaWith,
    tada: (...arguments_) => tadaWith({}, ...arguments_),
  };
}

function resultOf(exitCode: number | null, stdout: string, stderr: string): CliResult {
  const lines = () =>
    stdout
      .split('\n')
      .filter((text) => text !== '')
      .map((text): Record<string, unknown> => JSON.parse(text));
  return {
    exitCode,
    stdout,
    stderr,
    lines,
    line: (type) => {
      const found = lines().findLast((each) => each.type === type);
      if (found === undefined) throw new Error(`No line of type ${type} in:\n${stdout}\n${stderr}`);
      return found;
    },
  };
}

/** A profile file for an audience over `customers.csv`; `change` may replace any part of a section's entry. */
export function audienceProfile(
  change: {
    readonly credential?: object;
    readonly destination?: object;
    readonly template?: object;
    readonly query?: object;
    readonly orchestration?: object;
  } = {},
): string {
  return JSON.stringify({
    credentials: [
      {
        name: 'acme',
        environment: 'simulator',
        appId: '7000000000000000001',
        secret: { env: 'ACME_SECRET' },
        accessToken: { env: 'ACME_TOKEN' },
        ...change.credential,
      },
    ],
    destinations: [
      {
        name: 'acme audiences',
        kind: 'audience',
        credential: 'acme',
        advertiserIds: ['7654321098765432109'],
        audienceName: 'VIP',
        idTypes: ['EMAIL', 'PHONE'],
        defaultCountry: 'US',
        ...change.destination,
      },
    ],
    templates: [{ name: 'vip', destination: 'acme audiences', ...change.template }],
    queries: [
      {
        name: 'vip',
        sql: 'SELECT email AS EMAIL, phone AS PHONE FROM Customer360',
        source: { engine: 'embedded', tables: { Customer360: 'customers.csv' } },
        ...change.query,
      },
    ],
    orchestrations: [{ name: 'vip', query: 'vip', template: 'vip', ...change.orchestration }],
  });
}
