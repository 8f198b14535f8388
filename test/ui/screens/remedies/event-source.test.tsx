import { expect, test } from 'vitest';
import type { Advertiser, EventSetInfo } from '../../../../src/core/ports/tiktok.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import type { CredentialService } from '../../../../src/wizard/credential-service.ts';
import { ADVERTISER, playedServices, recordWith } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { NO_ROWS, summaryWith } from '../../support/delivery-values.ts';
import { known } from '../../support/fake-services.ts';
import type { Shown, ShowOptions } from '../../support/show.tsx';

const RIGHT: EventSetInfo = {
  id: '7200000000000000001',
  name: 'Stores',
  description: undefined,
  autoTracking: undefined,
};
const ACCOUNT: Advertiser = {
  id: ADVERTISER,
  name: 'Acme Essentials',
  status: 'STATUS_ENABLE',
  currency: 'USD',
  timeZone: 'UTC',
  role: 'ADMIN',
};
const REACHED = { user: 'Ada Admin', advertisers: [ACCOUNT], advertisersProblem: undefined };

const fault = makeFault({
  kind: 'event-source-invalid',
  code: 40001,
  message: `No permission to operate event source: ${ADVERTISER}.`,
});

/** A run of events that TikTok refused, with the look at its event source open. */
async function look(credentials: Partial<CredentialService> = {}, options?: ShowOptions) {
  const played = playedServices({ runs: [{ record: recordWith(), journal: [], audience: undefined }] });
  const services = {
    ...played,
    credentials: {
      ...played.credentials,
      eventSets: async () => [RIGHT],
      inspect: async () => REACHED,
      ...credentials,
    },
  };
  const shown = await showWizard(services, { id: 'run', orchestration: 'sales' }, options);
  const [run] = played.played;
  run?.tell(
    { type: 'task', name: 'deliver', status: 'error', fault },
    { type: 'fault', ...fault },
    { type: 'summary', ...summaryWith({ outcome: 'error', rows: NO_ROWS, audience: undefined }) },
  );
  run?.end();
  await settle(shown);
  expect(shown.frame()).toContain('Choose another event source');
  await shown.press('enter');
  await settle(shown);
  return { services, played, shown };
}

async function settle(shown: Shown): Promise<void> {
  for (let round = 0; round < 6; round += 1) await shown.settle();
}

async function press(shown: Shown, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await shown.press(key);
    await settle(shown);
  }
}

test('source, advertiser and name are told in this order, with what was found', async () => {
  const { shown } = await look();
  const frame = shown.frame().replaceAll(/\s+/g, ' ');
  expect(frame).toContain(`✗ Event source: wrong. TikTok does not list the event set ${ADVERTISER}`);
  expect(frame).toContain(`✓ Advertiser: ok. The credential reaches ${ADVERTISER} (Admin).`);
  expect(frame).toContain('• Event name: can’t be checked. The rows name their events');
  expect(frame.indexOf('Event source')).toBeLessThan(frame.indexOf('Advertiser'));
  expect(frame).toContain('❯ 1 Choose another event set');
});

test('another event set is picked here, looked at again, and Resolve goes on with the same run', async () => {
  const { services, played, shown } = await look();
  await press(shown, '1');
  expect(shown.frame()).toContain('❯ 1 Stores');
  await press(shown, 'enter');
  expect(services.profile.load().destinations[1]).toMatchObject({ eventSourceId: RIGHT.id });
  expect(shown.frame()).toContain('✓ Event source: ok.');
  expect(shown.frame()).toContain('❯ 1 Resolve: go on from the task that failed');
  await press(shown, 'enter');
  expect(played.played[1]).toMatchObject({ how: 'resume', of: 'R-20260301-abcd' });
});

test('what TikTok doesn’t tell is never called wrong', async () => {
  const { shown } = await look({
    eventSets: async () => {
      throw known('missing-permission', 'No permission.', 'Ask an admin.');
    },
  });
  expect(shown.frame()).toContain('• Event source: can’t be checked.');
  expect(shown.frame()).not.toContain('wrong.');
});

test('an advertiser out of reach is the cause, and another one is picked', async () => {
  const other = { ...ACCOUNT, id: '7654321098765432110', name: 'Acme Outlet' };
  const { services, shown } = await look({
    eventSets: async () => [{ ...RIGHT, id: ADVERTISER }],
    inspect: async () => ({ ...REACHED, advertisers: [other] }),
  });
  expect(shown.frame()).toContain('✗ Advertiser: wrong.');
  expect(shown.frame()).toContain('❯ 2 Choose another advertiser');
  await press(shown, 'enter', 'enter');
  expect(services.profile.load().destinations[1]?.advertiserIds).toEqual(['7654321098765432110']);
});

test('where rows name the events, the query is what changes them', async () => {
  const { shown } = await look();
  await press(shown, '3');
  expect(shown.frame()).toContain('FORM id=query name=all');
});

test.each([
  ['80×24', { columns: 80, rows: 24 }],
  ['40×15', { columns: 40, rows: 15 }],
])('the look fits into %s', async (_, options) => {
  const { shown } = await look({}, options);
  expect(shown.frame().split('\n').length).toBeLessThanOrEqual(options.rows - 1);
});

test('Esc leads back to everything that can be done', async () => {
  const { shown } = await look();
  await press(shown, 'escape');
  expect(shown.frame()).toContain('What can be done');
});
