import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from '../../../src/core/detection/nearest-name.ts';

describe('the nearest name', () => {
  const fields = ['email', 'phone', 'timestamp', 'content_id', 'content_name', 'currency'];

  it.each([
    ['emial', 'email'],
    ['EMAIL', 'email'],
    ['e-mail', 'email'],
    ['contentId', 'content_id'],
    ['content-nam', 'content_name'],
    ['curency', 'currency'],
    ['time_stamp', 'timestamp'],
    ['phon', 'phone'],
    ['colour', undefined],
    ['x', undefined],
    ['___', undefined],
    ['', undefined],
  ])('to %j is %s', (name, expected) => {
    expect(nearestName(name, fields)).toBe(expected);
  });

  it('is the closest, and the first of equally close ones', () => {
    expect(nearestName('cat', ['cart', 'cats', 'cat_'])).toBe('cat_');
    expect(nearestName('cat', ['cart', 'cats'])).toBe('cart');
    expect(nearestName('cat', [])).toBeUndefined();
  });
});

describe('the distance of two words', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'abd', 1],
    ['abc', 'ab', 1],
    ['abc', 'abcd', 1],
    ['kitten', 'sitting', 3],
  ])('%j and %j is %i', (left, right, distance) => {
    expect(editDistance(left, right, 5)).toBe(distance);
    expect(editDistance(right, left, 5)).toBe(distance);
  });

  it('is given up above the limit', () => {
    expect(editDistance('kitten', 'sitting', 2)).toBe(3);
    expect(editDistance('a', 'abcdef', 2)).toBe(3);
  });
});
