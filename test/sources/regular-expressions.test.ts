import { expect, test } from 'vitest';
import { groupsOf } from '../../src/sources/query/regular-expressions.ts';

test.each([
  ['no brackets', ''],
  ['(a)(b)', '--'],
  ['((a)b)', '--'],
  ['(a)(b)?', '-?'],
  ['(a(b))?c', '??'],
  ['(?:a(b))?', '?'],
  ['(a)*(b)+(c){0,2}(d){1,2}', '?-?-'],
  ['(a)|(b)', '??'],
  ['(a|b)(c)', '--'],
  ['(?:(a)|b)(c)', '?-'],
  ['(?:x|y)(c)', '-'],
  ['(?i)(a)', '-'],
  ['(?P<name>a)?', '?'],
  ['(?<name>a)', '-'],
  ['a(?=b)(?!c)(?<!d)(e)', '-'],
  [String.raw`\(a\)(b)\|c`, '-'],
  ['[(](a)[)|]', '-'],
  ['[^)](a)[](]', '-'],
  [String.raw`[\]|(](a)`, '-'],
])('the groups of %s that may be missing from a match are found', (pattern, found) => {
  const marks = groupsOf(pattern).map(({ mayBeMissing }) => (mayBeMissing ? '?' : '-'));
  expect(marks.join('')).toBe(found);
});
