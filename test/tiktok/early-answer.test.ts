import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createSend, DEFAULT_TIMEOUTS } from '../../src/tiktok/http.ts';

const ANSWER = '{"code":0}';

/** A server that answers as soon as it has read the headers of a request, and reads its body all the same. */
async function startHastyServer() {
  const received: { text: string; done: Promise<void> }[] = [];
  const server = createServer((socket) => {
    const finished = Promise.withResolvers<void>();
    const request = { text: '', done: finished.promise };
    received.push(request);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      const isFirst = request.text === '';
      request.text += chunk;
      if (isFirst) socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${ANSWER.length}\r\n\r\n${ANSWER}`);
      if (request.text.endsWith('the end')) finished.resolve();
    });
    socket.on('error', () => finished.resolve());
    socket.on('close', () => finished.resolve());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { url: new URL(`http://127.0.0.1:${address.port}/`), received };
}

it('an answer that comes while the body is still being sent is an answer, and the body arrives whole', async () => {
  const { url, received } = await startHastyServer();
  const body = `${'ü'.repeat(2_000_000)}the end`;
  const result = await createSend(DEFAULT_TIMEOUTS)({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body,
    signal: undefined,
    needsFreshConnection: true,
  });
  expect(result).toMatchObject({ type: 'answer', status: 200, body: ANSWER });
  const [request] = received;
  await request?.done;
  const [head = '', sent = ''] = (request?.text ?? '').split('\r\n\r\n');
  expect(head.toLowerCase()).toContain(`content-length: ${Buffer.byteLength(body)}`);
  expect(head.toLowerCase()).not.toContain('transfer-encoding');
  expect(sent).toHaveLength(body.length);
});
