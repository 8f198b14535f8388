import { expect, test } from 'vitest';
import type { AudiencePlan } from '../../../src/core/audiences/plan.ts';
import type { AudienceRunSettings } from '../../../src/core/delivery/settings.ts';
import { warnAboutPlan } from '../../../src/core/delivery/warnings.ts';
import { planWith } from '../../ui/support/delivery-values.ts';

function isCalledTooSmall(plan: AudiencePlan, mode: AudienceRunSettings['mode'] = 'match'): boolean {
  const settings = { mode, channel: 'streaming', audienceName: 'VIP' } as const;
  return warnAboutPlan(plan, settings).some(({ code }) => code === 'below-minimum-size');
}

test('an ad group counts people: 700 with an e-mail and a phone each are too few', () => {
  const plan = planWith({ rows: { unique: 700 }, added: 1_400 });
  expect(isCalledTooSmall(plan)).toBe(true);
  expect(isCalledTooSmall(planWith({ rows: { unique: 1_000 }, added: 1_000 }))).toBe(false);
});

test('a match leaves these people alone in the audience, however many it held', () => {
  const plan = planWith({ rows: { unique: 700 }, added: 100, removed: 3_000, ledgerSize: 4_300 });
  expect(isCalledTooSmall(plan)).toBe(true);
});

test('a few people may be added to many', () => {
  const plan = planWith({ rows: { unique: 3 }, added: 6, ledgerSize: 5_000 });
  expect(isCalledTooSmall(plan, 'add')).toBe(false);
  expect(isCalledTooSmall({ ...plan, otherTypes: { IDFA: 4_000 } })).toBe(false);
});
