import { expect, test } from 'vitest';
import { applyProfile, customersCsv, openWorkplace, range } from './support/workplace.ts';

const FORETOLD = ['rows', 'delivery'] as const;

test('a removal from an audience of which nothing is known here is foretold as it comes: everybody leaves', async () => {
  const place = await openWorkplace();
  const [account = ''] = place.simulator.advertiserIds;
  place.simulator.control.addAudience(account, 'VIP');
  place.write('customers.csv', customersCsv(range(0, 8)));
  await applyProfile(place, { mode: 'remove' });

  const { stdout } = await place.tada('preview', 'vip', '--json', '--request', '--limit', '0');
  const preview = JSON.parse(stdout);
  expect(preview.delivery).toMatchObject({ added: 0, removed: 16, unchanged: 0 });
  expect(preview.request).toMatchObject({ path: '/segment/mapping/', body: { action: 'delete' } });
  expect(preview.request.body.batch_data).toHaveLength(8);
  expect(preview.request.body.batch_data[0][0].audience_ids).toEqual(['ID-OF-THE-AUDIENCE']);

  const { summary } = await place.run('vip');
  for (const part of FORETOLD) expect(summary[part]).toMatchObject(preview[part]);
});

test('the same is foretold of customer files: they are taken out of an audience, and none is made', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 8)));
  await applyProfile(place, { mode: 'remove', channel: 'file' });
  const { stdout } = await place.tada('preview', 'vip', '--json', '--request', '--limit', '0');
  expect(JSON.parse(stdout)).toMatchObject({
    delivery: { added: 0, removed: 16, unchanged: 0 },
    request: {
      path: '/dmp/custom_audience/update/',
      body: { custom_audience_id: 'ID-OF-THE-AUDIENCE', action: 'REMOVE' },
    },
  });
});
