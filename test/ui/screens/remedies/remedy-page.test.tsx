import { expect, test } from 'vitest';
import type { Advertiser } from '../../../../src/core/ports/tiktok.ts';
import type { Fault } from '../../../../src/core/remedies/faults.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import {
  ADVERTISER,
  playedServices,
  profileIn,
  recordWith,
  type ServiceAnswers,
} from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { NO_ROWS, previewWith, summaryWith } from '../../support/delivery-values.ts';
import type { Shown, ShowOptions } from '../../support/show.tsx';

const REQUEST_ID = '20260301090510A0B1C2D3E4F5A6B7C8';
const OTHER = '7000000000000000001';

function advertiser(changes: Partial<Advertiser>): Advertiser {
  return {
    id: ADVERTISER,
    name: 'Acme Essentials',
    status: 'STATUS_ENABLE',
    currency: 'USD',
    timeZone: 'UTC',
    role: 'ADMIN',
    ...changes,
  };
}

const notFound = makeFault({
  kind: 'advertiser-not-found',
  code: 40002,
  message: `The advertiser ${ADVERTISER} doesn't exist or has been deleted.`,
  requestId: REQUEST_ID,
});

/** A run that failed at its first task. */
async function failed(fault: Fault, answers: ServiceAnswers = {}, options?: ShowOptions) {
  const services = playedServices(answers);
  const shown = await showWizard(services, { id: 'run', orchestration: 'vip' }, options);
  const [run] = services.played;
  run?.tell(
    { type: 'task', name: 'check', status: 'error', fault },
    { type: 'fault', ...fault },
    { type: 'summary', ...summaryWith({ outcome: 'error', rows: NO_ROWS, audience: undefined }) },
  );
  run?.end();
  await shown.settle();
  await shown.settle();
  return { services, shown };
}

async function choose(shown: Shown, label: string): Promise<void> {
  const number = new RegExp(`(\\d) . ${label}`).exec(shown.frame())?.[1];
  if (number === undefined) throw new Error(`${label} is not offered:\n${shown.frame()}`);
  await shown.press(number);
  await shown.settle();
  await shown.settle();
}

/** What is highlighted, without its number. */
function highlighted(shown: Shown): string | undefined {
  return /❯ \d +(.*)/.exec(shown.frame())?.[1];
}

const reachingOther = async () => ({
  user: 'Ada Admin',
  advertisers: [advertiser({ id: OTHER, name: 'Acme Outlet' }), advertiser({ id: '71', role: 'ANALYST' })],
  advertisersProblem: undefined,
});

test('a failure tells the task, the meaning, TikTok’s words, the code and the request id', async () => {
  const { shown } = await failed(notFound);
  const frame = shown.frame().replace(/\s+/g, ' ');
  expect(frame).toContain('✗ Check the connection: failed. TikTok does not know this advertiser account');
  expect(frame).toContain(
    `TikTok: “The advertiser ${ADVERTISER} doesn't exist or has been deleted.” (code 40002)`,
  );
  expect(frame).toContain(`Request id ${REQUEST_ID}`);
});

test('a small window says what a failure means in full, and where the rest is', async () => {
  const denied = makeFault({
    kind: 'missing-permission',
    code: 40001,
    message: `No permission to operate advertiser: ${ADVERTISER}`,
    requestId: REQUEST_ID,
  });
  const { shown } = await failed(denied, {}, { columns: 40, rows: 20 });
  expect(shown.frame().replace(/\s+/g, ' ')).toContain(denied.explanation);
  expect(shown.frame()).toContain(REQUEST_ID);
  expect(shown.frame()).toContain('Tab details');
  expectToFit(shown, 40, 20);
  await shown.press('tab');
  expect(shown.frame()).toContain('Check the connection: failed.');
});

test('causes and everything else are on a page of their own', async () => {
  const { shown } = await failed(notFound);
  await shown.press('tab');
  expect(shown.frame()).toContain('The advertiser id has a typing mistake.');
  await shown.press('end');
  expect(shown.frame()).toContain('Choose an advertiser that this credential reaches.');
  await shown.press('escape');
  expect(shown.frame()).toContain('What can be done');
});

test('advertiser not found: another one is chosen here, and Resolve goes on with the same run', async () => {
  const { services, shown } = await failed(notFound, { token: reachingOther });
  expect(shown.frame()).toContain('✗ Choose another advertiser');
  expect(shown.frame()).toContain('✓ TikTok accepts the token of “acme”, authorized by Ada Admin.');
  await choose(shown, 'Choose another advertiser');
  expect(shown.frame()).toContain('Acme Outlet');
  await shown.press('enter');
  await shown.settle();
  await shown.settle();
  expect(services.profile.load().destinations[0]?.advertiserIds).toEqual([OTHER]);
  expect(shown.frame()).toContain(`“acme audiences” now delivers to ${OTHER}.`);
  expect(highlighted(shown)).toContain('Resolve: go on from the task that failed');
  await shown.press('enter');
  await shown.settle();
  expect(services.played[1]).toMatchObject({ how: 'resume', of: 'R-20260301-abcd' });
});

