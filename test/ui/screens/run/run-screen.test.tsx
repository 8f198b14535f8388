import { act } from 'react';
import { describe, expect, test } from 'vitest';
import type { DeliveryEvent } from '../../../../src/core/delivery/events.ts';
import type { AudienceReview } from '../../../../src/core/delivery/prepare-audience.ts';
import { KnownError } from '../../../../src/core/errors.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { ADVERTISER, type PlayedRun, playedServices, recordWith } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { NO_ROWS, planWith, previewWith, summaryWith } from '../../support/delivery-values.ts';
import type { Shown, ShowOptions } from '../../support/show.tsx';

const PREVIEWED = { fingerprint: 'f1', rowsRead: 10, added: 7, removed: 0 };
const BEGUN = { type: 'run', id: 'R-20260301-abcd', orchestration: 'vip' } as const;
const CANCELLED = summaryWith({
  outcome: 'cancelled',
  rows: { ...NO_ROWS, read: 10, sent: 4, pending: 6 },
  delivery: { added: 4, removed: 0, unchanged: 0, requests: 1, retries: 0 },
});

async function start(options?: ShowOptions) {
  const services = playedServices();
  const shown = await showWizard(
    services,
    { id: 'run', orchestration: 'vip', previewed: PREVIEWED },
    options,
  );
  const [run] = services.played;
  if (run === undefined) throw new Error('The run was not started');
  return { services, shown, run };
}

async function tell(shown: Shown, run: PlayedRun, ...events: readonly DeliveryEvent[]): Promise<void> {
  run.tell(...events);
  await shown.settle();
}

async function finish(shown: Shown, run: PlayedRun, summary = summaryWith()): Promise<void> {
  run.tell({ type: 'summary', ...summary });
  run.end();
  await shown.settle();
  await shown.settle();
}

/** What the run asks once it has planned; the answer is wrapped, because awaiting it would wait for a person. */
async function ask(
  run: PlayedRun,
  review: AudienceReview,
): Promise<{ readonly given: Promise<boolean> | undefined }> {
  return await act(async () => ({ given: run.options.confirm?.(review) }));
}

test('every task is there from the start, and each tells what came of it', async () => {
  const { shown, run } = await start();
  expect(shown.frame()).toMatch(/Find or create the audience +waiting/);
  await tell(
    shown,
    run,
    BEGUN,
    { type: 'task', name: 'check', status: 'running' },
    { type: 'task', name: 'check', status: 'completed', detail: 'Ada Admin' },
    { type: 'task', name: 'query', status: 'running' },
  );
  expect(shown.frame()).toMatch(/✓ Check the connection +completed +0 s +Ada Admin/);
  expect(shown.frame()).toMatch(/Run the query +running/);
  expect(shown.frame()).toContain('R-20260301-abcd');
});

test('progress tells how much, how fast and how long; a wait tells why', async () => {
  const { shown, run } = await start();
  await tell(
    shown,
    run,
    { type: 'task', name: 'deliver', status: 'running' },
    { type: 'progress', task: 'deliver', done: 1000, total: 3000, unit: 'people', perSecond: 500 },
    { type: 'wait', reason: 'TikTok asks to slow down (code 40100)', seconds: 8 },
    { type: 'warning', code: 'role-unknown', message: 'TikTok does not tell the role.' },
  );
  expect(shown.frame()).toContain('1,000 of 3,000 people · 500/s · about 4 s left');
  expect(shown.frame()).toContain('▲ Waiting 8 s: TikTok asks to slow down (code 40100)');
  expect(shown.frame()).toContain('1 request confirmed · 1 wait');
  expect(shown.frame()).toContain('▲ 1 warning: TikTok does not tell the role.');
});

