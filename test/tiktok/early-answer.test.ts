import { expect, it } from 'vitest';
import { createSend, DEFAULT_TIMEOUTS } from '../../src/tiktok/http.ts';
import { ANSWER, startHastyServer } from '../support/hasty-server.ts';

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