test('an account on which the person is an Analyst can’t be chosen, and says why', async () => {
  const token = async () => ({
    user: 'Ada',
    advertisers: [advertiser({ id: OTHER, role: 'ANALYST' })],
    advertisersProblem: undefined,
  });
  const { services, shown } = await failed(notFound, { token });
  await choose(shown, 'Choose another advertiser');
  await shown.press('enter');
  expect(shown.frame()).toContain('Admin or Operator (recommended) is needed.');
  expect(services.profile.load().destinations[0]?.advertiserIds).toEqual([ADVERTISER]);
});

test('invalid credentials: authorized again from here, then Resolve', async () => {
  const fault = makeFault({
    kind: 'invalid-credentials',
    code: 40105,
    message: 'Access token is incorrect.',
  });
  const { services, shown } = await failed(fault);
  expect(highlighted(shown)).toContain('Authorize the credential again');
  await shown.press('enter');
  expect(shown.frame()).toContain('FORM id=credential name=acme authorizeOnly=true');
  await shown.press('enter');
  await shown.settle();
  expect(highlighted(shown)).toContain('Resolve');
  await shown.press('enter');
  await shown.settle();
  expect(services.played[1]?.how).toBe('resume');
});

test('missing permission: who has which role, which is needed, and a link for somebody who has it', async () => {
  const fault = makeFault({ kind: 'missing-permission', code: 40001, message: 'No permission.' });
  const token = async () => ({
    user: 'Anna Analyst',
    advertisers: [advertiser({ role: 'ANALYST' })],
    advertisersProblem: undefined,
  });
  const { shown } = await failed(fault, { token });
  expect(shown.frame()).toContain(`Anna Analyst is an Analyst of ${ADVERTISER}; Analysts only read.`);
  await shown.press('down');
  expect(shown.frame()).toContain('Admin or Operator (recommended)');
  await choose(shown, 'Make an authorization link');
  expect(shown.frame()).toContain('FORM id=credential name=acme authorizeOnly=true');
});

test('Business Center opens in the browser, its address is told, and Resolve comes next', async () => {
  const fault = makeFault({ kind: 'missing-permission', code: 40001, message: 'No permission.' });
  const { services, shown } = await failed(fault, { profile: profileIn('production') });
  await choose(shown, 'Open TikTok Business Center');
  expect(services.opened).toEqual(['https://business.tiktok.com/']);
  expect(shown.frame()).toContain('https://business.tiktok.com/');
  expect(highlighted(shown)).toContain('Resolve');
});

test('from the simulator nothing real is opened', async () => {
  const fault = makeFault({ kind: 'missing-permission', code: 40001, message: 'No permission.' });
  const { services, shown } = await failed(fault);
  await choose(shown, 'Open TikTok Business Center');
  expect(services.opened).toEqual([]);
  expect(shown.frame()).toContain('The simulator has no Business Center');
});

test('a form that is left with Esc repairs nothing', async () => {
  const { shown } = await failed(notFound);
  await choose(shown, 'Check the advertiser id');
  expect(shown.frame()).toContain('FORM id=destination name=acme audiences focus=advertiser');
  await shown.press('escape');
  await shown.settle();
  expect(highlighted(shown)).not.toContain('Resolve');
});

test('the request id is copied', async () => {
  const { services, shown } = await failed(notFound);
  await choose(shown, 'Copy the request id');
  expect(services.copied).toEqual([REQUEST_ID]);
});

test('a support bundle is written', async () => {
  const { shown } = await failed(notFound);
  await choose(shown, 'Make a support bundle');
  await shown.press('enter');
  await shown.settle();
  expect(shown.frame()).toContain('Support bundle written to /data/bundle-R-20260301-abcd.zip');
});

test('rejected values are offered once the rows were read', async () => {
  const record = recordWith();
  const journal = [{ type: 'staged', staged: previewWith().staged, at: '2026-03-01T09:05:10.000Z' }] as const;
  const { services, shown } = await failed(makeFault({ kind: 'network', message: 'reset' }), {
    runs: [{ record, journal, audience: undefined }],
  });
  await choose(shown, 'Save the list of what can’t be used');
  await shown.press('enter');
  await shown.settle();
  expect([...services.saved.keys()]).toEqual(['rejects-R-20260301-abcd.csv']);
});

test('waiting counts down and goes on, at once if wanted', async () => {
  const { services, shown } = await failed(
    makeFault({ kind: 'rate-limited', code: 40100, message: 'Slow down.' }),
  );
  await shown.press('enter');
  expect(shown.frame()).toContain('Going on in 5 min.');
  await shown.press('enter');
  await shown.settle();
  expect(services.played[1]?.how).toBe('resume');
});

test('starting again begins with a new preview', async () => {
  const { services, shown } = await failed(notFound);
  await choose(shown, 'Start the run again');
  expect(shown.frame()).toContain('❯ Funnel');
  expect(services.played).toHaveLength(1);
});

test.each([
  [80, 24],
  [40, 15],
])('a failure with everything it can have fits into %i×%i', async (columns, rows) => {
  const fault = makeFault({
    kind: 'advertiser-not-found',
    code: 40002,
    message: 'long words of TikTok’s '.repeat(20),
    requestId: REQUEST_ID,
  });
  const { shown } = await failed(fault, { token: reachingOther }, { columns, rows });
  expectToFit(shown, columns, rows);
  expect(shown.frame()).toContain('What can be done');
  await shown.press('tab');
  expectToFit(shown, columns, rows);
});
