import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addEverybody,
  addGroup,
  addPart,
  allGroups,
  changeGroup,
  checkParts,
  evenShares,
  filterOfPart,
  firstParts,
  freeGroupName,
  type Part,
  partInWords,
  partsInWords,
  readPercent,
  removeGroup,
  removePart,
  shareEvenly,
} from '../../../../src/wizard/journeys/campaign/groups.ts';

const FIRST = { part: 0, group: 0 };

/** A builder of one condition. */
function where(value: string) {
  return { match: 'all', parts: [{ field: 'country', op: '=', value }] } as const;
}

describe('the shares of groups', () => {
  test('add up from the start, and after each new group', () => {
    let parts = firstParts();
    expect(partsInWords(parts)).toBe('control 10%, a 90%');
    expect(checkParts(parts)).toBeUndefined();
    parts = addGroup(parts, 0, 'b');
    expect(partsInWords(parts)).toBe('control 10%, a 45%, b 45%');
    parts = addGroup(addGroup(parts, 0, 'c'), 0, 'd');
    expect(partsInWords(parts)).toBe('control 10%, a 23%, b 23%, c 22%, d 22%');
    expect(checkParts(parts)).toBeUndefined();
    expect(partsInWords(removeGroup(parts, { part: 0, group: 1 }))).toBe('control 10%, b 30%, c 30%, d 30%');
  });

  test.each([
    [5, '5 percent are missing: the groups control and a have 95 of 100.'],
    [20, '10 percent are too many: the groups control and a have 110 of 100.'],
    [10.5, '0.5 percent are too many: the groups control and a have 100.5 of 100.'],
  ])('with a control group of %s percent say what is wrong', (percent, problem) => {
    const parts = changeGroup(firstParts(), FIRST, { percent });
    expect(checkParts(parts)).toBe(problem);
    expect(checkParts(shareEvenly(parts, 0))).toBeUndefined();
  });

  test('such as 33.3 are added without an error of the last digit', () => {
    const parts = addGroup(addGroup(firstParts(), 0, 'b'), 0, 'c');
    const thirds = [0, 1, 2, 3].reduce<readonly Part[]>(
      (now, group) => changeGroup(now, { part: 0, group }, { percent: [0.1, 33.3, 33.3, 33.3][group] ?? 0 }),
      parts,
    );
    expect(checkParts(thirds)).toBeUndefined();
  });

  test('are always 100 when they are made even, however many groups there are', () => {
    const group = fc.record({
      name: fc.string(),
      percent: fc.double({ min: 0.01, max: 100, noNaN: true }),
      isControl: fc.boolean(),
      destination: fc.constant(''),
      audienceName: fc.constant(''),
    });
    const isTreated = ({ isControl }: { readonly isControl: boolean }) => !isControl;
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 130 }), (groups) => {
        fc.pre(groups.some(isTreated));
        const shares = evenShares(groups).map(({ percent }) => percent);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 4);
        expect(shares.every((share) => share > 0)).toBe(true);
      }),
    );
  });

  test('are typed as a person writes them, and refused in a sentence', () => {
    expect(readPercent(' 45 % ')).toEqual({ ok: true, percent: 45 });
    expect(readPercent('33,3')).toEqual({ ok: true, percent: 33.3 });
    expect(readPercent('half')).toMatchObject({
      problem: 'A share is a number of percent, such as 45 or 33.3.',
    });
    expect(readPercent('0')).toMatchObject({ problem: expect.stringContaining('more than 0 percent') });
    expect(readPercent('101')).toMatchObject({ problem: 'A share is at most 100 percent.' });
    expect(readPercent('-5')).toMatchObject({ ok: false });
  });
});

describe('sub-audiences', () => {
  const split = addPart(addPart(firstParts(), where('US')), where('CA'));

  test('come before everybody else, each with a group of its own', () => {
    expect(split.map((_, index) => partInWords(split, index))).toEqual([
      'country is US',
      'country is CA',
      'everybody else',
    ]);
    expect(partsInWords(split)).toBe(
      'country is US: b 100%; country is CA: c 100%; everybody else: control 10%, a 90%',
    );
    expect(split.map(filterOfPart)).toEqual([
      { field: 'country', op: '=', value: 'US' },
      { field: 'country', op: '=', value: 'CA' },
      undefined,
    ]);
    expect(checkParts(split)).toBeUndefined();
  });

  test('can be without everybody else, who come back when they are asked for', () => {
    const only = removePart(split, 2);
    expect(allGroups(only).map(({ name }) => name)).toEqual(['b', 'c']);
    expect(partsInWords(addEverybody(only))).toBe(
      'country is US: b 100%; country is CA: c 100%; everybody else: a 100%',
    );
  });

  test('of one condition, groups of one name, and nobody to send are told', () => {
    expect(checkParts(addPart(split, where('US')))).toBe(
      'Two sub-audiences have the same condition; change or remove one of them.',
    );
    expect(checkParts(changeGroup(split, FIRST, { name: 'a' }))).toBe(
      'Two groups are called a; give one of them another name.',
    );
    const held = changeGroup(firstParts(), { part: 0, group: 1 }, { isControl: true });
    expect(checkParts(held)).toBe(
      'Nobody would be sent: a campaign needs a group that isn’t a control group.',
    );
  });

  test('have groups called by letters until these are used up', () => {
    let parts = firstParts();
    for (let count = 0; count < 26; count += 1) parts = addGroup(parts, 0, freeGroupName(parts));
    expect(new Set(allGroups(parts).map(({ name }) => name)).size).toBe(28);
    expect(checkParts(parts)).toBeUndefined();
  });
});
