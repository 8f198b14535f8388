import { expect, test } from 'vitest';
import { EMPTY_PROFILE } from '../../../../src/core/profiles/schema.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import type { RunView } from '../../../../src/wizard/run-service.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { playedServices, profileIn, recordWith } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';

const AT = '2026-03-01T09:05:10.000Z';
const REQUEST_ID = '202603010905100A0B1C2D3E4F5A6B7C8';
const fault = makeFault({
  kind: 'invalid-credentials',
  code: 40105,
  message: 'Access token is incorrect.',
  requestId: REQUEST_ID,
});
const FAILED: RunView = {
  record: recordWith({ outcome: 'error', fault }),
  journal: [{ type: 'task', name: 'check', status: 'error', fault, at: AT }],
  audience: undefined,
};
const BODY = JSON.stringify(
  {
    code: 40002,
    message: "The advertiser 123 doesn't exist or has been deleted.",
    request_id: REQUEST_ID,
    data: {},
  },
  null,
  2,
);

test('a failed run comes first, is explained, and goes on from here', async () => {
  const services = playedServices({ runs: [FAILED] });
  const shown = await showWizard(services, { id: 'diagnose' });
  expect(shown.frame()).toMatch(/1 vip failed +\d{4}-/);
  await shown.press('enter');
  await shown.settle();
  expect(shown.frame()).toContain('Run R-20260301-abcd of vip failed at the task “Check the connection”.');
  expect(shown.frame()).toContain('TikTok: “Access token is incorrect.” (code 40105)');
  expect(shown.frame()).toContain(`Request id ${REQUEST_ID}`);
  await shown.press('2', 'enter');
  await shown.settle();
  expect(shown.frame()).toContain('Resolve: go on from the task that failed');
  await shown.press('enter');
  await shown.settle();
  expect(services.played[0]).toMatchObject({ how: 'resume', of: FAILED.record.id });
});

test('opened for a run it shows that run at once, and says so when it didn’t fail', async () => {
  const { id } = FAILED.record;
  const shown = await showWizard(playedServices({ runs: [FAILED] }), { id: 'diagnose', runId: id });
  expect(shown.frame()).toContain('failed at the task');
  const record = recordWith({ outcome: 'completed' });
  const fine = playedServices({ runs: [{ ...FAILED, record }] });
  const other = await showWizard(fine, { id: 'diagnose', runId: id });
  expect(other.frame()).toContain(`The run ${id} did not fail.`);
});

test('a pasted answer is explained at once, with what can be done for its destination', async () => {
  const services = playedServices();
  const shown = await showWizard(services, { id: 'diagnose' });
  await shown.press('1');
  await shown.paste(BODY);
  expect(shown.frame()).toContain('Which destination was it for?');
  await shown.press('1');
  await shown.settle();
  expect(shown.frame()).toContain('TikTok’s answer:');
  expect(shown.frame()).toContain(`Request id ${REQUEST_ID}`);
  expect(shown.frame()).toContain('Choose another advertiser');
  expect(shown.frame()).not.toContain('Resolve');
  await shown.press('escape');
  expect(shown.frame()).toContain('Paste TikTok’s answer');
});

test('of an answer that belongs to nothing here only the meaning is told', async () => {
  const shown = await showWizard(playedServices({ profile: EMPTY_PROFILE }), { id: 'diagnose' });
  await shown.press('1');
  await shown.paste(BODY);
  await shown.settle();
  expect(shown.frame()).toContain('TikTok’s answer:');
  expect(shown.frame()).toContain('Open TikTok Business Center');
  expect(shown.frame()).not.toContain('Choose another advertiser');
});

test('what is pasted is never drawn, and can be put together from pieces', async () => {
  const shown = await showWizard(playedServices(), { id: 'diagnose' });
  await shown.press('1');
  await shown.paste('{"email": "jane.doe@example.com",\r\n');
  expect(shown.frame()).toContain('That is no answer of TikTok’s');
  expect(shown.frame()).not.toContain('jane');
  await shown.type('"code": 40105}');
  expect(shown.frame()).toContain('2 lines');
  await shown.press('ctrl+s');
  expect(shown.frame()).toContain('Which destination was it for?');
});

test('an answer that was no error says so, and a paste can be cleared', async () => {
  const shown = await showWizard(playedServices(), { id: 'diagnose' });
  await shown.press('1');
  await shown.paste('{"code":0,"message":"OK"}');
  expect(shown.frame()).toContain('TikTok answered with code 0: that request succeeded.');
  await shown.press('ctrl+u');
  expect(shown.frame()).toContain('Nothing is pasted yet.');
});

test('every destination can be checked from here', async () => {
  const check = async () => ({
    ok: true,
    checks: [{ name: 'network' as const, ok: true, detail: 'TikTok answers.' }],
  });
  const shown = await showWizard(playedServices({ check }), { id: 'diagnose' });
  expect(shown.frame()).toContain('Check acme events');
  await shown.press('2');
  await shown.settle();
  expect(shown.frame()).toContain('TikTok answers.');
});

test.each([
  [80, 24],
  [40, 15],
])('menu, paste and answer fit into %i×%i', async (columns, rows) => {
  const services = playedServices({ runs: [FAILED], profile: profileIn('production') });
  const shown = await showWizard(services, { id: 'diagnose' }, { columns, rows });
  expectToFit(shown, columns, rows);
  await shown.press('enter');
  await shown.settle();
  expectToFit(shown, columns, rows);
  await shown.press('escape', '2');
  expectToFit(shown, columns, rows);
  await shown.paste('nonsense');
  expectToFit(shown, columns, rows);
  await shown.paste(BODY);
  expectToFit(shown, columns, rows);
  await shown.press('1');
  await shown.settle();
  expectToFit(shown, columns, rows);
});
