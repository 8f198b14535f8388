import { expect, onTestFinished, test } from 'vitest';
import { startTestSimulator } from './support/cli.ts';
import {
  expectExactly,
  expectNothingLeaked,
  inventPeople,
  openDelivery,
  SEND,
  walk,
} from './support/delivery-wizard.ts';
import { launch, type PtySession } from './support/pty.ts';
import { RAW_EMAIL } from './support/showroom.ts';

const ADVERTISER = '7654321098765432109';

/** What the demo may ask before the preview; it has an answer ready for each. */
const QUESTIONS = [
  'Send an audience',
  'Name of this credential',
  'How do you authorize tada?',
  'Lists your advertisers',
  'Beside the app id',
  'Masked here',
  'TikTok accepts it',
  'Save this credential',
  'What do you want to send?',
  'Name of this destination',
  'Which ad accounts get the audience?',
  'Which audience is filled?',
  'What are people recognised by?',
  'Default country of phone',
  'What happens to VIP customers?',
  'Test the connection and save',
  'Which file holds the people?',
  'Is this the right data?',
  'Is this the right query?',
  'Save this query',
  'Which columns of Customer360 are sent?',
  'Save this template',
] as const;

function anyOf(texts: readonly string[]): RegExp {
  return new RegExp(texts.map((text) => text.replaceAll('?', '\\?')).join('|'));
}

/** Answers each question once with Enter, in whatever order they come, until the text is on the screen. */
async function answerUntil(session: PtySession, end: string): Promise<void> {
  const open = new Set<string>(QUESTIONS);
  for (;;) {
    const screen = await session.waitFor(anyOf([...open, end]));
    const asked = [...open].find((question) => screen.includes(question));
    if (asked === undefined) return;
    open.delete(asked);
    session.press('enter');
  }
}

function openDemo(): PtySession {
  const session = launch({ args: ['demo'] });
  onTestFinished(() => session.kill());
  return session;
}

test('the demo leads from nothing to a delivered audience, and leaves the result in the scrollback', async () => {
  const wizard = openDemo();
  await answerUntil(wizard, 'Rows read');
  expect(await wizard.waitFor('4,000')).toContain('Step 5 of 6');
  await walk(wizard, [
    ['Rows read', 'enter'],
    ['Nothing has been sent yet.', 'enter'],
    ['“VIP customers” in the simulator?', 'y'],
  ]);
  const result = await wizard.waitFor('✓ Completed. TikTok confirmed everything that was sent.');
  const [, read = ''] = /([\d,]+) rows read, of them/.exec(result) ?? [];
  const buckets = [...result.matchAll(/^ +([\d,]+) {2}\w/gm)].map(([, count = '']) =>
    Number(count.replace(',', '')),
  );
  expect(buckets.reduce((sum, count) => sum + count, 0)).toBe(Number(read.replace(',', '')));

  await walk(wizard, [
    ['✓ Completed.', 'enter'],
    ['❯ 1 Watch', 'enter'],
    ['VIP customers (', 'escape'],
    ['7 Leave tada', '7'],
  ]);
  expect(await wizard.exitCode()).toBe(0);
  expect(wizard.scrollback()).toMatch(
    /Completed: VIP customers \(\d+\), created\.\nIdentifiers: [\d,]+ added/,
  );
  expect(wizard.fullClears()).toBe(0);
  expect(wizard.transcript()).not.toMatch(RAW_EMAIL);
});

test('a first delivery and a refresh send just what is needed', async () => {
  const simulator = await startTestSimulator({ recordMappings: true });
  const first = inventPeople(1500);
  const place = await openDelivery(simulator, first);
  const wizard = place.open();
  await walk(wizard, SEND);
  await wizard.waitFor('✓ Completed. TikTok confirmed everything that was sent.');
  expectExactly(simulator, ADVERTISER, first);
  const requests = simulator.state.mappings().length;

  const fewer = inventPeople(1400);
  place.write('customers.csv', fewer.csv);
  await walk(wizard, [
    ['✓ Completed.', 'enter'],
    ['Refresh: preview and send again', '2'],
    [/To remove +█+░* +100/, 'enter'],
    ['Nothing has been sent yet.', 'enter'],
    ['Remove 100 identifiers from “VIP” in the simulator?', 'y'],
    [/0 added, 100 removed and 1,400 unchanged/],
  ]);
  expectExactly(simulator, ADVERTISER, fewer);
  expect(simulator.state.mappings().length - requests).toBe(1);
  expectNothingLeaked(wizard, simulator);
});

test('removing most of an audience needs its name, and nothing is sent before', async () => {
  const simulator = await startTestSimulator();
  const first = inventPeople(1500);
  const place = await openDelivery(simulator, first);
  const wizard = place.open();
  await walk(wizard, SEND);
  await wizard.waitFor('✓ Completed.');
  const few = inventPeople(100);
  place.write('customers.csv', few.csv);
  await walk(wizard, [
    ['✓ Completed.', 'enter'],
    ['Refresh: preview and send again', '2'],
    [/To remove +█+/, 'enter'],
    ['Nothing has been sent yet.', 'enter'],
    ['Type VIP to go on.', 'enter'],
    ['Type VIP, exactly as it is written here.'],
  ]);
  expectExactly(simulator, ADVERTISER, first);
  wizard.type('VIP');
  wizard.press('enter');
  await wizard.waitFor(/0 added, 1,400 removed and 100 unchanged/);
  expectExactly(simulator, ADVERTISER, few);
});

test('data that changed after the preview is noticed, and leads back to a new preview', async () => {
  const simulator = await startTestSimulator();
  const place = await openDelivery(simulator, inventPeople(1500));
  const wizard = place.open();
  await walk(wizard, SEND.slice(0, 3));
  await wizard.waitFor('“VIP” in the simulator?');
  const changed = inventPeople(1501);
  place.write('customers.csv', changed.csv);
  wizard.press('y');
  await wizard.waitFor('Run the query: failed.');
  expect(simulator.state.audiences()).toEqual([]);
  await walk(wizard, [
    ['Start again with a new preview', 'down', 'enter'],
    [/Rows read +█+ +1,501/, 'enter'],
    ['Nothing has been sent yet.', 'enter'],
    ['Add 1,501 identifiers', 'y'],
    ['✓ Completed.'],
  ]);
  expectExactly(simulator, ADVERTISER, changed);
});

test('rejected values are saved next to the person, without the values', async () => {
  const simulator = await startTestSimulator();
  const place = await openDelivery(simulator, {
    ...inventPeople(20),
    csv: 'email,phone\nfine@customers.example,\nnot an address,\n',
  });
  const wizard = place.open({ cwd: place.folder });
  await walk(wizard, [
    ['Preview vip', 'enter'],
    ['Rows read', 's'],
    ['Save the list to', 'enter'],
    ['2 rejected values written to'],
  ]);
  const { readFileSync } = await import('node:fs');
  const saved = readFileSync(`${place.folder}/rejects-vip.csv`, 'utf8');
  expect(saved).toContain('2,EMAIL,EMAIL,not-an-email');
  expect(saved).not.toContain('not an address');
});
