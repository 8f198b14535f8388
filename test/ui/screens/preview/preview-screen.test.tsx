import { act } from 'react';
import { describe, expect, test } from 'vitest';
import { KnownError } from '../../../../src/core/errors.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { playedServices, type ServiceAnswers } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { columnWith, planWith, previewWith } from '../../support/delivery-values.ts';
import type { ShowOptions } from '../../support/show.tsx';

const HASH = 'ab'.repeat(32);

const MASKED = previewWith({
  staged: {
    ...previewWith().staged,
    rowsRead: 4000,
    columns: [
      columnWith({ rows: 4000, plain: 3600, empty: 200, rejected: { 'not-an-email': 200 } }),
      columnWith({
        type: 'PHONE',
        column: 'mobile',
        rows: 4000,
        plain: 3000,
        empty: 600,
        rejected: { 'no-country': 400 },
      }),
    ],
  },
  plan: planWith({
    added: 6600,
    rows: { read: 4000, withIdentifier: 3900, valid: 3800, unique: 3700, sent: 3700 },
  }),
  warnings: [{ code: 'no-default-country', message: '400 phone numbers have no country code.' }],
  sample: [
    {
      row: 1,
      values: [
        {
          type: 'EMAIL',
          column: 'EMAIL',
          read: 'J•••@E•••.com',
          normalised: 'j•••@e•••.com',
          hash: HASH,
          reason: null,
        },
        { type: 'PHONE', column: 'mobile', read: '•••', normalised: null, hash: null, reason: 'no-country' },
      ],
    },
  ],
  request: {
    method: 'POST',
    path: '/segment/mapping/',
    body: { action: 'add', batch_data: Array.from({ length: 200 }, () => [{ id: HASH }, {}]) },
  },
});

async function open(answers: ServiceAnswers = {}, options?: ShowOptions) {
  const services = playedServices({ preview: MASKED, ...answers });
  const shown = await showWizard(services, { id: 'preview', orchestration: 'vip' }, options);
  return { services, shown };
}

test('the first page is the funnel, with counts, shares and every id type', async () => {
  const { shown } = await open();
  const frame = shown.frame();
  expect(frame).toMatch(/Rows read +█+ +4,000 +100%/);
  expect(frame).toMatch(/Unique people +█+░+ +3,700 +93%/);
  expect(frame).toMatch(/To add +█+ +6,600 +100%/);
  expect(frame).toMatch(/PHONE +mobile +3,000 +400 +600/);
});

test('the pages turn with Tab and the arrows, in both directions', async () => {
  const { shown } = await open();
  await shown.press('tab');
  expect(shown.frame()).toContain('❯ Columns');
  await shown.press('left', 'left');
  expect(shown.frame()).toContain('❯ Request');
  await shown.press('right');
  expect(shown.frame()).toContain('❯ Funnel');
});

test('every reason for a rejected value is told with its count and in a sentence', async () => {
  const { shown } = await open();
  await shown.press('tab');
  expect(shown.frame()).toContain('200 · not-an-email: It is not an e-mail address.');
  expect(shown.frame()).toContain('400 · no-country: It has no country code');
});

test('warnings have a sign and a word, and their number stands on the tab', async () => {
  const { shown } = await open();
  expect(shown.frame()).toContain('Warnings 1');
  await shown.press('tab', 'tab', 'tab');
  expect(shown.frame()).toContain('▲ Warning: 400 phone numbers have no country code.');
});

test('the sample shows what is read, what is hashed and the hash, and why a value isn’t sent', async () => {
  const { shown } = await open();
  await shown.press('tab', 'tab');
  expect(shown.frame()).toContain('1 EMAIL  J•••@E•••.com → j•••@e•••.com');
  expect(shown.frame()).toContain(HASH);
  expect(shown.frame()).toContain('Not sent: It has no country code');
  expect(shown.frame()).toContain('the number with its + is hashed');
});

test('values are shown in the clear only after u, and masked again when the page is left', async () => {
  const clear = {
    row: 1,
    values: [
      {
        type: 'EMAIL',
        column: 'EMAIL',
        read: 'Jane@Example.com',
        normalised: 'jane@example.com',
        hash: HASH,
        reason: null,
      },
    ],
  } as const;
  const { services, shown } = await open({ preview: 'by-hand' });
  services.previews[0]?.finish(MASKED);
  await shown.settle();
  await shown.press('u');
  expect(services.previews).toHaveLength(1);

  await shown.press('tab', 'tab', 'u');
  expect(services.previews[1]?.options.unmask).toBe(true);
  services.previews[1]?.finish(previewWith({ ...MASKED, sample: [clear] }));
  await shown.settle();
  expect(shown.frame()).toContain('Jane@Example.com → jane@example.com');
  expect(shown.frame()).toContain('Shown as they are');

  await shown.press('right', 'left');
  expect(shown.frame()).not.toContain('Jane');
  expect(shown.frame()).toContain('J•••@E•••.com');
});

