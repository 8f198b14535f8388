import { expect, test } from 'vitest';
import type { CheckReport } from '../../../../src/core/delivery/health-check.ts';
import { KnownError } from '../../../../src/core/errors.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { playedServices } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import type { ShowOptions } from '../../support/show.tsx';

const fault = makeFault({ kind: 'missing-permission', code: 40001, message: 'No permission.' });
const GOOD: CheckReport = {
  ok: true,
  checks: [
    { name: 'network', ok: true, detail: 'TikTok answers.' },
    { name: 'token', ok: true, detail: 'TikTok accepts the token (Ada).' },
  ],
};
const BAD: CheckReport = {
  ok: false,
  checks: [
    { name: 'network', ok: true, detail: 'TikTok answers.' },
    { name: 'role', ok: false, detail: 'Analysts can only read.', fault },
  ],
};

/** Answers each check with the next report. */
async function check(reports: readonly (CheckReport | KnownError)[], options?: ShowOptions) {
  const left = [...reports];
  const services = playedServices({
    check: async () => {
      const next = left.shift();
      if (next === undefined || next instanceof KnownError) throw next ?? new Error('No report is left');
      return next;
    },
  });
  const shown = await showWizard(services, { id: 'check', destination: 'acme audiences' }, options);
  return { services, shown };
}

test('everything that is right is a line', async () => {
  const { shown } = await check([GOOD]);
  expect(shown.frame()).toContain('✓ Everything a delivery needs is there.');
  expect(shown.frame()).toContain('✓ network  TikTok answers.');
  expect(shown.frame()).not.toContain('what can be done');
});

test('what works now and may not for long is marked, and nothing is wrong', async () => {
  const message = 'TikTok lets the audience "VIP" expire on 2026-04-01.';
  const warning = { code: 'audience-expiring', message } as const;
  const { shown } = await check([
    { ok: true, checks: [...GOOD.checks, { name: 'audiences', ok: true, detail: message, warning }] },
  ]);
  expect(shown.frame()).toContain(`▲ audiences  ${message}`);
  expect(shown.frame()).toContain('✓ Everything a delivery needs is there.');
});

test('what a token may not read is marked, and not called right', async () => {
  const message = 'The token lacks scopes for reading.';
  const warning = { code: 'role-unknown', message } as const;
  const { shown } = await check([
    { ok: true, checks: [...GOOD.checks, { name: 'scopes', ok: true, detail: message, warning }] },
  ]);
  expect(shown.frame()).toContain(`▲ scopes  ${message}`);
  expect(shown.frame()).toContain('✓ Nothing is wrong that could be checked.');
});

test('what is wrong is explained, and leads to what can be done', async () => {
  const { shown } = await check([BAD, GOOD]);
  expect(shown.frame()).toContain('✗ role  Analysts can only read.');
  expect(shown.frame()).toContain('may not do this');
  await shown.press('enter');
  await shown.settle();
  expect(shown.frame()).toContain('Make an authorization link for an Admin or Operator');
  expect(shown.frame()).not.toContain('Resolve');
  await shown.press('escape');
  await shown.settle();
  expect(shown.frame()).toContain('✓ Everything a delivery needs is there.');
});

test('it can be checked again', async () => {
  const { shown } = await check([BAD, GOOD]);
  await shown.press('r');
  await shown.settle();
  expect(shown.frame()).toContain('✓ Everything a delivery needs is there.');
});

test('a check that can’t be made says why, and where to change it', async () => {
  const missing = new KnownError({
    kind: 'configuration',
    message: 'No access token yet.',
    hint: 'Authorize it.',
  });
  const { shown } = await check([missing, GOOD]);
  expect(shown.frame()).toContain('No access token yet.');
  await shown.press('2');
  expect(shown.frame()).toContain('FORM id=destination name=acme audiences');
  await shown.press('enter');
  await shown.settle();
  expect(shown.frame()).toContain('✓ Everything a delivery needs is there.');
});

test.each([
  [80, 24],
  [40, 15],
])('a check fits into %i×%i', async (columns, rows) => {
  const { shown } = await check([BAD], { columns, rows });
  expectToFit(shown, columns, rows);
});
