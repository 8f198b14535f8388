import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dice } from './dice.ts';
import { brokenData, mangled, nonsense, type RawAnswer } from './malformed.ts';

/** A server between tada and the simulator that ruins a share of the answers. */
export interface ManglingProxy {
  readonly url: string;
  /** From 0 (hands everything through) to 1 (not one answer gets through as it is). */
  share: number;
  /** Answers ruined so far. */
  readonly ruined: number;
  close(): Promise<void>;
}

/** Milliseconds until a connection on which nothing is said is gone. */
const LONGEST_HANG = 120;

export async function startManglingProxy(target: string, dice: Dice): Promise<ManglingProxy> {
  const origin = new URL(target);
  let ruined = 0;
  const proxy = { share: 0 };
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readAll(incoming);
    if (!dice.isLucky(proxy.share)) return answer(outgoing, await forward(origin, incoming, body));
    ruined += 1;
    // Half of the time TikTok never hears of it; else it does what it was asked to, and says it badly.
    if (dice.isLucky(0.5)) return ruin(outgoing, nonsense(dice), dice);
    const real = await forward(origin, incoming, body);
    ruin(outgoing, dice.isLucky(0.4) ? brokenData(real, dice) : mangled(real, dice), dice);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${origin.pathname}`,
    get share() {
      return proxy.share;
    },
    set share(share) {
      proxy.share = share;
    },
    get ruined() {
      return ruined;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function ruin(outgoing: ServerResponse, ruined: RawAnswer, dice: Dice): void {
  const { socket } = outgoing;
  switch (ruined.transport) {
    case undefined:
      answer(outgoing, ruined);
      return;
    case 'reset':
      socket?.resetAndDestroy();
      return;
    case 'hang':
      setTimeout(() => socket?.destroy(), dice.below(LONGEST_HANG));
      return;
    case 'raw':
      // Not HTTP at all, or half of it.
      socket?.end(ruined.body);
      return;
  }
}

function answer(outgoing: ServerResponse, { status, headers, body }: RawAnswer): void {
  outgoing.writeHead(status, { ...headers, connection: 'close' });
  outgoing.end(body);
}

function forward(origin: URL, incoming: IncomingMessage, body: Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const forwarded = send(
      {
        host: origin.hostname,
        port: origin.port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: origin.host },
      },
      (response) => {
        readAll(response).then((bytes) => {
          const { date, 'content-type': type = 'application/json' } = response.headers;
          resolve({
            status: response.statusCode ?? 500,
            headers: { 'content-type': type, ...(date === undefined ? {} : { date }) },
            body: bytes,
            transport: undefined,
          });
        }, reject);
      },
    );
    forwarded.on('error', reject);
    forwarded.end(body);
  });
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
