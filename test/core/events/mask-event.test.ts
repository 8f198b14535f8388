import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskEventField } from '../../../src/core/events/mask-event.ts';

describe('an event on the screen', () => {
  test.each([
    ['url', 'https://shop.example/a/b?x=1', 'https://shop.example/•••'],
    ['url', 'https://shop.example', 'https://shop.example'],
    ['url', 'https://shop.example/', 'https://shop.example/'],
    ['referrer', 'https://jane:secret@shop.example/', 'ht•••e/'],
    ['url', 'https://shop.example#jane', 'https://shop.example/•••'],
    ['ip', '203.0.113.77', '20•••77'],
    ['content_name', 'Stoneware mug', 'Stoneware mug'],
    ['value', 12.5, 12.5],
    ['email', 'ab'.repeat(32), 'ab'.repeat(32)],
  ])('shows %s %s as %s', (field, value, shown) => {
    expect(maskEventField(field, value)).toBe(shown);
  });

  test('never shows what stands behind the host of an address', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{9,20}$/), (path) => {
        expect(maskEventField('url', `https://a.bc/${path}`)).not.toContain(path);
        expect(maskEventField('url', `https://a.bc?${path}`)).not.toContain(path);
        expect(maskEventField('referrer', path)).not.toBe(path);
      }),
    );
  });
});
