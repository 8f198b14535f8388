import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { Summary } from '../../../../src/core/delivery/events.ts';
import type { AudienceInfo } from '../../../../src/core/ports/tiktok.ts';
import { SECONDS_BETWEEN_LOOKS } from '../../../../src/wizard/journeys/delivery/watch-state.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { playedServices, profileIn, type ServiceAnswers } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { NO_ROWS, summaryWith } from '../../support/delivery-values.ts';
import { SIMULATOR } from '../../support/fake-services.ts';
import type { Shown, ShowOptions } from '../../support/show.tsx';

interface Ending {
  readonly summary?: Summary;
  readonly answers?: ServiceAnswers;
  readonly options?: ShowOptions;
  readonly testMembers?: number;
  readonly isDemo?: boolean;
}

/** A run that has told its summary. */
async function ended({ summary = summaryWith(), answers, options, testMembers, isDemo }: Ending = {}) {
  const simulator = isDemo === true ? SIMULATOR : undefined;
  const services = { ...playedServices(answers), simulator };
  const shown = await showWizard(services, { id: 'run', orchestration: 'vip', testMembers }, options);
  services.played[0]?.tell({ type: 'summary', ...summary });
  services.played[0]?.end();
  await shown.settle();
  await shown.settle();
  return { services, shown };
}

async function choose(shown: Shown, label: string): Promise<void> {
  await shown.press('enter');
  const number = new RegExp(`(\\d) ${label}`).exec(shown.frame())?.[1];
  if (number === undefined) throw new Error(`${label} is not offered:\n${shown.frame()}`);
  await shown.press(number);
  await shown.settle();
}

test('a completed run tells the audience, every row and what to expect', async () => {
  const { shown } = await ended();
  const frame = shown.frame();
  expect(frame).toContain('✓ Completed. TikTok confirmed everything that was sent.');
  expect(frame).toContain('VIP (7100000000000000042), created');
  expect(frame).toContain('10 rows read, of them');
  expect(frame).toMatch(/7 {2}sent and confirmed by TikTok/);
  expect(frame).toMatch(/1 {2}same person as an earlier row/);
  expect(frame).toMatch(/2 {2}without anything that can be used/);
  expect(frame).toContain('up to 48 hours');
  expect(frame).toContain('1,000 matched members');
  expect(frame).toContain('Assets → Audiences');
  expect(frame).toContain('about 50 conversions');
  expect(frame).toContain('Run R-20260301-abcd');
});

test('a run with refused rows is never called completed', async () => {
  const rows = { ...NO_ROWS, read: 10, sent: 8, refused: 2 };
  const { shown } = await ended({ summary: summaryWith({ outcome: 'alert', rows }) });
  expect(shown.frame()).toContain('▲ Done, with issues. TikTok refused 2 rows for good');
  expect(shown.frame()).not.toContain('Completed');
});

test('the rejected values can be saved from here', async () => {
  const { services, shown } = await ended();
  await choose(shown, 'Save the list');
  await shown.press('enter');
  await shown.settle();
  expect([...services.saved.values()][0]).toHaveLength(2);
  expect(shown.frame()).toContain('2 rejected values written to');
});

test('a refresh begins with a new preview', async () => {
  const { shown } = await ended();
  await choose(shown, 'Refresh');
  await shown.settle();
  expect(shown.frame()).toContain('❯ Funnel');
});

test('what went well can be sent regularly: its schedule is asked for, and told when it is saved', async () => {
  const { services, shown } = await ended();
  await choose(shown, 'Send it regularly');
  expect(shown.frame()).toContain('FORM id=orchestration name=vip focus=when');
  const schedule = { cron: '0 6 * * 1', timeZone: 'America/New_York' };
  await services.profile.update((before) => ({
    ...before,
    orchestrations: before.orchestrations.map((each) => ({ ...each, schedule })),
  }));
  await shown.press('enter');
  await shown.settle();
  expect(shown.frame().replaceAll(/\s+/g, ' ')).toMatch(
    /The schedule of vip is saved. Where it is installed, the next run is Mon, \d+ \w+ \d{4}, 06:00 \(America\/New_York\)\./,
  );
  await shown.press('enter');
  expect(shown.frame()).toContain('Change its schedule…');
});

test('a test audience has no schedule', async () => {
  const { shown } = await ended({ testMembers: 10 });
  await shown.press('enter');
  expect(shown.frame()).not.toContain('schedule');
});

test('the demo says why it takes no schedule', async () => {
  const { shown } = await ended({ isDemo: true });
  await choose(shown, 'Send it regularly');
  expect(shown.frame()).toContain('The demo keeps nothing.');
  expect(shown.frame()).not.toContain('FORM');
});

test('after a test audience the real thing is offered, and is no test', async () => {
  const { shown } = await ended({ testMembers: 10 });
  await choose(shown, 'Send the real thing');
  await shown.settle();
  expect(shown.frame()).toContain('❯ Funnel');
});

test('after a test audience its state is told, and production is offered from the sandbox only', async () => {
  const audience = { id: '7', name: 'VIP (test)', created: true };
  const status = { state: 'processing', words: 'being built, up to 48 hours' } as const;
  const summary = summaryWith({ testMembers: 10, audience: { ...audience, status } });
  const { services, shown } = await ended({ summary, testMembers: 10 });
  const before = services.profile.load();
  expect(shown.frame().replaceAll(/\s+/g, ' ')).toContain(
    'The test audience "VIP (test)" (7) exists. TikTok is still building it and says no size yet',
  );
  await choose(shown, 'Promote to production…');
  expect(shown.frame()).toContain('There is no credential for production yet.');
  expect(services.profile.load()).toEqual(before);
  const live = await ended({ summary, testMembers: 10, answers: { profile: profileIn('production') } });
  await live.shown.press('enter');
  expect(live.shown.frame()).not.toContain('Promote');
});

test('leaving prints the result and the next command, with the run’s exit code', async () => {
  const { shown } = await ended();
  await choose(shown, 'Leave tada');
  expect(shown.departure()).toEqual({
    exitCode: 0,
    lines: [
      'Completed: VIP (7100000000000000042), created.',
      'Identifiers: 7 added, 0 removed and 0 unchanged.',
      'Details: tada runs show R-20260301-abcd',
    ],
  });
});

test('watching looks again by itself, and notes when the audience is usable', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  try {
    let audience: AudienceInfo = {
      id: '7100000000000000042',
      name: 'VIP',
      type: 'Partner',
      isValid: false,
      coverNumber: 0,
      error: undefined,
      createTime: undefined,
      expiredTime: undefined,
      isExpiring: false,
    };
    const { shown } = await ended({ answers: { audiences: () => [audience] } });
    await choose(shown, 'Watch');
    await shown.settle();
    expect(shown.frame()).toContain('TikTok is still building it');
    expect(shown.frame()).toContain('1 look so far. The next in 1 min.');

    audience = { ...audience, isValid: true, coverNumber: 2400 };
    await act(async () => vi.advanceTimersByTime((SECONDS_BETWEEN_LOOKS + 1) * 1000));
    await shown.settle();
    expect(shown.frame()).toContain('Ready: about 2,400 matched members; an ad group can use it.');
    expect(shown.frame()).toContain('2 looks so far.');
    await shown.press('r');
    await shown.settle();
    expect(shown.frame()).toContain('3 looks so far.');
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  [80, 24],
  [40, 15],
])('the result and its menu fit into %i×%i', async (columns, rows) => {
  const { shown } = await ended({ options: { columns, rows } });
  expectToFit(shown, columns, rows);
  await shown.press('enter');
  expectToFit(shown, columns, rows);
});
