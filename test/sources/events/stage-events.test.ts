import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/core/identifiers/hash.ts';
import { engineRig, knownError } from '../support/engine-rig.ts';
import { eventsRig, OFFLINE, WEB } from './support/events-rig.ts';

const rig = engineRig();
const events = eventsRig(rig);

const HEADER = 'event,event_id,timestamp,email,phone,content_id,price,quantity,currency,value';
const csv = (...rows: readonly string[]) => `${[HEADER, ...rows].join('\n')}\n`;
const ORDER = 'Purchase,o1,2026-11-18T09:00:00Z,Jane@Example.com,(415) 555-2671,SKU-1,14.50,2,EUR,29.00';

async function sent(text: string, settings = OFFLINE): Promise<readonly unknown[]> {
  const { place } = await events.stage(text, settings);
  return (await events.readAll(place)).map((event) => JSON.parse(event));
}

describe('an event of one row', () => {
  it('is sent as the core makes it', async () => {
    expect(await sent(csv(ORDER))).toEqual([
      {
        event: 'Purchase',
        event_id: 'o1',
        event_time: Date.parse('2026-11-18T09:00:00Z') / 1000,
        user: { email: sha256('jane@example.com'), phone: sha256('+14155552671') },
        properties: {
          contents: [{ content_id: 'SKU-1', price: 14.5, quantity: 2 }],
          content_type: 'product',
          currency: 'EUR',
          value: 29,
        },
      },
    ]);
  });

  it('of the web carries page and visitor', async () => {
    const header = 'event,event_id,timestamp,email,page_url,ip,agent,external_id,tiktok_click_id,description';
    const row =
      'ViewContent,v1,1795000000,,https://shop.example/a?b=c,8.8.8.8,Mozilla/5.0 (X11),u-1,E.C.P.1,"two\nlines, ""quoted"""';
    const { place } = await events.stage(`${header}\n${row}\n`, { ...WEB, limitedDataUse: true });
    const [event] = (await events.readAll(place)).map((text) => JSON.parse(text));
    expect(event).toEqual({
      event: 'ViewContent',
      event_id: 'v1',
      event_time: 1795000000,
      user: {
        external_id: sha256('u-1'),
        ttclid: 'E.C.P.1',
        ip: '8.8.8.8',
        user_agent: 'Mozilla/5.0 (X11)',
      },
      page: { url: 'https://shop.example/a?b=c' },
      properties: { content_type: 'product', currency: 'USD', description: 'two\nlines, "quoted"' },
      limited_data_use: true,
    });
  });

  it('is told as the first event, as it would be sent', async () => {
    const { place, staged } = await events.stage(csv('Purchase,bad,,a@b.com,,,,,,', ORDER));
    expect([staged.firstEvent]).toEqual(await events.readAll(place));
  });
});

describe('an event of several rows', () => {
  it('is made of all of them, wherever they are', async () => {
    const line = (id: string, product: string) =>
      `Purchase,${id},2026-11-18T09:00:00Z,a@b.com,,${product},10,1,USD,`;
    const others = Array.from({ length: 5000 }, (_, index) => line(`other-${index}`, 'x'));
    const { place, staged } = await events.stage(
      csv(line('far', 'first'), line('near', 'one'), line('near', 'two'), ...others, line('far', 'last')),
    );
    expect(staged.events).toBe(5002);
    const texts = await events.readAll(place);
    const orders = texts.slice(0, 2).map((text) => JSON.parse(text));
    expect(
      orders.map(({ event_id, properties }) => [event_id, properties.contents, properties.value]),
    ).toEqual([
      [
        'far',
        [
          { content_id: 'first', price: 10, quantity: 1 },
          { content_id: 'last', price: 10, quantity: 1 },
        ],
        20,
      ],
      [
        'near',
        [
          { content_id: 'one', price: 10, quantity: 1 },
          { content_id: 'two', price: 10, quantity: 1 },
        ],
        20,
      ],
    ]);
    const { rows } = (await events.plan(place)).expected;
    expect(rows).toMatchObject({ read: 5004, sent: 5002, merged: 2, duplicate: 0 });
  });

  it('counts rows that say the same as duplicates and the others as merged', async () => {
    const { place } = await events.stage(csv(ORDER, ORDER, ORDER.replace('SKU-1', 'SKU-2')));
    const { rows } = (await events.plan(place)).expected;
    expect(rows).toMatchObject({ read: 3, sent: 1, duplicate: 1, merged: 1, rejected: 0 });
  });

  it('is rejected with all its rows when one of them is wrong', async () => {
    const others = Array.from({ length: 3000 }, (_, index) => ORDER.replace('o1', `other-${index}`));
    const { place, staged } = await events.stage(csv(ORDER, ...others, ORDER.replace('14.50', 'cheap')));
    expect(staged.rejected).toEqual({ 'bad-number': 2 });
    expect(await rig.engine.rejects(place.stagedPath, 0, 10)).toEqual([
      { row: 1, column: '', type: 'EVENT', reason: 'bad-number' },
      { row: 3002, column: '', type: 'EVENT', reason: 'bad-number' },
    ]);
  });

  it('may not be the whole table', async () => {
    const rows = Array.from({ length: 10_001 }, (_, index) => ORDER.replace('SKU-1', `SKU-${index}`));
    const place = events.request(csv(...rows));
    const error = await knownError(rig.engine.stageEvents(place));
    expect(error.kind).toBe('query-failed');
    expect(error.message).toContain('10,001 rows have the same event name and the same event id');
  });
});

