import { describe, expect, test } from 'vitest';
import { KnownError } from '../../../../src/core/errors.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import { problemText } from '../../../../src/ui/screens/common/problem-text.ts';
import { playedServices, recordWith } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { NO_ROWS, summaryWith } from '../../support/delivery-values.ts';

/** As long as TikTok's are. */
const REQUEST_ID = '20261122084815010189104103A1B2C3D4';

const LONG = new KnownError({
  kind: 'tiktok-unavailable',
  message:
    'TikTok did not answer as it should, eight times in a row over the last four minutes, the last time with HTTP 502 from a gateway that stands in between.',
  hint: 'Wait for some minutes and try again; if it happens again, give the request id to TikTok’s support.',
  requestId: REQUEST_ID,
});

const SIZES = [
  [40, 15],
  [80, 24],
  [120, 40],
] as const;

describe.each(SIZES)('at %i × %i', (columns, rows) => {
  test('a failure begins with what went wrong, and shows the whole request id and every way on', async () => {
    const services = playedServices({ check: () => Promise.reject(LONG) });
    const view = await showWizard(
      services,
      { id: 'check', destination: 'acme audiences' },
      { columns, rows },
    );
    const lines = view.frame().split('\n');
    expect(view.frame()).toContain('Error: TikTok did not answer');
    expect(view.frame()).toContain(REQUEST_ID);
    expect(view.frame()).toContain('1 Check again');
    expect(view.frame()).toContain('2 Change the destination');
    expect(lines.length).toBeLessThanOrEqual(rows);
    await view.press('ctrl+y');
    expect(services.copied).toEqual([REQUEST_ID]);
    expect(view.frame()).toContain('copied');
  });

  test('a failed run does so too, whatever TikTok said', async () => {
    const fault = makeFault({
      kind: 'invalid-parameters',
      code: 40002,
      message: `Some parameter is wrong, ${'and this sentence goes on and on '.repeat(6)}`,
      requestId: REQUEST_ID,
    });
    const record = recordWith({ outcome: 'error', fault, summary: summaryWith({ rows: NO_ROWS }) });
    const services = playedServices({ runs: [{ record, journal: [], audience: undefined }] });
    const view = await showWizard(services, { id: 'diagnose', runId: record.id }, { columns, rows });
    expect(view.frame()).toContain(REQUEST_ID);
    expect(view.frame()).toContain('What can be done');
    await view.press('ctrl+y');
    await view.settle();
    expect(services.copied).toEqual([REQUEST_ID]);
    expect(view.frame()).toContain(REQUEST_ID);
    await view.press('tab');
    await view.settle();
    expect(view.frame()).toContain(REQUEST_ID);
  });
});

test('below a field the request id stands behind what to do', () => {
  expect(problemText(LONG)).toMatch(
    new RegExp(`^TikTok did not answer .* TikTok’s support\\. Request id ${REQUEST_ID}$`),
  );
  const local = new KnownError({ kind: 'usage', message: 'There is no such file.', hint: 'Look again.' });
  expect(problemText(local)).toBe('There is no such file. Look again.');
});

test('what a small window cuts off is there after Tab, and Esc leads back', async () => {
  const services = playedServices({ check: () => Promise.reject(LONG) });
  const screen = { id: 'check', destination: 'acme audiences' } as const;
  const view = await showWizard(services, screen, { columns: 40, rows: 15 });
  expect(view.frame()).not.toContain('TikTok’s support');
  await view.press('tab');
  await view.settle();
  expect(view.frame().replaceAll(/\s+/g, ' ')).toContain('TikTok’s support');
  await view.press('escape');
  await view.settle();
  expect(view.frame()).toContain('1 Check again');
  const roomy = await showWizard(services, screen);
  expect(roomy.frame()).not.toContain('all of it');
});
