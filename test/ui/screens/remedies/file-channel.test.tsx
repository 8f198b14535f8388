import { expect, test } from 'vitest';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import { playedServices } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { NO_ROWS, summaryWith } from '../../support/delivery-values.ts';

const fault = makeFault({ kind: 'streaming-not-allowed', code: 40118, message: 'Not in whitelist.' });

test('streaming isn’t allowed: the destination is set to customer files, and Resolve goes on', async () => {
  const services = playedServices({});
  const shown = await showWizard(services, { id: 'run', orchestration: 'vip' });
  services.played[0]?.tell(
    { type: 'task', name: 'deliver', status: 'error', fault },
    { type: 'fault', ...fault },
    { type: 'summary', ...summaryWith({ outcome: 'error', rows: NO_ROWS, audience: undefined }) },
  );
  services.played[0]?.end();
  await shown.settle();
  await shown.settle();
  expect(shown.frame()).toMatch(/❯ \d +Deliver as a customer file instead/);

  await shown.press('enter');
  await shown.settle();
  await shown.settle();
  expect(services.profile.load().destinations[0]).toMatchObject({ channel: 'file' });
  expect(shown.frame()).toContain('now delivers customer files.');
  expect(shown.frame()).toMatch(/❯ \d +Resolve: go on from the task that failed/);
  await shown.press('enter');
  await shown.settle();
  expect(services.played[1]).toMatchObject({ how: 'resume' });
});