describe('a row that can’t be sent', () => {
  it('has a reason', async () => {
    const cells = {
      event: 'Purchase',
      event_id: '',
      timestamp: '2026-11-18T09:00:00Z',
      email: 'a@b.com',
      page_url: 'https://shop.example/',
      price: '',
      currency: '',
    };
    const wrong = [
      ['no-identifier', { email: 'nobody' }],
      ['no-timestamp', { timestamp: '', event_id: 'x' }],
      ['bad-timestamp', { timestamp: 'yesterday', event_id: 'y' }],
      ['too-old', { timestamp: '2026-10-01' }],
      ['in-future', { timestamp: '2027-01-01' }],
      ['no-event-name', { event: '' }],
      ['no-page-url', { page_url: 'shop' }],
      ['bad-currency', { currency: 'XYZ', event_id: 'z' }],
      ['bad-number', { price: '"1,50"', event_id: 'n' }],
    ] as const;
    const rows = wrong.map(([, change]) => Object.values({ ...cells, ...change }).join(','));
    const { place, staged } = await events.stage(
      `${[Object.keys(cells).join(','), ...rows].join('\n')}\n`,
      WEB,
    );
    expect(staged).toMatchObject({ rowsRead: 9, events: 0, firstEvent: undefined });
    expect(staged.rejected).toEqual(Object.fromEntries(wrong.map(([reason]) => [reason, 1])));
    expect(await rig.engine.rejects(place.stagedPath, 0, 100)).toEqual(
      wrong.map(([reason], index) => ({ row: index + 1, column: '', type: 'EVENT', reason })),
    );
    const [, second] = wrong;
    expect(await rig.engine.rejects(place.stagedPath, 1, 1)).toMatchObject([{ row: 2, reason: second[0] }]);
    const plan = await events.plan(place);
    expect(plan.entries).toBe(0);
    expect(plan.expected.rows).toMatchObject({ read: 9, rejected: 9, sent: 0, valid: 0 });
  });

  it('for its name says which name, and which one is nearest', async () => {
    const { staged } = await events.stage(csv(ORDER.replace('Purchase', 'purchase'), ORDER));
    expect(staged.rejected).toEqual({ 'unknown-event-name': 1 });
    expect(staged.unknownNames).toEqual([{ name: 'purchase', rows: 1, nearest: 'Purchase' }]);
    expect(staged.names).toEqual([{ name: 'Purchase', events: 1 }]);
  });

  it('hides what stands in the column of names by mistake', async () => {
    const { staged } = await events.stage(csv(ORDER.replace('Purchase', 'jane@example.com')));
    expect(JSON.stringify(staged)).not.toContain('jane@');
    expect(staged.unknownNames).toMatchObject([{ rows: 1 }]);
  });

  it('that can’t be read at all is counted and told with the others', async () => {
    const { place, staged } = await events.stage(csv(ORDER, 'Purchase,o2,only-three'));
    expect(staged).toMatchObject({ rowsRead: 2, events: 1, rejected: { 'unreadable-row': 1 } });
    expect(staged.unreadable.count).toBe(1);
    const { rows } = (await events.plan(place)).expected;
    expect(rows).toMatchObject({ read: 2, sent: 1, rejected: 1 });
    const [unreadable] = await rig.engine.rejects(place.stagedPath, 0, 10);
    expect(unreadable).toMatchObject({ row: 0, reason: 'unreadable-row', place: { line: 3 } });
  });
});

