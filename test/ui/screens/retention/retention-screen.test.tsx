import { describe, expect, test } from 'vitest';
import { configurationError } from '../../../../src/core/errors.ts';
import { planPruning } from '../../../../src/core/history/retention.ts';
import type { RunRecord } from '../../../../src/core/ports/storage.ts';
import type { RunService } from '../../../../src/wizard/run-service.ts';
import { playedServices, recordWith } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { walk } from '../../support/show-wizard.tsx';

const NOW = Date.parse('2026-11-22T12:00:00Z');

/** A finished run that ended so many days ago. */
function ended(id: string, days: number, change: Partial<RunRecord> = {}): RunRecord {
  const at = new Date(NOW - days * 86_400_000).toISOString();
  return recordWith({
    id,
    startedAt: at,
    finishedAt: at,
    outcome: 'completed',
    orchestration: id,
    ...change,
  });
}

const AUDIENCE = { advertiserId: '1', audienceId: '2' };

/** Runs in memory, deleted as they are on disk. */
function services(runs: readonly RunRecord[], change: Partial<RunService> = {}) {
  let left = runs;
  let days: number | undefined;
  const pruning: RunService['pruning'] = (age) => planPruning(left, age, NOW);
  const played = playedServices();
  return {
    left: () => left.map(({ id }) => id),
    days: () => days,
    services: {
      ...played,
      runs: {
        ...played.runs,
        list: () => ({ runs: left, broken: [] }),
        pruning,
        prune: async (age) => {
          const { remove, keep } = pruning(age);
          left = left.filter((run) => !remove.includes(run));
          return { deleted: remove.map(({ id }) => id), kept: keep };
        },
        keptDays: () => days,
        keepFor: (next) => {
          days = next;
        },
        ...change,
      } satisfies RunService,
    },
  };
}

const RUNS = [
  ended('young', 3),
  ended('first', 200, AUDIENCE),
  ended('second', 120, AUDIENCE),
  ended('sales', 400),
];

describe('how long runs are kept', () => {
  test('is told with what each age would delete, and changes nothing by looking', async () => {
    const kept = services(RUNS);
    const view = await showWizard(kept.services, { id: 'retention' });
    expect(view.frame()).toContain('Runs are kept for good, until you delete them.');
    expect(view.frame()).toContain('For how long? 4 runs here.');
    expect(view.frame()).toMatch(/Keep them for 90 days +2 older/);
    expect(view.frame()).toMatch(/Keep them for a year +1 older/);
    await walk(view, '3');
    expect(view.frame()).toContain('2 runs older than 90 days would go:');
    expect(view.frame()).toMatch(/sales +completed/);
    expect(view.frame()).toContain('1 run stays, because it is the last of its audience');
    await walk(view, 'enter');
    expect(view.frame()).toContain('For how long?');
    expect(kept.left()).toHaveLength(4);
  });

  test('deletes after a question only, once', async () => {
    const kept = services(RUNS);
    const view = await showWizard(kept.services, { id: 'retention' });
    await walk(view, '3', '1');
    expect(view.frame()).toContain('Delete 2 runs with everything kept of them?');
    await walk(view, 'enter');
    expect(kept.left()).toHaveLength(4);
    await walk(view, '1', 'y');
    expect(view.frame()).toContain('2 runs deleted.');
    expect(kept.left()).toEqual(['young', 'second']);
    expect(kept.days()).toBeUndefined();
  });

  test('holds from now on where that was chosen, and for good again when that is', async () => {
    const kept = services(RUNS);
    const view = await showWizard(kept.services, { id: 'retention' });
    await walk(view, '5');
    await view.paste('20w');
    await walk(view, 'enter', '2', 'y');
    expect(view.frame()).toContain('From now on runs are kept for 140 days.');
    expect(kept.days()).toBe(140);
    await walk(view, 'enter');
    expect(view.frame()).toContain('Runs that ended more than 140 days ago go');
    expect(view.frame()).toMatch(/❯ 4 Keep them for 140 days/);
    await walk(view, '1');
    expect(kept.days()).toBeUndefined();
    expect(view.frame()).toContain('Runs are kept for good');
  });

  test.each([
    [40, 15],
    [80, 24],
  ])('fits a window of %i × %i', async (columns, rows) => {
    const many = Array.from({ length: 60 }, (_, index) => ended(`run-${index}`, 100 + index));
    const view = await showWizard(services(many).services, { id: 'retention' }, { columns, rows });
    expect(view.frame()).toContain('For how long?');
    await walk(view, '3');
    expect(view.frame()).toContain('60 runs older than 90 days');
    expect(view.frame()).toMatch(/and \d+ more/);
    expect(view.frame()).toContain('Delete them now');
  });

  test('says why it could not be changed, such as a rule', async () => {
    const refused = configurationError('A business user can’t change that.', 'Ask an operator.');
    const kept = services(RUNS, {
      keepFor: () => {
        throw refused;
      },
    });
    const view = await showWizard(kept.services, { id: 'retention' });
    await walk(view, '1');
    expect(view.frame()).toContain('A business user can’t change that.');
  });
});
