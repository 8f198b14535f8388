import { expect, test } from 'vitest';
import { didYouMean } from '../../../src/core/profiles/nearest.ts';

const keys = ['secret', 'accessToken', 'audienceName', 'sql', 'set'];

test.each([
  ['a letter too few', 'secrt', 'secret'],
  ['two letters swapped', 'sercet', 'secret'],
  ['another case and a dash', 'Access-TOKEN', 'accessToken'],
  ['several slips in a long name', 'acesstokn', 'accessToken'],
  ['several that are near', 'sett', 'set'],
])('a name with %s becomes a question', (_what, written, meant) => {
  expect(didYouMean(written, keys)).toBe(`; did you mean "${meant}"?`);
});

test('a name that is like nothing asks nothing', () => {
  expect(didYouMean('schedule', keys)).toBe('');
  expect(didYouMean('x', [])).toBe('');
});
