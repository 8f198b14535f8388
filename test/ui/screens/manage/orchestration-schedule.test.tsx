import { describe, expect, test, vi } from 'vitest';
import type { Profile } from '../../../../src/core/profiles/schema.ts';
import type { ScheduleService, ScheduleView } from '../../../../src/wizard/schedule-service.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { fakeServices, known } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const WEEKLY = { cron: '0 6 * * 1', timeZone: 'UTC' };
const SCHEDULED: Profile = {
  ...SAMPLE_PROFILE,
  orchestrations: [{ name: 'VIP', query: 'customers', template: 'vip', schedule: WEEKLY }],
};
const VIEW: ScheduleView = {
  name: 'VIP',
  time: WEEKLY,
  scheduler: undefined,
  isOutdated: false,
  next: [],
  last: undefined,
  missed: [],
};

function services(profile: Profile, schedules: Partial<ScheduleService> = {}) {
  const fake = fakeServices({ profile });
  return {
    ...fake,
    services: { ...fake.services, schedules: { ...fake.services.schedules, ...schedules } },
  };
}

/** From the review of VIP, where saving is first: query, template, then when. */
const TO_WHEN = ['down', 'down', 'down', 'enter'] as const;

describe('when an orchestration runs', () => {
  test.each([
    [80, 24],
    [40, 15],
  ])('is typed in words, with the next five times below, in %i×%i', async (columns, rows) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-22T12:00:00Z') });
    try {
      const fake = services(SAMPLE_PROFILE);
      const view = await showWizard(fake, { id: 'orchestration', name: 'VIP' }, { columns, rows });
      expect(view.frame()).toContain('by hand');
      await walk(view, ...TO_WHEN);
      expect(view.frame()).toContain('When does it run?');
      await view.type('every Monday');
      expect(view.frame()).toContain('Say at what time');
      expectToFit(view, columns, rows);
      await view.type(' 06:00');
      expect(view.frame()).toContain('on the clocks of UTC');
      for (const day of ['23 Nov', '30 Nov', '7 Dec', '14 Dec', '21 Dec']) {
        expect(view.frame()).toContain(`Mon, ${day} 2026, 06:00`);
      }
      expectToFit(view, columns, rows);
      await walk(view, 'enter');
      expect(view.frame()).toContain('every Monday 06:00');
      expectToFit(view, columns, rows);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is the first question for whoever comes from a run that went well', async () => {
    const fake = services(SAMPLE_PROFILE);
    const view = await showWizard(fake, { id: 'orchestration', name: 'VIP', focus: 'when' });
    expect(view.frame()).toContain('When does it run?');
    await view.paste('every Monday 06:00');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Save this orchestration');
    expect(view.frame()).toContain('Saving sends nothing.');
    expect(view.frame()).toContain('every Monday 06:00');
    await walk(view, 'enter');
    expect(fake.profile().orchestrations[0]?.schedule).toMatchObject({ cron: '0 6 * * 1' });
  });

  test('tells of failures by a command of the person’s own', async () => {
    const fake = services(SCHEDULED);
    const view = await showWizard(fake, { id: 'orchestration', name: 'VIP' });
    expect(view.frame()).toMatch(/When it fails +nothing is started/);
    await walk(view, ...TO_WHEN.slice(0, -1), 'down', 'down', 'enter');
    expect(view.frame()).toContain('What is started when a scheduled run fails?');
    await view.paste('mail "the team');
    await walk(view, 'enter');
    expect(view.frame()).toContain('✗ Quotes go around a whole word');
    await view.paste('"');
    await walk(view, 'enter', 'enter');
    expect(fake.profile().orchestrations[0]?.schedule).toEqual({ ...WEEKLY, notify: ['mail', 'the team'] });
  });

  test('says what can’t be understood and stays, and what never comes', async () => {
    const view = await showWizard(services(SAMPLE_PROFILE), { id: 'orchestration', name: 'VIP' });
    await walk(view, ...TO_WHEN);
    await view.paste('0 6 31 2 *');
    await walk(view, 'enter');
    expect(view.frame()).toContain('✗ "0 6 31 2 *" can\'t be used: it never comes');
    await view.press('ctrl+u');
    await view.paste('now and then');
    await walk(view, 'enter');
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain('✗ "now and then" isn\'t understood; write');
  });

  test('is saved, and installed where the person wants it', async () => {
    const asked: unknown[] = [];
    const fake = services(SAMPLE_PROFILE, {
      list: async () => [VIEW],
      install: async (...given) => {
        asked.push(given);
        return {
          scheduler: 'crontab',
          entries: [{ name: 'VIP', timeZone: 'UTC', next: ['2026-11-23T06:00:00.000Z'] }],
          pieces: [],
          warnings: ['The token isn’t there at night.'],
          notes: [],
        };
      },
    });
    const view = await showWizard(fake, { id: 'orchestration', name: 'VIP' });
    await walk(view, ...TO_WHEN);
    await view.paste('every Monday 06:00');
    await walk(view, 'enter', 'enter');
    expect(fake.profile().orchestrations).toMatchObject([{ schedule: WEEKLY }]);
    expect(view.frame()).toContain('Nothing starts VIP by itself yet.');
    expect(asked).toEqual([]);
    await walk(view, 'enter');
    expect(asked).toEqual([['VIP', undefined]]);
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain(
      'Installed in crontab. The next start is Mon, 23 Nov 2026, 06:00 (UTC).',
    );
    expect(view.frame()).toContain('Warning: The token isn’t there at night.');
  });

  test.each([
    [80, 24],
    [40, 15],
  ])('tells the command for later, and installs nothing, in %i×%i', async (columns, rows) => {
    const install = vi.fn<ScheduleService['install']>();
    const view = await showWizard(
      services(SCHEDULED, { list: async () => [VIEW], install }),
      { id: 'manage', kind: 'orchestration' },
      { columns, rows },
    );
    await walk(view, 'enter', '3', 'enter', 'down');
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain('`tada schedule install "VIP"` does it.');
    expectToFit(view, columns, rows);
    await walk(view, 'enter');
    expect(view.frame()).toContain('Open and change');
    expect(install).not.toHaveBeenCalled();
  });

  test('asks nothing more where the scheduler has it as it is', async () => {
    const fake = services(SCHEDULED, { list: async () => [{ ...VIEW, scheduler: 'crontab' }] });
    const view = await showWizard(fake, { id: 'manage', kind: 'orchestration' });
    expect(view.frame()).toContain('VIP  customers, vip, scheduled 0 6 * * 1');
    await walk(view, 'enter', '3', 'enter');
    expect(view.frame()).toContain('Open and change');
  });

  test('that became by hand can be taken out of the scheduler', async () => {
    const removed: unknown[] = [];
    const fake = services(SCHEDULED, {
      list: async () => [{ ...VIEW, time: undefined, scheduler: 'crontab' }],
      remove: async (name) => {
        removed.push(name);
        return ['VIP'];
      },
    });
    const view = await showWizard(fake, { id: 'orchestration', name: 'VIP' });
    await walk(view, ...TO_WHEN, 'ctrl+u', 'enter', 'enter');
    expect(fake.profile().orchestrations).toMatchObject([{ schedule: 'manual' }]);
    expect(view.frame()).toContain('VIP runs by hand now, but crontab still starts it.');
    await walk(view, 'enter');
    expect(removed).toEqual(['VIP']);
  });

  test('says why the scheduler couldn’t be asked; what was saved stays', async () => {
    const fake = services(SCHEDULED, {
      list: async () => {
        throw known('configuration', 'crontab refuses.', 'Ask its administrator.');
      },
    });
    const view = await showWizard(fake, { id: 'orchestration', name: 'VIP' });
    await walk(view, 'enter');
    expect(view.frame()).toContain('crontab refuses.');
    expect(view.frame()).toContain('Later');
  });
});

