import { randomBytes, randomInt } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { usageError } from '../core/errors.ts';
import { createControl, type SimulatorControl } from './control.ts';
import { FaultBox } from './faults/box.ts';
import { Pace } from './pace.ts';
import { BASIC_QUOTAS, QuotaMeter, type Quotas } from './quotas.ts';
import { API_BASE, AUTH_PATH, createSimulatorServer } from './server.ts';
import { createState, type SimulatorState } from './state.ts';
import { createWorld, reachableAdvertisers } from './world.ts';

export interface SimulatorOptions {
  /** Default 0: any free port. Always on 127.0.0.1 and nowhere else. */
  readonly port?: number | undefined;
  /** Faults from the start, each as `NAME[@PATH][+SKIP][*COUNT]`; the names are in `SIMULATOR_FAULTS`. */
  readonly faults?: readonly string[] | undefined;
  /** Makes mapping, uploads and events take their time; default: no limit. */
  readonly rowsPerSecond?: number | undefined;
  /** Enforces rate limits; `true` for those of TikTok's Basic tier. Default: none. */
  readonly quotas?: boolean | Quotas | undefined;
  /** Looks (`/dmp/custom_audience/get/`) at an audience until a change shows; default 2. */
  readonly readyAfterPolls?: number | undefined;
  /** Milliseconds until a change shows, however few looks; default: looks alone count. */
  readonly readyAfterMilliseconds?: number | undefined;
  /** Redirect URLs registered with the app, compared character for character; default: any is taken. */
  readonly redirectUris?: readonly string[] | undefined;
  /** Default: invented anew at each start. */
  readonly appId?: string | undefined;
  readonly secret?: string | undefined;
  readonly accessToken?: string | undefined;
  /** Milliseconds since 1970; default the machine's clock. */
  readonly now?: (() => number) | undefined;
  /** How late an answer under the fault `slow` is; default 1,500. */
  readonly slowMilliseconds?: number | undefined;
  /** Received events that `state.events()` can show (all are counted); default 10,000. */
  readonly keepEvents?: number | undefined;
  /** Keeps the bodies of accepted mappings for `state.mappings()`; default false. */
  readonly recordMappings?: boolean | undefined;
  /** Customer files above this are refused; default TikTok's 250 MB. */
  readonly maximumFileBytes?: number | undefined;
}

/** What a client needs to know; the line `tada simulator` prints. */
export interface SimulatorAddress {
  /** Base of the API, `http://127.0.0.1:PORT/open_api/v1.3`. */
  readonly url: string;
  /** The authorization page. */
  readonly authUrl: string;
  readonly appId: string;
  readonly secret: string;
  /** A token of the invented Admin, for all accounts that Admin reaches. */
  readonly accessToken: string;
  /** Accounts the token reaches; the first is enabled, and its event set bears the same digits. */
  readonly advertiserIds: readonly string[];
}

export interface Simulator extends SimulatorAddress {
  /** The address alone, ready for `JSON.stringify`. */
  readonly printable: SimulatorAddress;
  /** What was delivered, for tests. */
  readonly state: SimulatorState;
  /** Changes things while running. */
  readonly control: SimulatorControl;
  /** Ends every connection, also the hanging ones. */
  close(): Promise<void>;
}

const MAXIMUM_FILE_BYTES = 250 * 1024 * 1024;

/**
 * Starts TikTok's API as a strict local server. Nothing is written to disk and nothing logged; all of it is
 * gone with `close()`. Rejects with kind `usage` for a port that is taken and for an unknown fault.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const port = options.port ?? 0;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw unusablePort(port);
  const faults = new FaultBox();
  for (const fault of options.faults ?? []) faults.add(fault);

  const clock = { now: options.now ?? Date.now, ahead: 0 };
  const now = () => clock.now() + clock.ahead;
  const world = createWorld({
    now,
    appId: options.appId ?? `7${randomInt(10 ** 9, 10 ** 10)}00000000`,
    secret: options.secret ?? randomBytes(20).toString('hex'),
    redirectUris: options.redirectUris ?? [],
    readiness: {
      polls: options.readyAfterPolls ?? 2,
      delayMilliseconds: options.readyAfterMilliseconds,
    },
    keepEvents: options.keepEvents ?? 10_000,
    recordMappings: options.recordMappings ?? false,
    maximumFileBytes: options.maximumFileBytes ?? MAXIMUM_FILE_BYTES,
  });

  const admin = world.users.get('admin');
  const advertiserIds = admin === undefined ? [] : reachableAdvertisers(world, admin).map(({ id }) => id);
  const token = world.tokens.issueToken({ userId: 'admin', advertiserIds }, options.accessToken);

  const closing = new AbortController();
  const server = createSimulatorServer({
    world,
    faults,
    pace: new Pace(options.rowsPerSecond, () => performance.now()),
    quotas: quotaMeter(options.quotas),
    faultQuotas: new QuotaMeter(BASIC_QUOTAS),
    slowMilliseconds: options.slowMilliseconds ?? 1500,
    closing: closing.signal,
  });
  const origin = `http://127.0.0.1:${await listen(server, port)}`;
  const printable: SimulatorAddress = {
    url: origin + API_BASE,
    authUrl: origin + AUTH_PATH,
    appId: world.appId,
    secret: world.secret,
    accessToken: token.value,
    advertiserIds,
  };
  return {
    ...printable,
    printable,
    state: createState(world),
    control: createControl(world, faults, token.value, (milliseconds) => {
      clock.ahead += milliseconds;
    }),
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function quotaMeter(quotas: boolean | Quotas | undefined): QuotaMeter | undefined {
  if (quotas === undefined || quotas === false) return undefined;
  return new QuotaMeter(quotas === true ? BASIC_QUOTAS : quotas);
}

/** Resolves to the port that was opened. Only this machine can connect: what is delivered here is real people's data, hashed. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      resolve(isAddressInfo(address) ? address.port : port);
    });
  });
}

function isAddressInfo(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return usageError(
      `Port ${port} is taken by another program`,
      'Choose another --port, or leave it out for a free one.',
    );
  }
  return error.code === 'EACCES' ? unusablePort(port) : error;
}

function unusablePort(port: number): Error {
  return usageError(
    `Port ${port} can't be used`,
    'Choose a --port from 1024 to 65535, or leave it out for a free one.',
  );
}
