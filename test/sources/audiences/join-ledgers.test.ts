import { existsSync, readFileSync, rmSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { engineRig } from '../support/engine-rig.ts';

const rig = engineRig();

/** Which of a handful of people a ledger holds, and whether for certain. */
const ledger = fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6'), fc.boolean(), { maxKeys: 6 });
type Ledger = Readonly<Record<string, boolean>>;

const lineOf = ([person, isCertain]: readonly [string, boolean]) =>
  `${Number(person) % 2 === 0 ? 'EMAIL' : 'PHONE'},${person.repeat(64)}${isCertain ? '' : ',uncertain'}`;
const linesOf = (members: Ledger) => Object.entries(members).map(lineOf).toSorted();

async function write(name: string, members: Ledger): Promise<string> {
  const path = rig.path(name);
  rmSync(path, { force: true });
  await rig.engine.readLedgerLines(
    rig.file(`${name}.lines`, ['header', ...linesOf(members), ''].join('\n')),
    path,
  );
  return path;
}

async function read(path: string): Promise<readonly string[]> {
  await rig.engine.writeLedgerLines(path, rig.path('read.lines'));
  return readFileSync(rig.path('read.lines'), 'utf8').trimEnd().split('\n').filter(Boolean).toSorted();
}

test('two ledgers become one: certain is who is in both for certain, nobody is left out, and twice is once', async () => {
  await fc.assert(
    fc.asyncProperty(ledger, ledger, async (one, other) => {
      const path = await write('one', one);
      const otherPath = await write('other', other);
      await rig.engine.joinLedgers(path, otherPath);
      const united = Object.fromEntries(
        Object.keys({ ...one, ...other }).map((person) => [
          person,
          one[person] === true && other[person] === true,
        ]),
      );
      expect(await read(path)).toEqual(linesOf(united));
      await rig.engine.joinLedgers(path, otherPath);
      expect(await read(path)).toEqual(linesOf(united));
      expect(await read(otherPath)).toEqual(linesOf(other));
    }),
    { numRuns: 5 },
  );
});

test('a ledger that was never made adds nobody, and takes nobody’s certainty', async () => {
  const path = await write('alone', { 1: true, 2: false });
  await rig.engine.joinLedgers(path, rig.path('nowhere'));
  expect(await read(path)).toEqual(linesOf({ 1: true, 2: false }));
  expect(existsSync(rig.path('nowhere'))).toBe(false);
});
