import { expect, test } from 'vitest';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import type { RunView } from '../../../../src/wizard/run-service.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { playedServices, profileIn, recordWith } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { NO_ROWS, planWith, previewWith, summaryWith } from '../../support/delivery-values.ts';

const AT = '2026-03-01T09:05:10.000Z';
const fault = makeFault({
  kind: 'invalid-credentials',
  code: 40105,
  message: 'Access token is incorrect.',
  requestId: '20260301090510A0B1C2D3E4F5A6B7C8',
});

const FAILED: RunView = {
  record: recordWith({
    outcome: 'error',
    fault,
    finishedAt: AT,
    summary: summaryWith({ outcome: 'error', rows: { ...NO_ROWS, read: 10, sent: 4, pending: 6 } }),
    settings: {
      destination: 'acme audiences',
      environment: 'production',
      advertiserIds: ['7654321098765432109'],
    },
  }),
  journal: [
    { type: 'task', name: 'check', status: 'completed', at: AT },
    { type: 'staged', staged: previewWith().staged, at: AT },
    { type: 'planned', plan: planWith({ added: 7 }), at: AT },
    { type: 'batch', state: 'sent', from: 0, to: 4, at: AT },
    { type: 'batch', state: 'confirmed', from: 0, to: 4, requestId: 'REQ-1', at: AT },
    { type: 'task', name: 'deliver', status: 'error', fault, at: AT },
  ],
  audience: undefined,
};
const COMPLETED: RunView = {
  record: recordWith({
    id: 'R-2',
    orchestration: 'newsletter',
    outcome: 'completed',
    summary: summaryWith({ run: 'R-2' }),
  }),
  journal: [],
  audience: undefined,
};

test('every run is listed with how it stands, and found by typing', async () => {
  const services = playedServices({ runs: [FAILED, COMPLETED] });
  const shown = await showWizard(services, { id: 'runs' });
  expect(shown.frame()).toMatch(/vip +failed, \+7 −0/);
  expect(shown.frame()).toMatch(/newsletter +completed/);
  await shown.type('news');
  expect(shown.frame()).not.toContain('vip');
  await shown.press('ctrl+u');
  await shown.type('invalid-cred');
  expect(shown.frame()).toContain('vip');
  expect(shown.frame()).not.toContain('newsletter');
});

test('the list says whether there is anything in production', async () => {
  const live = playedServices({ runs: [FAILED], profile: profileIn('production') });
  expect((await showWizard(live, { id: 'runs' })).frame()).toContain('▲ PRODUCTION ▲');
  const tried = await showWizard(playedServices({ runs: [FAILED] }), { id: 'runs' });
  expect(tried.frame()).toContain('simulator');
  expect(tried.frame()).not.toContain('PRODUCTION');
});

test('a record that can’t be read is named', async () => {
  const shown = await showWizard(playedServices({ brokenRuns: ['R-broken'] }), { id: 'runs' });
  expect(shown.frame()).toContain('The record of R-broken can’t be read.');
  expect(shown.frame()).toContain('Nothing has been sent from this machine yet.');
});

test('details tell the failure, the tasks, the rows, the requests and the settings', async () => {
  const services = playedServices({ runs: [FAILED] });
  const shown = await showWizard(services, { id: 'runs' });
  await shown.press('enter');
  await shown.settle();
  expect(shown.frame()).toContain('▲ PRODUCTION ▲');
  expect(shown.frame()).toContain('vip: failed');
  expect(shown.frame()).toContain('TikTok: “Access token is incorrect.” (code 40105)');
  expect(shown.frame()).toContain('✗ Deliver: error');
  expect(shown.frame()).toContain('· Verify: not begun');
  await shown.press('end');
  expect(shown.frame()).toContain('7 planned: 4 confirmed, 0 refused, 0 without an answer, 3 not sent');
  expect(shown.frame()).toContain('members 1 to 4: confirmed  REQ-1');
  expect(shown.frame()).toContain('advertiserIds 7654321098765432109');
});

test('a failed run can be repaired and gone on with from here', async () => {
  const services = playedServices({ runs: [FAILED] });
  const shown = await showWizard(services, { id: 'run-details', runId: FAILED.record.id });
  await shown.press('enter', '1');
  await shown.settle();
  expect(shown.frame()).toContain('failed at the task “Deliver”.');
  await shown.press('enter');
  expect(shown.frame()).toContain('FORM id=credential name=acme authorizeOnly=true');
  await shown.press('enter');
  await shown.settle();
  await shown.press('enter');
  await shown.settle();
  expect(services.played[0]).toMatchObject({ how: 'resume', of: FAILED.record.id });
});

