import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';

export const ANSWER = '{"code":0}';

/**
 * A server that answers as soon as it has read the headers of a request, and reads its body all the same, which has to
 * end with `the end`.
 */
export async function startHastyServer() {
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
