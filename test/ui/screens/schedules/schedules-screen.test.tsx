import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../../src/core/profiles/schema.ts';
import { homeMenu } from '../../../../src/ui/screens/home/home-menu.ts';
import type { ScheduleService, ScheduleView } from '../../../../src/wizard/schedule-service.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { fakeServices, known } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const DAILY = { cron: '0 6 * * *', timeZone: 'UTC' };
const SCHEDULED: Profile = {
  ...SAMPLE_PROFILE,
  orchestrations: [{ name: 'VIP', query: 'customers', template: 'vip', schedule: DAILY }],
};
const FAILED: ScheduleView = {
  name: 'VIP',
  time: DAILY,
  scheduler: 'crontab',
  isOutdated: false,
  next: ['2026-11-23T06:00:00.000Z'],
  last: {
    startedAt: '2026-11-22T06:00:01.000Z',
    finishedAt: '2026-11-22T06:00:02.000Z',
    outcome: 'error',
    kind: 'source-unreadable',
  },
  missed: [],
};
const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 40, rows: 15 },
];

/** A scheduler with entries that change as they are asked to. */
function scheduler(first: readonly ScheduleView[], change: Partial<ScheduleService> = {}) {
  const fake = fakeServices({ profile: SCHEDULED });
  let views = first;
  const set = (name: string | undefined, kind: string | undefined) => {
    views = views.map((view) =>
      view.name === name ? { ...view, scheduler: kind, isOutdated: false } : view,
    );
  };
  const schedules: ScheduleService = {
    ...fake.services.schedules,
    list: async () => views,
    install: async (name) => {
      set(name, 'crontab');
      return {
        scheduler: 'crontab',
        entries: [{ name: name ?? '', timeZone: 'UTC', next: ['2026-11-23T06:00:00.000Z'] }],
        pieces: [],
        warnings: ['The keyring is closed at night.'],
        notes: [],
      };
    },
    remove: async (name) => {
      set(name, undefined);
      return name === undefined ? [] : [name];
    },
    ...change,
  };
  return { ...fake, services: { ...fake.services, schedules } };
}

test('what runs by itself is one choice away from the start, where anything does', () => {
  const ids = (profile: Profile) => homeMenu(profile, []).map(({ id }) => id);
  expect(ids(SCHEDULED)).toContain('schedules');
  expect(ids(SAMPLE_PROFILE)).not.toContain('schedules');
});

describe.each(SIZES)('in $columns × $rows', (size) => {
  test('last night’s failure is told with its reason, and what comes next', async () => {
    const view = await showWizard(scheduler([FAILED]), { id: 'schedules' }, size);
    expect(view.frame()).toMatch(/VIP +failed last time/);
    expectToFit(view, size.columns, size.rows);
    await walk(view, 'enter');
    expect(view.frame().replaceAll(/\s+/g, ' ')).toMatch(/last +Sun, 22 Nov 2026, 06:00 \(UTC\): error/);
    if (size.columns === 80) {
      expect(view.frame()).toContain('A file or database that the query reads');
      expect(view.frame()).toMatch(/next +Mon, 23 Nov 2026/);
    }
    expect(view.frame()).toContain('Preview it now');
    expectToFit(view, size.columns, size.rows);
  });

  test('it is paused, and installed again', async () => {
    const view = await showWizard(scheduler([FAILED]), { id: 'schedules' }, size);
    await walk(view, 'enter', '3');
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain('Nothing starts VIP by itself now.');
    expect(view.frame()).toMatch(/VIP +not installed/);
    expectToFit(view, size.columns, size.rows);
    await walk(view, 'enter', '1');
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain('Installed in crontab.');
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain('The keyring is closed at night.');
    expectToFit(view, size.columns, size.rows);
    await walk(view, 'enter');
    expect(view.frame()).toMatch(/VIP +failed last time/);
  });
});

test('its times are an Enter away from where it is told', async () => {
  const view = await showWizard(scheduler([FAILED]), { id: 'schedules' });
  await walk(view, 'enter', '2');
  expect(view.frame()).toContain('When does it run?');
  await walk(view, 'escape');
});

test('an entry that was left behind can only be taken out', async () => {
  const left = { ...FAILED, name: 'old', time: undefined, next: [], last: undefined };
  const view = await showWizard(scheduler([left]), { id: 'schedules' });
  expect(view.frame()).toContain('no schedule any more, but crontab still starts it');
  await walk(view, 'enter');
  expect(view.frame()).toContain('1 Take it out of the scheduler');
  expect(view.frame()).not.toContain('2 ');
});

test('a scheduler that can’t be asked is told, with the way to try again', async () => {
  let tries = 0;
  const list = async () => {
    tries += 1;
    if (tries === 1) throw known('configuration', 'crontab failed.', 'Look at it.');
    return [FAILED];
  };
  const view = await showWizard(scheduler([], { list }), { id: 'schedules' });
  expect(view.frame()).toContain('crontab failed.');
  await walk(view, 'enter');
  expect(view.frame()).toMatch(/VIP +failed last time/);
});
