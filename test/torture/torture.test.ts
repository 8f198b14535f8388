import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LIVES, type LifeOptions, liveThrough } from './life.ts';
import { sourceReplaced, twoAtOnce } from './mishaps.ts';

/** A short form of `npm run torture`, which kills two hundred times and tells its seed. */
const options: LifeOptions = {
  program: resolve(import.meta.dirname, '../../dist/cli.js'),
  seed: 20_261_122,
  members: 600,
  batchSize: 50,
  rowsPerSecond: 4_000,
  killsPerAct: 1,
};

const findingsOf = (reports: Awaited<ReturnType<typeof liveThrough>>) =>
  reports.flatMap(({ act, findings }) => findings.map((finding) => ({ act, ...finding })));

describe('nothing lost, nothing twice', () => {
  const [, eitherWay] = LIVES;
  test('an audience is filled, refreshed, cut down and brought back, with a kill in every act', async () => {
    const reports = await liveThrough(eitherWay ?? LIVES[0], options);
    expect(findingsOf(reports)).toEqual([]);
    expect(reports).toHaveLength(4);
    expect(reports.reduce((sum, { starts }) => sum + starts, 0)).toBeGreaterThan(4);
  });

  test.each([
    ['two runs at once', twoAtOnce],
    ['a source that is replaced while a run lies dead', sourceReplaced],
  ])('%s', async (_, tell) => {
    const told = await tell(options);
    expect(told === 'impossible here' ? told : findingsOf(told)).toEqual([]);
  });
});
