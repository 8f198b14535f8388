import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Workplace } from './workplace.ts';

/** A way to TikTok on which requests can get stuck: nobody gets an answer, and they arrive when they are let go. */
export interface LateProxy {
  /** So many of the next requests to this path get stuck. */
  hold(path: string, times?: number): void;
  /** Nothing gets stuck any more, and what did arrives now; gives how many those were. */
  release(): Promise<number>;
}

/** Puts it between a workplace and its simulator. */
export async function openLateProxy(place: Workplace): Promise<LateProxy> {
  const target = new URL(place.simulator.url);
  let stuck: { readonly path: string; times: number } = { path: '', times: 0 };
  const held: (() => Promise<Response>)[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const forward = forwarder(new URL(path, target), incoming, await readAll(incoming));
    if (stuck.times > 0 && path.startsWith(`${target.pathname}${stuck.path}`)) {
      stuck.times -= 1;
      held.push(forward);
      outgoing.destroy();
      return;
    }
    try {
      const answer = await forward();
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', connection: 'close' });
      outgoing.end(await answer.text());
    } catch {
      // The simulator hung up, and so does what stands in front of it.
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  place.env.TADA_TIKTOK_URL = `http://127.0.0.1:${port}${target.pathname}`;
  return {
    hold: (path, times = Number.POSITIVE_INFINITY) => {
      stuck = { path, times };
    },
    release: async () => {
      stuck = { path: '', times: 0 };
      const late = held.splice(0);
      for (const forward of late) await forward();
      return late.length;
    },
  };
}

function forwarder(url: URL, { method = 'GET', headers }: IncomingMessage, body: Uint8Array<ArrayBuffer>) {
  const sent: Record<string, string> = {};
  for (const name of ['access-token', 'content-type']) {
    const value = headers[name];
    if (typeof value === 'string') sent[name] = value;
  }
  return () => fetch(url, { method, headers: sent, ...(method === 'GET' ? {} : { body }) });
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
