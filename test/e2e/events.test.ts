import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { type Simulator, writeSampleData } from '../../src/simulator/index.ts';
import { openWorkplace, startTestSimulator } from './support/cli.ts';
import { type Walk, walk } from './support/delivery-wizard.ts';
import { launch, type PtySession } from './support/pty.ts';

const ADVERTISER = '7654321098765432109';
const EVENT_SET = '7654321098765432109';
/** Not an event set of anybody. */
const UNKNOWN_SET = '7299999999999999999';

/** The warning about a column that holds one text. */
const CONSTANT = /holds the same text/;

/** As it was published: its e-mail is the text 'mc.email', not the column. */
const PUBLISHED = readFileSync(new URL('../sources/fixtures/events.sql', import.meta.url), 'utf8').trimEnd();

interface EventsPlace {
  readonly session: PtySession;
}

/** A workplace with the sample files and a profile that sends their purchases, and the wizard on it. */
async function openEvents(simulator: Simulator, sql: string, eventSourceId: string): Promise<EventsPlace> {
  const place = openWorkplace(simulator);
  await writeSampleData(place.folder, Date.now());
  place.write(
    'acme.json',
    JSON.stringify({
      credentials: [
        {
          name: 'acme',
          environment: 'simulator',
          appId: simulator.appId,
          secret: { env: 'ACME_SECRET' },
          accessToken: { env: 'ACME_TOKEN' },
        },
      ],
      destinations: [
        {
          name: 'acme events',
          kind: 'events',
          credential: 'acme',
          advertiserIds: [ADVERTISER],
          eventSource: 'offline',
          eventSourceId,
          defaultCountry: 'US',
          timeZone: 'America/Los_Angeles',
        },
      ],
      templates: [{ name: 'purchases', destination: 'acme events' }],
      queries: [
        {
          name: 'store purchases',
          sql,
          source: {
            engine: 'embedded',
            tables: {
              Unified_Itemized_Transactions: 'transactions.csv',
              Merged_Customers: 'merged_customers.csv',
            },
          },
        },
      ],
      orchestrations: [{ name: 'purchases', query: 'store purchases', template: 'purchases' }],
    }),
  );
  const env = { ...place.env, SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' };
  const applied = await place.tadaWith(env, 'apply', 'acme.json');
  expect(applied.exitCode, applied.stderr).toBe(0);
  const session = launch({ env });
  onTestFinished(() => session.kill());
  return { session };
}

function openDemo(columns: number, rows: number): PtySession {
  const session = launch({ args: ['demo'], columns, rows });
  onTestFinished(() => session.kill());
  return session;
}

/** The number of events that a screen says are sent or delivered. */
function countIn(screen: string, pattern: RegExp): number {
  return Number(pattern.exec(screen)?.[1]?.replaceAll(',', ''));
}

/** Nobody's address or number, whoever they are, has ever been on the terminal. */
function expectNobodyShown(session: PtySession): void {
  expect(session.transcript()).not.toMatch(/[a-z]{3,}\.[a-z]{3,}\d*@[a-z]/i);
  // The sample page explains the rule with a number of its own.
  expect(session.transcript()).not.toMatch(/\+1(?!4155550123)\d{10}/);
}

test('the mistake of the published query is called out, put right in the wizard, and the events delivered', async () => {
  const simulator = await startTestSimulator();
  const { session } = await openEvents(simulator, PUBLISHED, EVENT_SET);
  await walk(session, [
    ['Preview purchases', 'enter'],
    ['Rows read', 'right', 'right'],
    ['email as EMAIL', 'right', 'right'],
    [CONSTANT],
  ]);
  const warnings = session.screen().replaceAll(/\s+/g, ' ');
  expect(warnings).toContain('The column email holds the same text in every row, and it is no usable EMAIL.');
  expect(warnings).toContain("a name in single quotes, such as 'mc.email', is a text");
  expect(simulator.state.requestCount('/event/track/')).toBe(0);

  await walk(session, [[CONSTANT, 'enter'], ['Nothing has been sent yet.']]);
  session.type('query');
  await walk(session, [
    [/❯ Query +SELECT/, 'enter'],
    ['Query store purchases', '3'],
    ['It gives the columns brand', 'down', 'enter'],
    ['line 22, column', 'ctrl+home', ...Array<string>(7).fill('down'), 'home', 'ctrl+k'],
    ['line 8, column 1'],
  ]);
  session.paste('  ,mc.email AS email');
  await walk(session, [
    ['It gives the columns brand', 'ctrl+s'],
    ['Save this query', 'enter'],
    ['Nothing has been sent yet.', 'escape'],
    ['Rows read', 'right'],
  ]);
  const events = await session.waitFor('Event names');
  expect(events).toMatch(/Value\s+[\d,.]+ USD in [\d,]+ events/);
  await walk(session, [['Event names', 'right', 'right', 'right'], [/❯ Warnings/]]);
  expect(session.screen()).not.toMatch(CONSTANT);

  await walk(session, [
    [/❯ Warnings/, 'enter'],
    [/Send…\n/, 'enter'],
  ]);
  const asked = await session.waitFor(`to the event set ${EVENT_SET} in the simulator?`);
  const wanted = countIn(asked, /Send ([\d,]+) events/);
  expect(wanted).toBeGreaterThan(500);
  session.press('y');
  // Its first line is on the screen before its last one is.
  const result = await session.waitFor(
    /✓ Completed\. TikTok confirmed everything that was sent\.[\s\S]*within 24 hours/,
  );
  expect(countIn(result, /Events: ([\d,]+) delivered, 0 delivered before and 0 refused/)).toBe(wanted);
  expect(simulator.state.eventCounts()).toMatchObject({ counted: wanted, duplicate: 0, test: 0 });
  const users = simulator.state.events().map(({ body }) => body as { user: { email?: string } });
  expect(users.filter(({ user }) => user.email !== undefined).length).toBeGreaterThan(wanted / 2);
  // A property of TikTok's older offline API, which the published query asks for.
  expect(simulator.state.ignoredFields()).toEqual({ 'offline properties.event_channel': wanted });
  expectNobodyShown(session);
});

test('an event source that TikTok refuses without a reason is found out, replaced, and the run goes on', async () => {
  const simulator = await startTestSimulator();
  const sql = PUBLISHED.replace("'mc.email'", 'mc.email');
  const { session } = await openEvents(simulator, sql, UNKNOWN_SET);
  await walk(session, [
    ['Preview purchases', 'enter'],
    ['Rows read', 'enter'],
    ['Nothing has been sent yet.', 'enter'],
    ['in the simulator?', 'y'],
    ['Deliver: failed.'],
    [/❯ . Choose another event source/, 'enter'],
  ]);
  await session.waitFor(/✗ Event source: wrong\. TikTok does not list the event set\s+7299999999999999999/);
  await session.waitFor('✓ Advertiser: ok.');
  await session.waitFor('✓ Event name: ok. TikTok takes the event CompletePayment.');
  await walk(session, [
    [/❯ 1 Choose another event set/, 'enter'],
    [/❯ 1 Acme stores/, 'enter'],
    ['✓ Event source: ok.'],
    [/❯ 1 Resolve/, 'enter'],
    [/now\s+it\s+goes\s+to[\s\S]*Send\?/, 'y'],
  ]);
  const result = await session.waitFor(
    /✓ Completed\. TikTok confirmed everything that was sent\.[\s\S]*Events: [\d,]+ delivered/,
  );
  const delivered = countIn(result, /Events: ([\d,]+) delivered/);
  expect(delivered).toBeGreaterThan(500);
  expect(simulator.state.eventCounts()).toMatchObject({ counted: delivered, duplicate: 0 });
  expect(new Set(simulator.state.events().map(({ sourceId }) => sourceId))).toEqual(new Set([EVENT_SET]));
});

const DEMO: Walk = [
  ['Send events', 'down', 'enter'],
  ['Name of this credential', 'enter'],
  ['How do you authorize tada?', 'enter'],
  ['Lists your advertisers', 'enter'],
  ['Beside the app id', 'enter'],
  ['Masked here', 'enter'],
  ['TikTok accepts it', 'enter'],
  ['Save this credential', 'enter'],
  ['Name of this destination', 'enter'],
  ['Which ad accounts are the events for?', 'enter'],
  ['Where do the events come from?', 'enter'],
  ['Which event set gets the events?', 'enter'],
  ['Which event, where rows name none?', 'enter'],
  [/Default country of phone\s+numbers/, 'enter'],
  [/Time zone of times that carry\s+none/, 'enter'],
  ['Test the connection and save', 'enter'],
  ['Which file holds the events?', 'enter'],
  ['Is this the right data?', 'enter'],
  ['Is this the right query?', 'enter'],
  ['Save this query', 'enter'],
  ['Which columns are sent?', 'enter'],
  ['Save this template', 'enter'],
];

test('the demo leads to delivered events in a small window; they are rehearsed first, and that never counts', async () => {
  const session = openDemo(40, 15);
  await walk(session, [...DEMO, ['Rows read']]);
  expect(session.fullClears()).toBe(0);
  session.resize(80, 24);
  await walk(session, [
    [/Rows read +█+░* +[\d,]+ +100%/, 'enter'],
    ['Nothing has been sent yet.', 'down', 'enter'],
    ['Test Events'],
  ]);
  session.paste('TEST12345');
  await walk(session, [
    ['TEST12345', 'enter'],
    ['as test events (TEST12345)', 'y'],
    [/Test events: [\d,]+ taken by TikTok and 0 refused; none is counted/],
    ['the real ones are still to be sent', 'enter'],
    ['Send the real thing: preview first', 'enter'],
    [/Delivered before +░+ +0 /, 'enter'],
    ['Nothing has been sent yet.', 'enter'],
    ['the simulator?', 'y'],
    ['✓ Completed. TikTok confirmed everything that was sent.'],
  ]);
  expect(session.screen()).toMatch(/Events: [\d,]+ delivered, 0 delivered before and 0 refused/);
  expectNobodyShown(session);
});