describe('what a scheduler starts', () => {
  const INSTALLED: ScheduleView = { ...VIEW, scheduler: 'crontab' };

  function installed(change: Partial<ScheduleService> = {}) {
    const changes: string[] = [];
    const fake = services(SCHEDULED, {
      list: async () => [INSTALLED],
      install: async (name) => {
        changes.push(`install ${name}`);
        return { scheduler: 'crontab', entries: [], pieces: [], warnings: [], notes: [] };
      },
      remove: async (name = '') => {
        changes.push(`remove ${name}`);
        return [name];
      },
      ...change,
    });
    return { ...fake, changes };
  }

  const broken = async (): Promise<never> => {
    throw known('configuration', 'crontab failed.', 'Look at it.');
  };

  test('is taken out there when it is removed here', async () => {
    const fake = installed();
    const view = await showWizard(fake, { id: 'manage', kind: 'orchestration' });
    await walk(view, 'enter', '6', 'y');
    expect(fake.profile().orchestrations).toEqual([]);
    expect(fake.changes).toEqual(['remove VIP']);
    expect(view.frame()).toMatch(/VIP is removed\. The system’s scheduler starts VIP no\s+more\./);
  });

  test('is taken out with what it can’t run without', async () => {
    const fake = installed();
    const view = await showWizard(fake, { id: 'manage', kind: 'query' });
    await walk(view, 'enter', '4');
    await view.paste('customers');
    await walk(view, 'enter');
    expect(fake.changes).toEqual(['remove VIP']);
  });

  test('is removed here also where the scheduler can’t be changed, which is said', async () => {
    const fake = installed({ remove: broken });
    const view = await showWizard(fake, { id: 'manage', kind: 'orchestration' });
    await walk(view, 'enter', '6', 'y');
    expect(fake.profile().orchestrations).toEqual([]);
    expect(view.frame()).toContain('tada schedule remove "VIP"');
  });

  test('goes on under its new name', async () => {
    const fake = installed();
    const view = await showWizard(fake, { id: 'manage', kind: 'orchestration' });
    await walk(view, 'enter', '5');
    await view.press('ctrl+u');
    await view.paste('best');
    await walk(view, 'enter');
    expect(fake.changes).toEqual(['install best', 'remove VIP']);
    expect(view.frame()).toMatch(/VIP is now called best\. crontab starts it under the new\s+name\./);
  });

  test('has its new name here also where the scheduler can’t be changed, which is said', async () => {
    const fake = installed({ install: broken });
    const view = await showWizard(fake, { id: 'manage', kind: 'orchestration' });
    await walk(view, 'enter', '5');
    await view.press('ctrl+u');
    await view.paste('best');
    await walk(view, 'enter');
    expect(fake.profile().orchestrations).toMatchObject([{ name: 'best' }]);
    expect(view.frame()).toContain('tada schedule install');
  });

  test('stays untouched where it only has another name and no scheduler', async () => {
    const fake = installed({ list: async () => [VIEW] });
    const view = await showWizard(fake, { id: 'manage', kind: 'orchestration' });
    await walk(view, 'enter', '5');
    await view.press('ctrl+u');
    await view.paste('best');
    await walk(view, 'enter');
    expect(fake.changes).toEqual([]);
  });
});