test('nothing jumps: the rows of the frame stay the same from the first event to the last', async () => {
  const { shown, run } = await start();
  const rowOf = (text: string) =>
    shown
      .frame()
      .split('\n')
      .findIndex((line) => line.includes(text));
  const before = [rowOf('Verify'), rowOf('requests confirmed')];
  await tell(
    shown,
    run,
    BEGUN,
    { type: 'task', name: 'deliver', status: 'running' },
    { type: 'progress', task: 'deliver', done: 1, total: 3, unit: 'people', perSecond: 1 },
    { type: 'wait', reason: 'busy', seconds: 8 },
  );
  expect([rowOf('Verify'), rowOf('request confirmed')]).toEqual(before);
});

describe('stopping', () => {
  test('Esc asks once, politely, and says what happens', async () => {
    const { shown, run } = await start();
    await tell(shown, run, BEGUN, { type: 'task', name: 'deliver', status: 'running' });
    await shown.press('escape', 'escape');
    expect(run.options.cancel.aborted).toBe(true);
    expect(shown.frame()).toContain('Stopping: finishing what is in flight.');
    await finish(shown, run, CANCELLED);
    expect(shown.frame()).toContain('• Stopped. TikTok confirmed a part; 6 rows are still to be sent.');
  });

  test('Ctrl+C stops first; only the second one leaves', async () => {
    const { shown, run } = await start();
    await shown.press('ctrl+c');
    expect(run.options.cancel.aborted).toBe(true);
    expect(shown.frame()).toContain('Press Ctrl+C again to leave.');
    expect(shown.departure()).toBeUndefined();
    await shown.press('ctrl+c');
    await shown.settle();
    expect(shown.departure()?.exitCode).toBe(130);
  });

  test('a paused run goes on with Enter, as the same run', async () => {
    const { services, shown, run } = await start();
    await tell(shown, run, BEGUN);
    await shown.press('p');
    await finish(shown, run, CANCELLED);
    expect(shown.frame()).toContain('The run is paused');
    await shown.press('enter');
    await shown.settle();
    expect(services.played[1]).toMatchObject({ how: 'resume', of: 'R-20260301-abcd' });
    expect(services.played[1]?.options.previewed).toEqual(PREVIEWED);
  });

  test('a stopped run offers first to go on', async () => {
    const { services, shown, run } = await start();
    await shown.press('escape');
    await finish(shown, run, CANCELLED);
    await shown.press('enter', 'enter');
    await shown.settle();
    expect(services.played[1]).toMatchObject({ how: 'resume', of: 'R-20260301-abcd' });
  });
});

describe('a plan that isn’t what was agreed to', () => {
  const { staged } = previewWith();
  const review = {
    kind: 'audience',
    staged,
    plan: planWith({ added: 2, removed: 5, ledgerSize: 100 }),
    target: { kind: 'existing', id: '71', name: 'VIP', record: undefined },
    warnings: [],
  } as const;

  test('is asked about before anything is sent, and Enter alone says no', async () => {
    const { shown, run } = await start();
    const answer = await ask(run, review);
    expect(shown.frame()).toContain('The preview showed 7 identifiers to add and 0 identifiers to remove.');
    await shown.press('enter');
    expect(await answer.given).toBe(false);
  });

  test('is sent after a yes', async () => {
    const { shown, run } = await start();
    const answer = await ask(run, review);
    await shown.press('y');
    expect(await answer.given).toBe(true);
    expect(shown.frame()).not.toContain('The preview showed');
  });

  test('isn’t sent when the run is stopped meanwhile', async () => {
    const { shown, run } = await start();
    const answer = await ask(run, review);
    await shown.press('escape');
    expect(await answer.given).toBe(false);
  });

  test('what was agreed to needs no second answer', async () => {
    const { run } = await start();
    expect(await run.options.confirm?.({ ...review, plan: planWith() })).toBe(true);
  });
});