test('a refusal to unmask is told on the page', async () => {
  const { services, shown } = await open({ preview: 'by-hand' });
  services.previews[0]?.finish(MASKED);
  await shown.settle();
  await shown.press('tab', 'tab', 'u');
  services.previews[1]?.fail(
    new KnownError({
      kind: 'forbidden-by-policy',
      message: 'You may not see personal data.',
      hint: 'Ask an administrator.',
    }),
  );
  await shown.settle();
  expect(shown.frame()).toContain('You may not see personal data.');
  expect(shown.frame()).toContain('J•••@E•••.com');
});

test('the request can be read letter by letter, to its end', async () => {
  const { shown } = await open();
  await shown.press('r');
  expect(shown.frame()).toContain('POST /segment/mapping/');
  expect(shown.frame()).toContain(`"id": "${HASH}"`);
  await shown.press('end');
  expect(shown.frame()).not.toContain('POST /segment/mapping/');
  expect(shown.frame()).toMatch(/\n }\n/);
});

test('rejected values are saved with their places and reasons, under a name that is free', async () => {
  const { services, shown } = await open();
  await shown.press('s', 'enter');
  await shown.settle();
  expect(shown.frame()).toContain('1 rejected value written to /data/rejects-vip.csv');
  expect(services.saved.get('rejects-vip.csv')).toEqual([
    { row: 3, column: 'EMAIL', type: 'EMAIL', reason: 'not-an-email' },
  ]);
  await shown.press('s', 'enter');
  await shown.settle();
  expect(shown.frame()).toContain('rejects-vip.csv exists already. Choose another name.');
});

describe('while it is made', () => {
  test('it tells how far it is, and Esc stops it and leaves', async () => {
    const { services, shown } = await open({ preview: 'by-hand' });
    await act(async () => services.previews[0]?.options.call.onProgress?.({ rows: 12_000 }));
    expect(shown.frame()).toContain('12,000 rows');
    await shown.press('escape');
    await shown.settle();
    expect(services.previews[0]?.options.call.signal?.aborted).toBe(true);
    expect(shown.error()).toBeUndefined();
  });

  test('Ctrl+C stops it first and says so', async () => {
    const { services, shown } = await open({ preview: 'by-hand' });
    await shown.press('ctrl+c');
    await shown.settle();
    expect(services.previews[0]?.options.call.signal?.aborted).toBe(true);
    expect(shown.frame()).toContain('Stopped the preview. Press Ctrl+C again to leave.');
    expect(shown.departure()).toBeUndefined();
  });
});

test('a query that fails is told with its place, and can be changed from here', async () => {
  const { services, shown } = await open({ preview: 'by-hand' });
  services.previews[0]?.fail(
    new KnownError({
      kind: 'query-failed',
      message: 'There is no column "emial".\n\nSELECT emial\n       ^',
      hint: 'Did you mean "email"?',
    }),
  );
  await shown.settle();
  expect(shown.frame()).toContain('Did you mean "email"?');
  await shown.press('1');
  expect(shown.frame()).toContain('FORM id=query name=all');
  await shown.press('enter');
  await shown.settle();
  expect(services.previews).toHaveLength(2);
});

test('an unexpected error is nobody’s answer: it reaches the error boundary', async () => {
  const { services, shown } = await open({ preview: 'by-hand' });
  services.previews[0]?.fail(new TypeError('broken'));
  await shown.settle();
  expect(shown.error()).toBeInstanceOf(TypeError);
});

test('of events it shows names, amounts and what was delivered before', async () => {
  const services = playedServices();
  const shown = await showWizard(services, { id: 'preview', orchestration: 'sales' });
  expect(shown.frame()).toMatch(/Delivered before +█+░+ +2 +17%/);
  await shown.press('tab');
  expect(shown.frame()).toContain('completepayment: 1 row; did you mean CompletePayment?');
});

test.each([
  [80, 24],
  [40, 15],
])('every page fits into %i×%i', async (columns, rows) => {
  const { shown } = await open({}, { columns, rows });
  for (const page of ['funnel', 'columns', 'sample', 'warnings', 'request']) {
    expectToFit(shown, columns, rows);
    expect(shown.frame(), page).toContain('Enter review and send');
    await shown.press('tab');
  }
});
