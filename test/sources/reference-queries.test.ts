import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { engineRig } from './support/engine-rig.ts';

const rig = engineRig();
const query = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');

/** A day as ISO text, counted from today, because the query looks at the last week. */
function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

describe('the published queries run as they are', () => {
  it('audience: phones lose what is no digit or letter, and a missing phone stays missing', async () => {
    const customers = rig.file(
      'customers.csv',
      'email,phone\na@b.c,+1 (415) 555-0123\nd@e.f,\n,44 20 7946 0958\n,\nx@y.z,(415) 555 0199 ext 5\n',
    );
    const { columns, rows } = await rig.engine.sample(
      { Customer360: [customers] },
      query('audience.sql'),
      10,
    );
    expect(columns.map(({ name }) => name)).toEqual(['EMAIL', 'PHONE']);
    expect(rows).toEqual([
      ['a@b.c', '+14155550123'],
      ['d@e.f', null],
      [null, '+442079460958'],
      ['x@y.z', '+4155550199ext5'],
    ]);
  });

  it('events: times, prices and quantities count as such, and everything keeps its text', async () => {
    const transactions = rig.file(
      'transactions.csv',
      `order_id,product_category,product_id,product_name,item_price,item_quantity,item_revenue,store_id,order_datetime,amperity_id
0001,Shoes,SKU-1,"Runner, blue",29.99,2,59.98,0042,${day(-1)}T10:00:00Z,p1
0002,Shoes,SKU-2,Walker,10.00,3,10.00,0042,${day(-2)} 23:59:59,p2
0003,Hats,SKU-3,Cap,5.00,1,5.00,0007,${day(-30)} 00:00:00,p1
`,
    );
    const customers = rig.file('people.csv', 'amperity_id,email,phone\np1,a@b.c,(415) 555-0123\n');
    const { columns, rows } = await rig.engine.sample(
      { Unified_Itemized_Transactions: [transactions], Merged_Customers: [customers] },
      query('events.sql'),
      10,
    );
    const named = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
    expect(named).toEqual([
      {
        brand: 'ACME Essentials',
        content_category: 'Shoes',
        content_id: 'SKU-1',
        content_name: 'Runner, blue',
        content_type: 'product',
        currency: 'USD',
        email: 'mc.email',
        event: 'CompletePayment',
        event_channel: 'website',
        event_id: '0001',
        event_source_id: '7654321098765432109',
        order_id: '0001',
        phone: '+14155550123',
        price: '29.99',
        quantity: '2',
        shop_id: '0042',
        timestamp: `${day(-1)}T10:00:00Z`,
        value: '29.99',
      },
      expect.objectContaining({
        event_id: '0002',
        phone: null,
        price: '10.00',
        timestamp: `${day(-2)} 23:59:59`,
        value: '3.3333333333333335',
      }),
    ]);
  });
});
