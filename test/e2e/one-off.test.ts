import { expect, test } from 'vitest';
import { startTestSimulator } from './support/cli.ts';
import {
  expectExactly,
  expectNothingLeaked,
  inventPeople,
  openDelivery,
  type Walk,
  walk,
} from './support/delivery-wizard.ts';

const ADVERTISER = '7654321098765432109';

/** From home to the yes: the file, its columns, the audience, what would change. */
const FIRST_TIME: Walk = [
  ['What do you want to do?', '2'],
  ['Which file holds the list?', 'enter'],
  [/Kundenpost +EMAIL/, 'enter'],
  [/❯ 1 VIP/, 'enter'],
  ['Rows read', 'enter'],
  ['Nothing has been sent yet.', 'enter'],
  [/in the\s+simulator\?/, 'y'],
];

/** Somebody else's heading, in somebody else's language. */
const inGerman = (csv: string) => csv.replace('email,phone', 'Kundenpost,Bemerkung');

test('a list in the current folder refreshes an audience in eight keys, without SQL, and another one next time', async () => {
  const simulator = await startTestSimulator();
  const people = inventPeople(1200);
  const place = await openDelivery(simulator, { ...people, csv: inGerman(people.csv) });
  const wizard = place.open({ cwd: place.folder });
  expect(FIRST_TIME.flatMap(([, ...keys]) => keys).length).toBeLessThanOrEqual(8);
  await walk(wizard, FIRST_TIME);
  await wizard.waitFor('✓ Completed.');
  expectExactly(simulator, ADVERTISER, people);
  expectNothingLeaked(wizard, simulator);

  const fewer = inventPeople(1100);
  place.write('newer list.csv', fewer.csv);
  // In a narrow window this time.
  const again = place.open({ cwd: place.folder, columns: 40, rows: 20 });
  await walk(again, [['Send a file', '3'], ['Which file holds the list?']]);
  again.press('ctrl+u');
  again.type('newer list.csv');
  await walk(again, [
    ['newer list.csv', 'enter'],
    ['Are these the right columns?', 'enter'],
    [/❯ 1 VIP/, 'enter'],
    [/To remove +█+/, 'enter'],
    ['Nothing has been sent yet.', 'enter'],
    [/in\s+the\s+simulator\?/, 'y'],
    [/100\s+removed/],
  ]);
  expectExactly(simulator, ADVERTISER, fewer);
});
