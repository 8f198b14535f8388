import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Workplace } from './workplace.ts';

/**
 * A way to TikTok on which a request is refused as a whole for one part of its body, as TikTok refuses a batch for one
 * bad event. `refuse` gives the message of the refusal, or undefined for what goes through.
 */
export async function openChoosyProxy(
  place: Workplace,
  refuse: (path: string, body: string) => string | undefined,
): Promise<void> {
  const target = new URL(place.simulator.url);
  const server = createServer(async (incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    outgoing.setHeader('content-type', 'application/json');
    const message = refuse(path.slice(target.pathname.length), body);
    if (message !== undefined) {
      outgoing.end(JSON.stringify({ code: 40002, message, request_id: '20270104060000ABCDEF1234567890AB' }));
      return;
    }
    const answer = await fetch(new URL(path, target), {
      method: incoming.method ?? 'GET',
      headers: {
        'access-token': String(incoming.headers['access-token']),
        'content-type': 'application/json',
      },
      ...(body === '' ? {} : { body }),
    });
    outgoing.statusCode = answer.status;
    outgoing.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  place.env.TADA_TIKTOK_URL = `http://127.0.0.1:${port}${target.pathname}`;
}
