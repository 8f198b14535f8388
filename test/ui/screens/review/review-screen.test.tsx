import { describe, expect, test } from 'vitest';
import { KnownError } from '../../../../src/core/errors.ts';
import type { RunRecord } from '../../../../src/core/ports/storage.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { playedServices, profileIn, type ServiceAnswers } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { planWith, previewWith } from '../../support/delivery-values.ts';
import type { Shown, ShowOptions } from '../../support/show.tsx';

function runRecord(settings: RunRecord['settings']): RunRecord {
  return {
    id: 'R-20260301-abcd',
    orchestration: 'vip',
    kind: 'audience',
    startedAt: '2026-03-01T10:00:00.000Z',
    outcome: 'completed',
    version: '0.0.0',
    user: 'tester',
    settings,
  };
}

async function open(answers: ServiceAnswers = {}, options?: ShowOptions) {
  const services = playedServices(answers);
  const shown = await showWizard(services, { id: 'review', orchestration: 'vip' }, options);
  return { services, shown };
}

/** Chooses the item that is found by typing. */
async function choose(shown: Shown, typed: string): Promise<void> {
  await shown.type(typed);
  await shown.press('enter');
  await shown.settle();
}

describe('nothing is sent', () => {
  test('by Enter alone, however often, from the preview on', async () => {
    const services = playedServices();
    const shown = await showWizard(services, { id: 'preview', orchestration: 'vip' });
    await shown.burst('enter', 'enter', 'enter', 'enter', 'enter', 'enter', 'enter', 'enter');
    await shown.settle();
    expect(services.played).toEqual([]);
  });

  test('before the preview is there', async () => {
    const { services, shown } = await open({ preview: 'by-hand' });
    await shown.press('enter');
    expect(shown.frame()).toContain('The preview is being made');
    await shown.press('y');
    expect(services.played).toEqual([]);
  });

  test('when nothing can be sent', async () => {
    const { services, shown } = await open({
      preview: previewWith({ plan: planWith({ rows: { valid: 0 } }) }),
    });
    await shown.press('enter');
    expect(shown.frame()).toContain('No row has anything that can be sent');
    await shown.press('y', 'enter');
    expect(services.played).toEqual([]);
  });
});

test('one explicit yes sends, with what the preview showed', async () => {
  const { services, shown } = await open();
  await shown.press('enter');
  expect(shown.frame()).toContain('Add 7 identifiers to “VIP” in the simulator?');
  await shown.press('y');
  await shown.settle();
  expect(services.played).toHaveLength(1);
  expect(services.played[0]).toMatchObject({
    how: 'run',
    of: 'vip',
    options: { previewed: { fingerprint: 'f1', rowsRead: 10, added: 7, removed: 0 } },
  });
  expect(services.played[0]?.options.allowRemovalPercent).toBeUndefined();
});

test('n and Esc go back to the answers', async () => {
  const { services, shown } = await open();
  await shown.press('enter', 'n');
  expect(shown.frame()).toContain('Nothing has been sent yet.');
  await shown.press('enter', 'escape');
  expect(shown.frame()).toContain('Nothing has been sent yet.');
  expect(services.played).toEqual([]);
});

test('a removal of more than half needs the audience’s name, letter by letter', async () => {
  const plan = planWith({ added: 1, removed: 921, unchanged: 79, ledgerSize: 1000 });
  const { services, shown } = await open({ preview: previewWith({ plan }) });
  await shown.press('enter');
  expect(shown.frame()).toContain('This would remove 921 of 1,000 identifiers, 92.1% of the audience.');
  await shown.type('vip');
  await shown.press('enter');
  await shown.settle();
  expect(shown.frame()).toContain('Type VIP, exactly as it is written here.');
  expect(services.played).toEqual([]);
  await shown.press('ctrl+u');
  await shown.type('VIP');
  await shown.press('enter');
  await shown.settle();
  expect(services.played[0]?.options.allowRemovalPercent).toBe(93);
});

test('production can’t be overlooked: banner, answers and question say it', async () => {
  const { shown } = await open({
    profile: profileIn('production'),
    preview: previewWith({ environment: 'production' }),
  });
  expect(shown.frame()).toContain('▲ PRODUCTION ▲');
  expect(shown.frame()).toContain('PRODUCTION: real people, real ad account');
  await shown.press('enter');
  expect(shown.frame()).toContain('PRODUCTION: real people in a real ad account.');
  expect(shown.frame()).toContain('“VIP” in PRODUCTION?');
});

