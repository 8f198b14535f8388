import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallOptions, TikTok, TikTokApp } from '../../../src/core/ports/tiktok.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/index.ts';
import { createTikTok, createTikTokApp } from '../../../src/tiktok/client.ts';
import { createFakeClock } from './fake-clock.ts';

/** The requests that faults hit: one of each kind, all of them right, so that only a fault can end one. */
export type FaultedCall = (rig: Clients, options: CallOptions) => Promise<unknown>;

interface Clients {
  readonly tiktok: TikTok;
  readonly app: TikTokApp;
  readonly advertiserId: string;
  readonly audienceId: string;
  readonly file: { readonly path: string; readonly md5: string; readonly bytes: number };
}

const HASH = '584c4423c421df49955759498a71495aba49b8780eb9387dff333b6f0982c777';

export const CALLS = {
  user: ({ tiktok }, options) => tiktok.userInfo(options),
  list: ({ tiktok, advertiserId }, options) => tiktok.listAudiences(advertiserId, options),
  map: ({ tiktok, advertiserId, audienceId }, options) =>
    tiktok.applyMapping(
      {
        advertiserIds: [advertiserId],
        action: 'add',
        idSchema: ['EMAIL_SHA256'],
        batchData: `[[{"id":"${HASH}","audience_ids":["${audienceId}"]}]]`,
      },
      options,
    ),
  create: ({ tiktok, advertiserId }, options) => tiktok.createAudience(advertiserId, 'walked', options),
  track: ({ tiktok, advertiserId }, options) =>
    tiktok.trackEvents({ eventSource: 'offline', eventSourceId: advertiserId, data: purchase() }, options),
  upload: ({ tiktok, advertiserId, file }, options) =>
    tiktok.uploadCustomerFile(
      { advertiserId, fileType: 'EMAIL_SHA256', file: { ...file, name: 'people.csv', lines: 1 } },
      options,
    ),
  fileUpdate: ({ tiktok, advertiserId, audienceId }, options) =>
    tiktok.updateFileAudience({ advertiserId, audienceId, action: 'APPEND', filePaths: ['gone'] }, options),
  exchange: ({ app }, options) => app.exchangeAuthCode('a-code', options),
} as const satisfies Readonly<Record<string, FaultedCall>>;

export type CallName = keyof typeof CALLS;

function purchase(): string {
  const seconds = Math.floor(Date.now() / 1000) - 86_400;
  return JSON.stringify([
    { event: 'Purchase', event_id: 'walk-1', event_time: seconds, user: { email: HASH }, properties: {} },
  ]);
}

export interface FaultRig {
  readonly simulator: Simulator;
  /** New clients whose clock goes on at once by what they wait; they wait so long for an answer. */
  clients(responseMs?: number): Clients;
  close(): Promise<void>;
}

/** A simulator with an audience, and a customer file. */
export async function openFaultRig(): Promise<FaultRig> {
  const simulator = await startSimulator();
  const folder = mkdtempSync(join(tmpdir(), 'tada-faults-'));
  const path = join(folder, 'people.csv');
  const text = `${HASH}\n`;
  writeFileSync(path, text);
  const file = { path, bytes: text.length, md5: createHash('md5').update(text).digest('hex') };
  const [advertiserId = ''] = simulator.advertiserIds;
  const audienceId = simulator.control.addAudience(advertiserId, 'walk');
  const { url: baseUrl, appId, secret, accessToken } = simulator;
  return {
    simulator,
    clients: (responseMs = 2000) => {
      const connection = {
        baseUrl,
        appId,
        secret,
        environment: 'simulator',
        clock: createFakeClock(),
        random: () => 0,
        timeouts: { connect: 2000, send: 2000, response: responseMs, read: 2000 },
      } as const;
      const tiktok = createTikTok({ ...connection, accessToken });
      return { tiktok, app: createTikTokApp(connection), advertiserId, audienceId, file };
    },
    close: async () => {
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
