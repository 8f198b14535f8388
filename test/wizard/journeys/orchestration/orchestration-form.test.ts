import { describe, expect, test } from 'vitest';
import type { Orchestration } from '../../../../src/core/profiles/schema.ts';
import { pageOf, reviewRows, startForm } from '../../../../src/wizard/journeys/common/form.ts';
import {
  listTemplates,
  nameOf,
  newOrchestration,
  ORCHESTRATION_FORM,
  savedOrchestration,
  toOrchestration,
} from '../../../../src/wizard/journeys/orchestration/orchestration-form.ts';
import { SAMPLE_PROFILE } from '../../../ui/support/sample-profile.ts';

describe('an orchestration', () => {
  test('that is only looked at is saved as it was', () => {
    const saved: Orchestration = {
      name: 'VIP',
      description: 'weekly',
      query: 'customers',
      template: 'vip',
      set: { audienceName: 'Best', audienceId: '7100000000000000042', mode: 'add' },
      schedule: 'manual',
    };
    expect(toOrchestration(savedOrchestration(SAMPLE_PROFILE, saved))).toEqual(saved);
  });

  test('is named after its audience, with a name that is free', () => {
    const answers = newOrchestration(SAMPLE_PROFILE, { query: 'customers', template: 'vip' });
    expect(nameOf(answers)).toBe('VIP 2');
  });

  test('starts with the query and asks for no audience that is named already', () => {
    const answers = newOrchestration(SAMPLE_PROFILE, { template: 'vip' });
    expect(pageOf(startForm(ORCHESTRATION_FORM, answers))).toBe('query');
    expect(reviewRows(ORCHESTRATION_FORM, answers).map(({ id }) => id)).not.toContain('audienceName');
  });

  test('needs a name for its audience where nothing else gives one', () => {
    const answers = {
      ...newOrchestration(SAMPLE_PROFILE),
      template: { name: 'vip', destination: 'acme audiences', audienceName: undefined },
    };
    const row = reviewRows(ORCHESTRATION_FORM, answers).find(({ id }) => id === 'audienceName');
    expect(row?.problem).toContain('a name is needed');
  });

  test('uses only templates that are open to it', () => {
    const closed = {
      ...SAMPLE_PROFILE,
      templates: SAMPLE_PROFILE.templates.map((template) => ({
        ...template,
        access: { orchestrations: false },
      })),
    };
    expect(listTemplates(SAMPLE_PROFILE).map(({ name }) => name)).toEqual(['vip']);
    expect(listTemplates(closed)).toEqual([]);
  });
});
