import { expect, test } from 'vitest';
import { torturedAnswers } from './answers.ts';

test('whole runs over ruined answers end with a fault or with the truth, and calm ones put everything right', async () => {
  const report = await torturedAnswers({ seed: 20_261_122, runs: 20, deadline: performance.now() + 60_000 });
  expect(report.findings).toEqual([]);
  expect(report.malformed).toBeGreaterThan(12);
  expect(report.completed).toBeGreaterThan(0);
  expect(report.faults).toBeGreaterThan(0);
});