describe('a file', () => {
  it('whose encoding only shows behind thousands of rows is read again from its start', async () => {
    const rows = Array.from({ length: 21_000 }, (_, n) => ORDER.replace('o1', `o${n}`));
    const text = csv(...rows, ORDER.replace('SKU-1', 'Café').replace('o1', 'late'));
    const { tables } = events.request(text);
    const file = rig.file('latin1.csv', Buffer.from(text, 'latin1'));
    const { place, staged } = await events.stage(text, OFFLINE, { tables: { ...tables, t: [file] } });
    expect(staged).toMatchObject({ rowsRead: 21_001, events: 21_001, unreadable: { count: 0 } });
    await events.plan(place);
    const data = await rig.engine.readEventBatch(place, { from: 21_000, to: 21_001 });
    expect(data).toContain('"content_id":"Café"');
  });
});

describe('staging counts', () => {
  it('what identifier columns hold', async () => {
    const { staged } = await events.stage(
      'email,phone,timestamp,event\n' +
        'a@b.com,+14155552671,2026-11-18,Lead\n' +
        'x,,2026-11-18,Lead\n' +
        ',12,2026-11-18,Lead\n' +
        'null,,2026-11-18,Lead\n',
    );
    expect(staged.columns).toEqual([
      {
        type: 'EMAIL',
        column: 'email',
        rows: 4,
        empty: 1,
        valid: 1,
        rejected: { empty: 1, 'not-an-email': 2 },
        constant: false,
      },
      {
        type: 'PHONE',
        column: 'phone',
        rows: 4,
        empty: 2,
        valid: 1,
        rejected: { empty: 2, 'too-short': 1 },
        constant: false,
      },
    ]);
    expect(staged.identifiers).toEqual({ EMAIL: 1, PHONE: 1 });
  });

  it('a column with one text in every row as constant, over any number of rows', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => `mc.email,p${index},2026-11-18,Lead`);
    const { staged } = await events.stage(`email,phone,timestamp,event\n${rows.join('\n')}\n`);
    expect(staged.columns.map(({ constant }) => constant)).toEqual([true, false]);
    const last = `${rows.join('\n')}\nmc.mail,p,2026-11-18,Lead\n`;
    const changed = await events.stage(`email,phone,timestamp,event\n${last}`);
    expect(changed.staged.columns.map(({ constant }) => constant)).toEqual([false, false]);
  });

  it('values by currency to the last digit, times, and what is worth a warning', async () => {
    const { staged } = await events.stage(
      csv(
        'Purchase,1,2026-11-17,a@b.com,,,,,USD,0.1',
        'Purchase,2,2026-11-18,a@b.com,,,,,USD,0.2',
        'Purchase,3,2026-11-19,a@b.com,,,,,,4.0833333333333333333',
        'Purchase,4,2026-11-19,a@b.com,,SKU,10,2,EUR,25',
        'Purchase,5,2026-11-19,a@b.com,,,,,EUR,',
        'Lead,6,2026-11-19,a@b.com,,,,,,',
      ),
    );
    expect(staged.values).toEqual([
      { currency: 'USD', events: 3, total: '4.3833333333333333333' },
      { currency: 'EUR', events: 1, total: '25' },
    ]);
    const day = (date: string, currency: string | undefined, events: number, total: string | undefined) => ({
      day: `2026-11-${date}`,
      currency,
      events,
      total,
    });
    expect(staged.days).toHaveLength(5);
    expect(staged.days).toEqual(
      expect.arrayContaining([
        day('17', 'USD', 1, '0.1'),
        day('18', 'USD', 1, '0.2'),
        day('19', 'USD', 1, '4.0833333333333333333'),
        day('19', 'EUR', 1, '25'),
        day('19', undefined, 2, undefined),
      ]),
    );
    expect(staged.days?.map((each) => each.day)).toEqual(staged.days?.map((each) => each.day).toSorted());
    expect(staged.time).toEqual({
      from: Date.parse('2026-11-17T00:00:00Z') / 1000,
      to: Date.parse('2026-11-19T00:00:00Z') / 1000,
    });
    expect(staged).toMatchObject({ valueMismatches: 1, withoutRevenue: 1, oldEvents: 0 });
    expect(staged.names).toEqual([
      { name: 'Purchase', events: 5 },
      { name: 'Lead', events: 1 },
    ]);
  });

  it('old events that are sent all the same, and values that are left out', async () => {
    const { staged } = await events.stage(
      'event,timestamp,email,page_url,ip,agent\n' +
        'Lead,2026-01-01,a@b.com,https://a.example,10.0.0.1,curl\n' +
        'Lead,2026-11-18,a@b.com,https://a.example,10.0.0.1,Mozilla/5.0\n',
      { ...WEB, sendOldEvents: true },
    );
    expect(staged).toMatchObject({ events: 2, oldEvents: 1, leftOut: { ip: 2, agent: 1 } });
  });
});