describe('where it goes was changed after the yes', () => {
  const { staged } = previewWith();
  const other = '7654321098765432110';
  const fault = makeFault({ kind: 'advertiser-not-found', message: 'The advertiser does not exist.' });
  const review = {
    kind: 'audience',
    staged,
    plan: planWith(),
    target: { kind: 'new', name: 'VIP' },
    warnings: [],
  } as const;

  test('what is sent to another ad account is asked about once more', async () => {
    const { services, shown, run } = await start();
    await tell(shown, run, BEGUN, { type: 'fault', ...fault });
    await finish(
      shown,
      run,
      summaryWith({ outcome: 'error', rows: NO_ROWS, delivery: { requests: 0, retries: 0 } }),
    );
    await services.profile.update((profile) => ({
      ...profile,
      destinations: profile.destinations.map((each) => ({ ...each, advertiserIds: [other] })),
    }));
    await shown.press('5', 'enter');
    await shown.settle();
    const [, again] = services.played;
    expect(again).toMatchObject({ how: 'resume', of: BEGUN.id });
    if (again !== undefined) await ask(again, review);
    await shown.settle();
    const frame = shown.frame().replace(/\s+/g, ' ');
    expect(frame).toContain(
      `This was for “VIP” in the ad account ${ADVERTISER}; now it goes to “VIP” in the ad account ${other}.`,
    );
    expect(frame).toContain('Send?');
  });

  test('a run of the past is compared with what its record says', async () => {
    const settings = { advertiserIds: [other], audienceName: 'VIP', testMembers: 10 };
    const services = playedServices({
      runs: [{ record: recordWith({ settings, outcome: 'error', fault }), journal: [], audience: undefined }],
    });
    const shown = await showWizard(services, { id: 'run', orchestration: 'vip', resume: BEGUN.id });
    const [run] = services.played;
    if (run !== undefined) await ask(run, review);
    expect(shown.frame().replace(/\s+/g, ' ')).toContain(
      `now it goes to “VIP” in the ad account ${ADVERTISER}`,
    );
  });
});

describe('a removal of more than half that only shows while it runs', () => {
  const removal = {
    message:
      'TikTok counts more people in the audience "VIP" than the list has: at least 80% of them would be removed.',
    percent: 80,
    audience: 'VIP',
  };
  const askRemoval = (run: PlayedRun) => act(async () => ({ given: run.options.confirmRemoval?.(removal) }));

  test('needs the audience’s name, typed', async () => {
    const { shown, run } = await start();
    const answer = await askRemoval(run);
    expect(shown.frame().replace(/\s+/g, ' ')).toContain('at least 80% of them would be removed.');
    await shown.type('no');
    await shown.press('enter');
    expect(shown.frame()).toContain('Type VIP, exactly');
    await shown.press('ctrl+u');
    await shown.type('VIP');
    await shown.press('enter');
    await shown.settle();
    expect(await answer.given).toBe(true);
  });

  test.each([
    [80, 24],
    [40, 15],
  ])('shows where to type it in %i×%i', async (columns, rows) => {
    const { shown, run } = await start({ columns, rows });
    await askRemoval(run);
    expectToFit(shown, columns, rows);
    expect(shown.frame()).toContain('Type VIP to go on.');
  });

  test('stops the run when it is left', async () => {
    const { shown, run } = await start();
    const answer = await askRemoval(run);
    await shown.press('escape');
    expect(await answer.given).toBe(false);
  });
});

test('the second Ctrl+C leaves with 130 and the command that goes on', async () => {
  const { shown, run } = await start();
  await tell(shown, run, BEGUN);
  await shown.press('ctrl+c');
  expect(run.options.cancel.aborted).toBe(true);
  await shown.press('ctrl+c');
  expect(shown.departure()).toEqual({
    exitCode: 130,
    lines: [`The run ${BEGUN.id} is kept. To go on with it:`, `tada runs resume ${BEGUN.id}`],
  });
});

test('a source that changed since the preview leads back to a new preview', async () => {
  const { services, shown, run } = await start();
  const fault = makeFault({ kind: 'source-changed', message: 'The source changed since the preview.' });
  await tell(
    shown,
    run,
    { type: 'task', name: 'query', status: 'error', fault },
    { type: 'fault', ...fault },
  );
  await finish(
    shown,
    run,
    summaryWith({ outcome: 'error', rows: NO_ROWS, delivery: { requests: 0, retries: 0 } }),
  );
  expect(shown.frame()).toContain('Run the query: failed.');
  expect(shown.frame()).not.toContain('go on from the task that failed');
  await shown.press('down', 'enter');
  await shown.settle();
  await shown.settle();
  expect(shown.frame()).toContain('❯ Funnel');
  expect(services.played).toHaveLength(1);
});