test('a destination that took a test audience says when', async () => {
  const tested = runRecord({ destination: 'acme audiences', testMembers: 10 });
  const { shown } = await open({ runs: [{ record: tested, journal: [], audience: undefined }] });
  expect(shown.frame()).toMatch(/test audience of 10 members first… +tested 2026-03-01/);
  const whole = await open({
    runs: [{ record: runRecord({ destination: 'acme audiences' }), journal: [], audience: undefined }],
  });
  expect(whole.shown.frame()).not.toContain('tested');
});

test('a test audience is offered, and sends its members only', async () => {
  const { services, shown } = await open();
  await choose(shown, 'test audience of 100');
  expect(shown.frame()).toContain('Send 7 members to a separate test audience of “VIP”');
  await shown.press('y');
  await shown.settle();
  expect(services.played[0]?.options).toMatchObject({ testMembers: 100, previewed: undefined });
});

test.each([
  ['Credential', 'FORM id=credential name=acme'],
  ['Advertiser', 'FORM id=destination name=acme audiences focus=advertiser'],
  ['Audience', 'FORM id=destination name=acme audiences focus=audienceName'],
  ['Mode', 'FORM id=destination name=acme audiences focus=mode'],
  ['Source files', 'FORM id=query name=all'],
  ['Columns', 'FORM id=template name=customers query=all'],
  ['Orchestration', 'FORM id=orchestration name=vip'],
])('the answer %s is an Enter away from its form', async (label, form) => {
  const { shown } = await open();
  await choose(shown, label);
  expect(shown.frame()).toContain(form);
});

test('a changed answer comes back to the review with a new preview', async () => {
  const { services, shown } = await open({ preview: 'by-hand' });
  services.previews[0]?.finish(previewWith());
  await shown.settle();
  await choose(shown, 'Mode');
  await services.profile.update((profile) => ({
    ...profile,
    destinations: profile.destinations.map((each) =>
      each.kind === 'audience' ? { ...each, mode: 'add' } : each,
    ),
  }));
  await shown.press('enter');
  await shown.settle();
  expect(services.previews).toHaveLength(2);
  services.previews[1]?.finish(previewWith({ plan: planWith({ added: 3 }) }));
  await shown.settle();
  await choose(shown, 'Counts');
  expect(shown.frame()).toMatch(/To add +█+ +3 +100%/);
});

test('an answer that was looked at and left is as it was, without a new preview', async () => {
  const { services, shown } = await open({ preview: 'by-hand' });
  services.previews[0]?.finish(previewWith());
  await shown.settle();
  await choose(shown, 'Mode');
  await shown.press('escape');
  await shown.settle();
  expect(shown.frame()).toContain('Nothing has been sent yet.');
  expect(services.previews).toHaveLength(1);
});

test('what makes the preview fail after an edit is told, and can be changed', async () => {
  const { services, shown } = await open({ preview: 'by-hand' });
  services.previews[0]?.fail(
    new KnownError({
      kind: 'source-unreadable',
      message: 'customers.csv can’t be read.',
      hint: 'Put it back.',
    }),
  );
  await shown.settle();
  expect(shown.frame()).toContain('customers.csv can’t be read.');
  await shown.press('1');
  expect(shown.frame()).toContain('FORM id=query name=all');
});

test('Esc leads back to the preview that was made, without making it again', async () => {
  const { services, shown } = await open({ preview: 'by-hand' });
  services.previews[0]?.finish(previewWith());
  await shown.settle();
  await shown.press('escape');
  await shown.settle();
  expect(shown.frame()).toContain('❯ Funnel');
  expect(services.previews).toHaveLength(1);
});

test('events can be rehearsed with a test event code', async () => {
  const services = playedServices();
  const shown = await showWizard(services, { id: 'review', orchestration: 'sales' });
  await choose(shown, 'test events');
  await shown.type('TEST123');
  await shown.press('enter');
  await shown.settle();
  expect(shown.frame()).toContain('Send 10 events as test events (TEST123)');
  await shown.press('y');
  await shown.settle();
  expect(services.played[0]?.options).toMatchObject({ testEventCode: 'TEST123' });
});

test.each([
  [80, 24],
  [40, 15],
])('answers and question fit into %i×%i', async (columns, rows) => {
  const { shown } = await open({ profile: profileIn('production') }, { columns, rows });
  expectToFit(shown, columns, rows);
  await shown.press('enter');
  expectToFit(shown, columns, rows);
});
