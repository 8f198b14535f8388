import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describePath, parseLocatedJson } from '../../../src/core/profiles/located-json.ts';

function problemOf(text: string) {
  const located = parseLocatedJson(text);
  return located.ok ? undefined : { ...located.place, problem: located.problem };
}

function acceptsLikeJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('any JSON has the value that JSON.parse gives it, however it is laid out', () => {
  const layout = fc.constantFrom(undefined, 1, '\t', '\n');
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), layout, (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      if (text.includes('"__proto__"')) return;
      const located = parseLocatedJson(text);
      expect(located.ok && located.value).toStrictEqual(JSON.parse(text));
    }),
  );
});

test('a text that was damaged anywhere is refused exactly when JSON.parse refuses it', () => {
  const sample = '{"a":[1,-2.5e+3,"x\\u00e9\\n",true,null],"b":{"c":"d"},"e":[]}';
  const damage = fc.tuple(
    fc.nat(sample.length - 1),
    fc.nat(2),
    fc.constantFrom('', ',', '"', '}', ']', '0', '\\', '\n', 'é', ':'),
  );
  fc.assert(
    fc.property(damage, ([at, removed, added]) => {
      const text = sample.slice(0, at) + added + sample.slice(at + removed);
      const located = parseLocatedJson(text);
      if (!located.ok && located.problem.includes('second time')) return;
      expect(located.ok).toBe(acceptsLikeJson(text));
    }),
    { numRuns: 2000 },
  );
});

describe('places', () => {
  const text = '{\n  "credentials": [\n    { "name": "acme",\n      "secret": {"env": "X"} }\n  ]\n}';
  const located = parseLocatedJson(text);
  if (!located.ok) throw new Error(located.problem);

  test('a value is found by its path', () => {
    expect(located.placeOf(['credentials', 0, 'secret', 'env'])).toEqual({ line: 4, column: 25 });
  });

  test('a key is found by the path of its value', () => {
    expect(located.placeOfKey(['credentials', 0, 'secret'])).toEqual({ line: 4, column: 7 });
  });

  test('what is missing is placed where it should be', () => {
    expect(located.placeOf(['credentials', 0, 'environment'])).toEqual({ line: 3, column: 5 });
    expect(located.placeOf(['destinations', 3])).toEqual({ line: 1, column: 1 });
  });
});

test.each([
  ['{"a":1,}', 1, 8, 'the comma before this } is one too many'],
  ['[1,\n2,\n]', 3, 1, 'the comma before this ] is one too many'],
  ['{"a":1\n "b":2}', 2, 2, 'a comma (or the closing }) is missing before this'],
  ["{'a':1}", 1, 2, 'a key in double quotes is expected here'],
  ['{"a":\'b\'}', 1, 6, 'texts stand in double quotes, not single ones'],
  ['{"a":1} // note', 1, 9, 'the text goes on after its end; a bracket is one too many'],
  ['{\n// note\n"a":1}', 2, 1, 'a key in double quotes is expected here'],
  ['{"a": # note\n1}', 1, 7, 'JSON has no comments'],
  ['{"a":', 1, 6, 'the text ends here, but something is still open'],
  ['{"a":007}', 1, 7, 'not a number; ids stand in double quotes'],
  ['{"a":"C:\\data"}', 1, 9, 'a backslash inside a text is written twice: \\\\'],
  ['{"a":"b', 1, 6, 'the closing quote of this text is missing'],
  ['{"a":1,"a":2}', 1, 8, 'this key stands here for the second time'],
  ['{"__proto__":1}', 1, 2, "this name can't be used"],
  ['', 1, 1, 'the text ends here, but something is still open'],
])('%j is refused with its place and what is wrong', (text, line, column, problem) => {
  expect(problemOf(text)).toEqual({ line, column, problem });
});

test('a byte order mark in front is no problem', () => {
  expect(parseLocatedJson('\uFEFF{"a":1}').ok).toBe(true);
});

test('nesting without end is refused instead of exhausting the stack', () => {
  expect(problemOf('['.repeat(100_000))?.problem).toBe('more than 100 levels deep');
});

test('a path is written as in JavaScript', () => {
  expect(describePath(['queries', 0, 'source', 'tables', 'my table'])).toBe(
    'queries[0].source.tables["my table"]',
  );
});
