import { describe, expect, test } from 'vitest';
import { isProtected } from '../../../src/core/access/protected.ts';
import { removeEntity, renameEntity } from '../../../src/core/profiles/edit.ts';
import { dependentsOf } from '../../../src/core/profiles/entities.ts';
import { exportProfile } from '../../../src/core/profiles/export.ts';
import { mergeProfile } from '../../../src/core/profiles/merge.ts';
import { parseProfileFile } from '../../../src/core/profiles/parse.ts';
import { resolveProfilePaths } from '../../../src/core/profiles/paths.ts';
import { EMPTY_PROFILE, type Profile } from '../../../src/core/profiles/schema.ts';
import { exampleFile } from './example-profile.ts';

const source = { engine: 'embedded', tables: { Customer360: 'customers.csv' } };
const server = { engine: 'trino', url: 'https://trino.example.com', user: 'ana' };
const loyal = { name: 'loyal', source, table: 'Customer360' };
const returned = { name: 'returned', source, sql: 'SELECT * FROM Customer360' };
const remote = { name: 'remote', source: server, table: 'people' };

const combined = (name: string, lists: object) => ({ name, combine: { key: 'customer_id', ...lists } });
const keepers = combined('keepers', { any: ['loyal'], without: ['returned'] });
const both = combined('both', { all: ['keepers', 'loyal'] });

const campaign = {
  name: 'spring',
  key: 'customer_id',
  include: ['both'],
  groups: [{ name: 'a', destination: 'acme audiences', audienceName: 'Spring' }],
};

function parse(file: object): Profile {
  return parseProfileFile(JSON.stringify(file), 'acme.json');
}

function problemsOf(...segments: readonly object[]): string {
  try {
    mergeProfile(EMPTY_PROFILE, parse({ segments: [loyal, returned, remote, ...segments] }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('It was accepted.');
}

const whole = parse({
  ...exampleFile,
  segments: [loyal, returned, keepers, both],
  campaigns: [campaign],
});
const reference = (name: string) => ({ kind: 'segment', name }) as const;

describe('a segment made of segments', () => {
  test('is applied, exported with all that it is made of, and the same a second time', () => {
    const { profile, changes } = mergeProfile(EMPTY_PROFILE, whole);
    expect(changes.created.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['loyal', 'returned', 'keepers', 'both']),
    );
    expect(mergeProfile(profile, whole).changes).toMatchObject({ created: [], updated: [] });
    expect(exportProfile(profile)).toEqual(whole);
    expect(exportProfile(profile, ['both']).segments).toEqual(whole.segments);
    expect(exportProfile(profile, ['keepers']).segments.map(({ name }) => name)).toEqual([
      'loyal',
      'returned',
      'keepers',
    ]);
    expect(resolveProfilePaths(whole, (path) => `/data/${path}`).segments.at(-1)).toEqual(both);
  });

  test('follows the new names of its segments', () => {
    const { profile, updated } = renameEntity(whole, reference('loyal'), 'regulars');
    expect(profile.segments.slice(2)).toEqual([
      combined('keepers', { any: ['regulars'], without: ['returned'] }),
      combined('both', { all: ['keepers', 'regulars'] }),
    ]);
    expect(updated).toEqual([reference('keepers'), reference('both')]);
  });

  test('keeps its segments from going, and goes with them where that is allowed', () => {
    expect(() => removeEntity(whole, reference('returned'))).toThrow(
      'it is needed by segment "keepers", segment "both", campaign "spring"',
    );
    const { profile } = removeEntity(whole, reference('returned'), { withDependents: true });
    expect(profile.segments.map(({ name }) => name)).toEqual(['loyal']);
    expect(profile.campaigns).toEqual([]);
  });

  test('is protected by a mark on what its campaigns fill, and its segments with it', () => {
    const destinations = whole.destinations.map((each) =>
      each.name === 'acme audiences' ? { ...each, access: { adminOnly: true } } : each,
    );
    for (const name of ['both', 'keepers', 'loyal', 'returned']) {
      expect(isProtected({ ...whole, destinations }, reference(name)), name).toBe(true);
      expect(isProtected(whole, reference(name)), name).toBe(false);
    }
  });

  test('that leads back to itself ends, whatever is asked of it', () => {
    const circle = {
      ...whole,
      segments: parse({ segments: [combined('x', { any: ['y'] }), combined('y', { all: ['x'] })] }).segments,
    };
    expect(dependentsOf(circle, reference('x'))).toEqual([reference('y')]);
    expect(exportProfile(circle, ['x']).segments).toHaveLength(2);
    expect(isProtected(circle, reference('x'))).toBe(false);
  });
});

describe('what can never work is refused with a sentence', () => {
  const levels = Array.from({ length: 12 }, (_, level) =>
    combined(`level ${level}`, { any: [level === 0 ? 'loyal' : `level ${level - 1}`] }),
  );
  test.each([
    [
      [combined('x', { any: ['loyl'] })],
      'Segment "x" needs the segment "loyl", which doesn\'t exist; did you mean "loyal"?',
    ],
    [[combined('x', { any: ['x'] })], 'Segment "x" is made of itself: "x" → "x".'],
    [
      [combined('x', { any: ['y'] }), combined('y', { without: ['x'], all: ['loyal'] })],
      'Segment "x" is made of itself: "x" → "y" → "x".',
    ],
    [levels, 'Segment "level 10" is made of segments of segments, more than 10 levels deep.'],
    [
      [combined('x', { any: ['loyal'], without: ['loyal'] })],
      'Segment "x": the segment "loyal" is both in and left out.',
    ],
    [
      [combined('x', { any: ['loyal'], without: ['remote'] })],
      'Segment "x": The segments read different places: a server and files, or several servers. Let all of them read',
    ],
    [
      [combined('x', { any: ['returned', 'other'] }), { ...returned, name: 'other', source: otherFiles() }],
      'call different files "Customer360"',
    ],
    [
      [{ ...combined('x', { any: ['loyal'] }), source }],
      'segments[3].source: a segment with "combine" reads what its segments read, and has nothing else',
    ],
    [
      [combined('x', { without: ['loyal'] })],
      'segments[3].combine: says whom to leave out, but not who is in: name segments under "any" or "all"',
    ],
    [[combined('x', { any: [] })], 'segments[3].combine.any: the list is empty; leave it out'],
    [[{ name: 'x', combine: { any: ['loyal'] } }], 'segments[3].combine.key: is missing'],
    [
      [combined('x', { any: ['loyal'], minus: ['returned'] })],
      'segments[3].combine.minus: "minus" isn\'t a setting here; possible are key, any, all, without',
    ],
    [[{ name: 'x', table: 'people' }], 'segments[3].source: is missing'],
  ])('%#', (segments, sentence) => {
    expect(problemsOf(...segments)).toContain(sentence);
  });

  function otherFiles() {
    return { ...source, tables: { Customer360: 'others.csv' } };
  }
});