test('a run that can’t begin says why, where to change it, and shows a new preview then', async () => {
  const { services, shown, run } = await start();
  run.fail(
    new KnownError({
      kind: 'configuration',
      message: 'No access token yet.',
      hint: 'Authorize the credential.',
    }),
  );
  await shown.settle();
  await shown.settle();
  expect(shown.frame()).toContain('No access token yet.');
  await shown.press('3');
  expect(shown.frame()).toContain('FORM id=destination name=acme audiences');
  await shown.press('enter');
  await shown.settle();
  await shown.settle();
  expect(shown.frame()).toContain('❯ Funnel');
  expect(services.played).toHaveLength(1);
});

test('a bug ends at the error boundary, never as a result', async () => {
  const { shown, run } = await start();
  run.fail(new TypeError('broken'));
  await shown.settle();
  await shown.settle();
  expect(shown.error()).toBeInstanceOf(TypeError);
});

test('a rehearsal that is gone on with stays one', async () => {
  const record = recordWith({ settings: { testMembers: 10 } });
  const services = playedServices({ runs: [{ record, journal: [], audience: undefined }] });
  const shown = await showWizard(services, { id: 'run', orchestration: 'vip', resume: record.id });
  expect(services.played[0]?.options.testMembers).toBe(10);
  expect(shown.frame()).toContain('test audience of 10');
});

test('taking a run back always asks first', async () => {
  const services = playedServices();
  const shown = await showWizard(services, { id: 'run', orchestration: 'vip', undo: 'R-1' });
  const [run] = services.played;
  expect(run).toMatchObject({ how: 'undo', of: 'R-1' });
  const { staged } = previewWith();
  if (run !== undefined)
    await ask(run, {
      kind: 'audience',
      staged,
      plan: planWith({ added: 0, removed: 7, ledgerSize: 7 }),
      target: { kind: 'existing', id: '71', name: 'VIP', record: undefined },
      warnings: [],
    });
  expect(shown.frame()).toContain('add 0 identifiers and remove 7 identifiers');
});

test('taking a run back shows the tasks it has, and takes the typed name where most of the audience would leave', async () => {
  const services = playedServices();
  const shown = await showWizard(services, { id: 'run', orchestration: 'vip', undo: 'R-1' });
  expect(shown.frame()).toContain('Deliver');
  expect(shown.frame()).not.toContain('Run the query');
  const removal = { message: 'This would remove 7 of 7.', percent: 100, audience: 'VIP' };
  const asked = await act(async () => ({ given: services.played[0]?.options.confirmRemoval?.(removal) }));
  await shown.settle();
  expect(shown.frame()).toContain('Type VIP to go on.');
  await shown.press('enter', 'y', 'enter');
  expect(shown.frame()).toContain('Type VIP, exactly');
  await shown.press('ctrl+u');
  await shown.type('VIP');
  await shown.press('enter');
  expect(await asked.given).toBe(true);
});

test.each([
  [80, 24],
  [40, 15],
])('a busy run fits into %i×%i', async (columns, rows) => {
  const { shown, run } = await start({ columns, rows });
  await tell(
    shown,
    run,
    BEGUN,
    { type: 'task', name: 'check', status: 'completed', detail: 'x'.repeat(200) },
    { type: 'task', name: 'deliver', status: 'running' },
    { type: 'progress', task: 'deliver', done: 1, total: 3_000_000, unit: 'people', perSecond: 12 },
    { type: 'wait', reason: 'busy '.repeat(40), seconds: 300 },
    { type: 'warning', code: 'role-unknown', message: 'long '.repeat(60) },
  );
  expectToFit(shown, columns, rows);
  expect(shown.frame()).toContain('Verify');
  expect(shown.frame()).toContain('Waiting');
});
