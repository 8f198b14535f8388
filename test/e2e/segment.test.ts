import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestSimulator } from './support/cli.ts';
import { inventPeople, openDelivery, walk } from './support/delivery-wizard.ts';

const PEOPLE = [
  'email,orders,country',
  'jane@customers.example,3,US',
  'bob@customers.example,12,CA',
  'eve@customers.example,1,US',
  'max@customers.example,,US',
  '',
].join('\n');

test('a segment is made of a CSV file without SQL, its rows counted by the engine', async () => {
  const simulator = await startTestSimulator();
  const place = await openDelivery(simulator, inventPeople(1));
  place.write('people.csv', PEOPLE);
  const wizard = place.open({ cwd: place.folder });
  await walk(wizard, [
    ['Change what is set up', 'up', 'up', 'enter'],
    [/6 Segments +0/, '6'],
    ['Set up a new segment', 'enter'],
    ['What is the segment called?'],
  ]);
  wizard.type('loyal');
  await walk(wizard, [
    [/❯ loyal/, 'enter'],
    ['Which data are its rows from?', 'enter'],
    ['Which file holds'],
  ]);
  wizard.type('people.csv');
  await walk(wizard, [
    [/❯ people\.csv/, 'enter'],
    ['4 rows fit.', '2'],
    ['Which field?', 'down', 'enter'],
    ['orders …'],
  ]);
  wizard.type('>=');
  await walk(wizard, [[/Find: >=/, 'enter'], ['orders is at least']]);
  wizard.type('3');
  await walk(wizard, [
    [/❯ 3/, 'enter'],
    ['2 of 4 rows fit.', '1'],
    ['Save this segment', 'enter'],
    ['loyal is saved.'],
  ]);
  expect(wizard.screen()).not.toMatch(/jane|bob/);
  expect(JSON.parse(readFileSync(join(place.home, 'profile.json'), 'utf8')).segments).toMatchObject([
    { name: 'loyal', table: 'people', filter: { field: 'orders', op: '>=', value: 3 } },
  ]);
  expect((await place.tada('preview', 'loyal')).stdout).toMatch(/rows +2\n/);
});