describe('a query', () => {
  it('may give nothing', async () => {
    const { place, staged } = await events.stage(csv(ORDER), OFFLINE, {
      sql: "SELECT * FROM t WHERE email = 'nobody'",
    });
    expect(staged).toMatchObject({
      rowsRead: 0,
      events: 0,
      time: undefined,
      firstEvent: undefined,
      days: [],
    });
    expect((await events.plan(place)).expected.rows.read).toBe(0);
  });

  it('gives times and numbers as it likes', async () => {
    const typed = `SELECT event, event_id, CAST(timestamp AS TIMESTAMP) AS timestamp, email, phone, content_id,
      CAST(price AS DECIMAL(10,4)) AS price, CAST(quantity AS INTEGER) AS quantity, currency, CAST(value AS DOUBLE) AS value
      FROM t`;
    const plain = ORDER.replace('2026-11-18T09:00:00Z', '2026-11-18 09:00:00');
    const { place } = await events.stage(csv(plain), OFFLINE, { sql: typed });
    expect((await events.readAll(place)).map((text) => JSON.parse(text))).toEqual(await sent(csv(ORDER)));
  });

  it('gives hashes as bytes, as SHA256 makes them', async () => {
    const typed = 'SELECT event, event_id, timestamp, sha256(to_utf8(lower(email))) AS email FROM t';
    const { place } = await events.stage(csv(ORDER), OFFLINE, { sql: typed });
    const [event] = (await events.readAll(place)).map((text) => JSON.parse(text));
    expect(event).toMatchObject({ event_id: 'o1', user: { email: sha256('jane@example.com') } });
  });

  it('that fails in the middle of its rows says where, and leaves nothing', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => ORDER.replace('o1', `o${index}`));
    const request = events.request(csv(...rows, ORDER.replace(',2,EUR', ',two,EUR')), OFFLINE, {
      sql: 'SELECT event, event_id, timestamp, email, phone, content_id, price,\n CAST(quantity AS INTEGER) AS quantity, currency, value FROM t',
    });
    const error = await knownError(rig.engine.stageEvents(request));
    expect(error.kind).toBe('query-failed');
    expect(error.message).toContain('Line 2');
    expect(error.message).not.toContain('two');
    const planning = await knownError(events.plan(request));
    expect(planning.message).toContain('not there any more');
  });

  it('that is wrong is told as for every other work', async () => {
    const request = events.request(csv(ORDER), OFFLINE, { sql: 'SELECT emial FROM t' });
    const error = await knownError(rig.engine.stageEvents(request));
    expect(error.message).toContain('did you mean email');
  });

  it('that needs a column for two fields gives both its own text', async () => {
    const header = 'event,timestamp,page_url,id,email';
    const { layout } = { layout: events.request(`${header}\n`, WEB).layout };
    const { place } = await events.stage(
      `${header}\nLead,2026-11-18,https://a.example,x,Jane@Example.com\n`,
      WEB,
      { layout: { ...layout, external_id: layout.email } },
    );
    const [event] = (await events.readAll(place)).map((text) => JSON.parse(text));
    expect(event.user).toEqual({
      email: sha256('jane@example.com'),
      external_id: sha256('Jane@Example.com'),
    });
  });
});
