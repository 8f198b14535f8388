import { describe, expect, it } from 'vitest';
import { CURRENCIES, readCurrency } from '../../../src/core/events/currency.ts';
import { checkEventName, EVENT_NAMES } from '../../../src/core/events/event-names.ts';

describe('an event name', () => {
  it.each(['Purchase', 'Lead', 'ViewContent', 'AddToCart', 'SubmitApplication'])('%s is standard', (name) => {
    expect(checkEventName(name, 'offline').kind).toBe('standard');
    expect(checkEventName(name, 'web').kind).toBe('standard');
  });

  it.each(['CompletePayment', 'SubmitForm', 'PlaceAnOrder', 'ClickButton'])(
    '%s is an older one, and kept',
    (name) => {
      expect(checkEventName(name, 'offline').kind).toBe('legacy');
    },
  );

  it.each([
    ['purchase', 'Purchase'],
    ['PURCHASE', 'Purchase'],
    ['Complete Payment', 'CompletePayment'],
    ['CompletePayments', 'CompletePayment'],
    ['completepayment', 'CompletePayment'],
    ['AddtoCart', 'AddToCart'],
    ['add_to_cart', 'AddToCart'],
    ['Purchsae', 'Purchase'],
    ['Refund', undefined],
  ])('%s is unknown offline; perhaps %s was meant', (name, suggestion) => {
    expect(checkEventName(name, 'offline')).toEqual({ kind: 'unknown', suggestion });
  });

  it('may be custom on the web, and a near miss is still pointed out', () => {
    expect(checkEventName('RoomBooked', 'web')).toEqual({ kind: 'custom', suggestion: undefined });
    expect(checkEventName('purchase', 'web')).toEqual({ kind: 'custom', suggestion: 'Purchase' });
  });

  it('of a page view belongs to the web', () => {
    expect(checkEventName('PageView', 'web').kind).toBe('legacy');
    expect(checkEventName('PageView', 'offline').kind).toBe('unknown');
  });

  it('says what it is for, and is listed once', () => {
    expect(new Set(EVENT_NAMES.map((known) => known.name)).size).toBe(EVENT_NAMES.length);
    for (const { purpose } of EVENT_NAMES) expect(purpose.length).toBeGreaterThan(10);
  });
});

describe('a currency', () => {
  it.each([
    ['USD', 'USD'],
    [' eur ', 'EUR'],
    ['', 'USD'],
    ['   ', 'USD'],
    ['XXX', undefined],
    ['BTC', undefined],
    ['$', undefined],
    ['US Dollar', undefined],
    // ISO 4217 has it, TikTok's list does not.
    ['AFN', undefined],
  ])('%j is %s', (text, expected) => {
    expect(readCurrency(text)).toBe(expected);
  });

  it('is one of ISO 4217', () => {
    const known = new Set(Intl.supportedValuesOf('currency'));
    expect([...CURRENCIES].filter((code) => !known.has(code))).toEqual([]);
    expect(CURRENCIES.size).toBe(62);
  });
});
