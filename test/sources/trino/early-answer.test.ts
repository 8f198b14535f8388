import { expect, it } from 'vitest';
import { createStatementSend } from '../../../src/sources/trino/http.ts';
import { ANSWER, startHastyServer } from '../../support/hasty-server.ts';

it('a server that answers while a long statement is still being sent is heard, and gets all of it', async () => {
  const { url, received } = await startHastyServer();
  const send = await createStatementSend(undefined);
  const body = `SELECT '${'x'.repeat(2_000_000)}' -- the end`;
  const result = await send({ method: 'POST', url, headers: { connection: 'close' }, body });
  expect(result).toMatchObject({ type: 'answer', status: 200, body: ANSWER });
  const [request] = received;
  await request?.done;
  expect(request?.text.split('\r\n\r\n')[1]).toHaveLength(body.length);
});
