import { expect, test } from 'vitest';
import { sha256 } from '../support/sha256.ts';
import { openChoosyProxy } from './support/choosy-proxy.ts';
import {
  applyProfile,
  customersCsv,
  emailOf,
  openWorkplace,
  purchasesProfile,
  range,
} from './support/workplace.ts';

test('events that TikTok refused are listed by their row, with what TikTok said and nobody’s address', async () => {
  const place = await openWorkplace();
  await openChoosyProxy(place, (path, body) =>
    path === '/event/track/' && body.includes('"order-3"')
      ? 'Invalid value for user.email: kim.3@example.com'
      : undefined,
  );
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  const line = (order: number) => `Purchase,order-${order},${yesterday},kim.${order}@example.com`;
  // The first row can't be sent at all, and order 3 has two.
  const lines = [`Purchase,order-0,soon,kim.0@example.com`, ...[1, 2, 3, 3, 4, 5].map(line)];
  place.write('purchases.csv', ['event,event_id,timestamp,email', ...lines, ''].join('\n'));
  place.write('profile.json', purchasesProfile(place.simulator));
  await place.tada('apply', 'profile.json');

  const { summary } = await place.tada('run', 'purchases', '--yes', '--json');
  expect(summary).toMatchObject({ outcome: 'alert', rows: { sent: 4, refused: 1, duplicate: 1 } });
  const { stdout } = await place.tada('runs', 'rejects', summary.run);
  expect(stdout.split('\n')).toEqual([
    'row,column,identifier,reason,explanation',
    '1,,EVENT,bad-timestamp,The time of the event cannot be read.',
    '4,,EVENT,refused,TikTok refused it: Invalid value for user.email: [e-mail]',
    '',
  ]);
  const shown = await place.tada('runs', 'show', summary.run);
  expect(shown.stdout).toContain(
    `What TikTok refused last: Invalid value for user.email: [e-mail]\n  Request id: 20270104060000ABCDEF1234567890AB\n  Which rows: tada runs rejects ${summary.run}\n`,
  );
  const { json } = await place.tada('runs', 'rejects', summary.run, '--json');
  expect(json.at(-1)).toMatchObject({ row: 4, type: 'EVENT', reason: 'refused' });
});

test('so are people of an audience', async () => {
  const place = await openWorkplace();
  await openChoosyProxy(place, (path, body) =>
    path === '/segment/mapping/' && body.includes(sha256(emailOf(2))) ? 'Invalid batch_data.' : undefined,
  );
  place.write('customers.csv', customersCsv(range(0, 5)));
  await applyProfile(place);
  const { summary } = await place.tada('run', 'vip', '--yes', '--json');
  expect(summary.rows).toMatchObject({ sent: 4, refused: 1 });
  const { stdout } = await place.tada('runs', 'rejects', summary.run);
  expect(stdout.split('\n')[1]).toBe('3,,ROW,refused,TikTok refused it: Invalid batch_data.');
});