test('a completed run can’t be gone on with', async () => {
  const services = playedServices({ runs: [COMPLETED] });
  const shown = await showWizard(services, { id: 'run-details', runId: 'R-2' });
  await shown.press('enter');
  expect(shown.frame()).not.toContain('Go on where it stopped');
});

test('a run can be taken back, which is a run of its own', async () => {
  const services = playedServices({ runs: [FAILED] });
  const shown = await showWizard(services, { id: 'run-details', runId: FAILED.record.id });
  await shown.press('enter', '3');
  await shown.settle();
  expect(services.played[0]).toMatchObject({ how: 'undo', of: FAILED.record.id });
});

test('a run that isn’t there says so', async () => {
  const shown = await showWizard(playedServices(), { id: 'run-details', runId: 'R-9' });
  expect(shown.frame()).toContain('There is no run R-9.');
});

test('a run is compared with another one, its own orchestration first', async () => {
  const earlier: RunView = {
    ...COMPLETED,
    record: recordWith({
      id: 'R-1',
      outcome: 'completed',
      summary: summaryWith({ run: 'R-1', delivery: { added: 3, removed: 1, requests: 1, retries: 0 } }),
      settings: { destination: 'acme audiences', environment: 'production', mode: 'add' },
    }),
  };
  const services = playedServices({ runs: [FAILED, COMPLETED, earlier] });
  const shown = await showWizard(services, { id: 'run-details', runId: FAILED.record.id });
  await shown.press('enter', '6');
  expect(shown.frame()).toMatch(/❯ .*vip +completed[\s\S]*newsletter/);
  await shown.press('enter');
  expect(shown.frame()).toMatch(/outcome +completed +error \(invalid-credentials\)/);
  expect(shown.frame()).toMatch(/mode\n +that: add\n +this: \(not set\)/);
  await shown.press('end');
  expect(shown.frame()).toMatch(/delivery\.added +3 +7 +\+4/);
});

test('a page about a run is written for those who have no tada', async () => {
  const shown = await showWizard(playedServices({ runs: [FAILED] }), {
    id: 'run-details',
    runId: FAILED.record.id,
  });
  await shown.press('enter', '7');
  expect(shown.frame()).toContain('run-R-20260301-abcd.html');
  await shown.press('enter');
  await shown.settle();
  expect(shown.frame()).toContain('Page written to /data/run-R-20260301-abcd.html');
});

test('a run is deleted after a question, and the list knows', async () => {
  const services = playedServices({ runs: [FAILED, COMPLETED] });
  const shown = await showWizard(services, { id: 'runs' });
  await shown.press('down', 'enter');
  await shown.settle();
  await shown.press('enter');
  expect(shown.frame()).toContain('Delete this run');
  await shown.press('up', 'enter');
  expect(shown.frame()).toContain('Delete the run R-2 with everything kept of it?');
  await shown.press('y');
  await shown.settle();
  await shown.settle();
  expect(shown.frame()).toContain('vip');
  expect(shown.frame()).not.toContain('newsletter');
});

test('a run that is still needed is deleted only by typing its id', async () => {
  const services = playedServices({ runs: [FAILED], kept: 'unfinished' });
  const shown = await showWizard(services, { id: 'run-details', runId: FAILED.record.id });
  await shown.press('enter', 'up', 'enter', 'y');
  await shown.settle();
  expect(shown.frame()).toContain('The run is still there: it never ended and can be resumed.');
  await shown.type('R-2');
  await shown.press('enter');
  expect(shown.frame()).toContain('Type R-20260301-abcd, exactly');
  await shown.press('ctrl+u');
  await shown.type(FAILED.record.id);
  await shown.press('enter');
  await shown.settle();
  expect(services.runs.list().runs).toEqual([]);
});

test.each([
  [80, 24],
  [40, 15],
])('list, details and menu fit into %i×%i', async (columns, rows) => {
  const services = playedServices({ runs: [FAILED, COMPLETED], brokenRuns: ['R-broken'] });
  const shown = await showWizard(services, { id: 'runs' }, { columns, rows });
  expectToFit(shown, columns, rows);
  await shown.press('enter');
  await shown.settle();
  expectToFit(shown, columns, rows);
  await shown.press('enter');
  expectToFit(shown, columns, rows);
  await shown.press('6', 'enter');
  expectToFit(shown, columns, rows);
  await shown.press('escape', 'escape', 'up', 'enter');
  expectToFit(shown, columns, rows);
});
