import { onTestFinished } from 'vitest';
import { KnownError } from '../../../src/core/errors.ts';
import type { TikTok, WaitNotice } from '../../../src/core/ports/tiktok.ts';
import { createTikTok, type TikTokOptions } from '../../../src/tiktok/client.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { type Received, type Script, startScriptedServer } from './scripted-server.ts';

export const TOKEN = 'canary-token-0123456789';
export const ADVERTISER = '7654321098765432109';

export interface Connected {
  readonly tiktok: TikTok;
  readonly clock: FakeClock;
  readonly waits: readonly WaitNotice[];
  readonly onWait: (notice: WaitNotice) => void;
  readonly received: readonly Received[];
  readonly baseUrl: string;
}

/** A client and the scripted server it talks to; the clock is fake and the jitter none. */
export async function connect(
  scripts: readonly Script[] | ((request: Received, index: number) => Script),
  options: Partial<TikTokOptions> = {},
): Promise<Connected> {
  const server = await startScriptedServer(scripts);
  onTestFinished(() => server.close());
  const clock = createFakeClock();
  const waits: WaitNotice[] = [];
  const tiktok = createTikTok({
    baseUrl: server.baseUrl,
    accessToken: TOKEN,
    environment: 'simulator',
    clock,
    random: () => 0,
    timeouts: { connect: 2000, send: 2000, response: 100, read: 2000 },
    ...options,
  });
  return {
    tiktok,
    clock,
    waits,
    onWait: (notice) => waits.push(notice),
    received: server.received,
    baseUrl: server.baseUrl,
  };
}

/** The KnownError a promise rejects with; anything else fails the test. */
export async function knownErrorOf(promise: Promise<unknown>): Promise<KnownError> {
  const error = await promise.then(
    () => new Error('It did not reject.'),
    (reason: unknown) => reason,
  );
  if (error instanceof KnownError) {
    return error;
  }
  throw error;
}
