import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudienceMembers, type Identifier } from '../../src/simulator/audience-members.ts';
import { HashTable } from '../../src/simulator/hash-table.ts';
import { sha256 } from '../support/sha256.ts';
import { hashes, md5 } from './client.ts';

const POOL = hashes(12);

describe('a hash table', () => {
  it('does what a Map does, whatever comes and goes', () => {
    const step = fc.record({ key: fc.nat(30), number: fc.option(fc.nat(), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const table = new HashTable(16);
        const model = new Map<string, number>();
        for (const { key, number } of steps) {
          const hash = md5(String(key));
          if (number === undefined) expect(table.delete(hash)).toBe(model.delete(hash));
          else {
            table.set(hash, number);
            model.set(hash, number);
          }
          expect(table.get(hash)).toBe(model.get(hash));
        }
        expect(table.size).toBe(model.size);
        expect([...table.keys()].sort()).toEqual([...model.keys()].sort());
      }),
      { numRuns: 50 },
    );
  });

  it('grows without losing anything, and takes in again what was removed', () => {
    const table = new HashTable(32);
    const all = hashes(5000);
    for (let round = 0; round < 3; round++) {
      for (const [number, hash] of all.entries()) table.set(hash, number);
      expect(table.size).toBe(5000);
      expect(all.every((hash, number) => table.get(hash) === number)).toBe(true);
      for (const hash of all) table.delete(hash);
      expect(table.size).toBe(0);
    }
  });
});

describe('the members of an audience', () => {
  it('are people: those who share an identifier are one', () => {
    const members = new AudienceMembers();
    members.add([['EMAIL_SHA256', sha256('a')]]);
    members.add([['PHONE_SHA256', sha256('1')]]);
    expect(members.people).toBe(2);
    members.add([
      ['EMAIL_SHA256', sha256('a')],
      ['PHONE_SHA256', sha256('1')],
    ]);
    expect(members.people).toBe(1);
  });

  it('leave with their last identifier', () => {
    const members = new AudienceMembers();
    members.add([
      ['EMAIL_SHA256', sha256('a')],
      ['PHONE_SHA256', sha256('1')],
    ]);
    members.remove([['EMAIL_SHA256', sha256('a')]]);
    expect(members.people).toBe(1);
    members.remove([['PHONE_SHA256', sha256('1')]]);
    expect(members.people).toBe(0);
  });

  it('are as many as the groups their identifiers fall into, when people are only added', () => {
    const person = fc.uniqueArray(fc.tuple(fc.constantFrom('EMAIL_SHA256', 'PHONE_SHA256'), fc.nat(11)), {
      minLength: 1,
      maxLength: 3,
      selector: ([type, index]) => `${type} ${index}`,
    });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 15 }), (people) => {
        const members = new AudienceMembers();
        for (const ids of people) members.add(ids.map(toIdentifier));
        expect(members.people).toBe(
          groupsOf(people.map((ids) => ids.map(([type, index]) => `${type} ${index}`))),
        );
        expect([...members.persons()]).toHaveLength(members.people);
      }),
      { numRuns: 100 },
    );
  });
});

function toIdentifier([type, index]: readonly [string, number]): Identifier {
  return [type, POOL[index] ?? ''];
}

/** How many groups remain once lists that share an entry are put together. */
function groupsOf(lists: readonly (readonly string[])[]): number {
  let groups: Set<string>[] = [];
  for (const list of lists) {
    const touching = groups.filter((group) => list.some((entry) => group.has(entry)));
    const joined = new Set([...list, ...touching.flatMap((group) => [...group])]);
    groups = [...groups.filter((group) => !touching.includes(group)), joined];
  }
  return groups.length;
}
