import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Workplace } from './workplace.ts';

/** A request on its way to a simulator. */
export interface Passing {
  /** Below the API's root. */
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Sends it on, as often as it is called. */
  readonly forward: () => Promise<Response>;
}

/** Puts a server between a workplace and its simulator until the test ends; `handle` answers each request. */
export async function openFrontServer(
  place: Workplace,
  handle: (passing: Passing, outgoing: ServerResponse) => Promise<void> | void,
): Promise<void> {
  const target = new URL(place.simulator.url);
  const server = createServer(async (incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const body = await readAll(incoming);
    const forward = forwarder(new URL(path, target), incoming, body);
    await handle({ path: path.slice(target.pathname.length), body, forward }, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  place.env.TADA_TIKTOK_URL = `http://127.0.0.1:${port}${target.pathname}`;
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
