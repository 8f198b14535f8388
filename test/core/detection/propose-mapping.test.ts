import { describe, expect, it } from 'vitest';
import { defaultColumns } from '../../../src/core/detection/default-columns.ts';
import { proposeMapping } from '../../../src/core/detection/propose-mapping.ts';

function sampleOf(columns: Readonly<Record<string, readonly string[]>>) {
  const names = Object.keys(columns);
  return {
    columns: names.map((name) => ({ name })),
    rows: [0, 1, 2].map((row) => names.map((name) => columns[name]?.[row] ?? null)),
  };
}

const EMAILS = ['jane@example.com', 'joe@example.com', 'jim@example.com'];
const PHONES = ['+14155550123', '+14155550124', '+14155550125'];

describe('a proposal for an audience', () => {
  it('puts values where they belong although the names are exchanged', () => {
    const { columns } = proposeMapping(
      'audience',
      ['EMAIL', 'PHONE'],
      sampleOf({ email: PHONES, phone: EMAILS }),
    );
    expect(columns).toEqual({ EMAIL: ['phone'], PHONE: ['email'] });
  });

  it('takes the best of several columns and offers the others', () => {
    const sample = sampleOf({ backup: EMAILS, email: EMAILS });
    const [field] = proposeMapping('audience', ['EMAIL'], sample).fields;
    expect(field).toMatchObject({ field: 'EMAIL', column: 'email', others: ['backup'] });
  });

  it('takes plain values before hashes that cannot be used', () => {
    const md5 = EMAILS.map(() => 'd41d8cd98f00b204e9800998ecf8427e');
    const { columns } = proposeMapping('audience', ['EMAIL'], sampleOf({ email: md5, contact: EMAILS }));
    expect(columns).toEqual({ EMAIL: ['contact'] });
  });

  it('leaves out what it does not find, and says so', () => {
    const { columns, fields } = proposeMapping('audience', ['EMAIL', 'IDFA'], sampleOf({ mail: EMAILS }));
    expect(columns).toEqual({ EMAIL: ['mail'] });
    expect(fields[1]).toMatchObject({ field: 'IDFA', column: undefined, confidence: 0 });
    expect(fields[1]?.explanation).not.toBe('');
  });
});

describe('a proposal for events', () => {
  it('finds fields by their own names, by other names, and identifiers by contents', () => {
    const { columns } = proposeMapping(
      'events',
      [],
      sampleOf({
        kunde: EMAILS,
        order_date: ['2026-11-01', '2026-11-02', '2026-11-03'],
        order_number: ['1', '2', '3'],
        sku: ['a', 'b', 'c'],
        unit_price: ['1.00', '2.00', '3.00'],
        qty: ['1', '1', '2'],
        revenue: ['1', '2', '6'],
        currency: ['USD', 'USD', 'USD'],
        event: ['Purchase', 'Purchase', 'Purchase'],
      }),
    );
    expect(columns).toEqual({
      event: ['event'],
      timestamp: ['order_date'],
      email: ['kunde'],
      order_id: ['order_number'],
      content_id: ['sku'],
      price: ['unit_price'],
      quantity: ['qty'],
      value: ['revenue'],
      currency: ['currency'],
    });
  });

  it('believes another name only when the values fit', () => {
    const { columns } = proposeMapping(
      'events',
      [],
      sampleOf({ total: ['many', 'few', 'none'], time: ['am', 'pm', 'am'] }),
    );
    expect(columns).toEqual({});
  });

  it('prefers the own name of the field', () => {
    const days = ['2026-11-01', '2026-11-02', '2026-11-03'];
    const { fields } = proposeMapping('events', [], sampleOf({ created_at: days, Timestamp: days }));
    expect(fields.find(({ field }) => field === 'timestamp')).toMatchObject({
      column: 'Timestamp',
      others: ['created_at'],
      confidence: 1,
    });
  });
});

describe('the columns of a template that names none', () => {
  it('are those called like the id types, in any case, and nothing is guessed', () => {
    expect(defaultColumns('audience', ['EMAIL', 'PHONE'], ['Email', 'PHONE', 'mail', 'idfa'])).toEqual({
      EMAIL: ['Email'],
      PHONE: ['PHONE'],
    });
  });

  it('are those called like the fields of events', () => {
    expect(defaultColumns('events', [], ['EMAIL', 'event_set_id', 'order_date'])).toEqual({
      email: ['EMAIL'],
      event_source_id: ['event_set_id'],
    });
  });
});
