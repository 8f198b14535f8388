import { expect, test } from 'vitest';
import type { Advertiser } from '../../../../src/core/ports/tiktok.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import { type FailureFacts, guideFor } from '../../../../src/wizard/journeys/remedies/guide.ts';
import { remediesFor } from '../../../../src/wizard/journeys/remedies/remedy-items.ts';
import { NOTHING_REPAIRED, reduceRepair } from '../../../../src/wizard/journeys/remedies/repair-state.ts';

const ID = '7654321098765432109';

const FACTS: FailureFacts = {
  destination: 'acme audiences',
  template: 'customers',
  credential: 'acme',
  environment: 'production',
  advertiserIds: [ID],
  lastValidated: '2026-02-03T10:00:00.000Z',
  reachable: undefined,
  user: 'Ada Admin',
};

const FAILED = {
  canResume: true,
  canRestart: true,
  knowsSettings: true,
  canBundle: false,
  hasRejects: false,
  isRepaired: false,
};

function advertiser(changes: Partial<Advertiser>): Advertiser {
  return {
    id: ID,
    name: 'Acme',
    status: 'STATUS_ENABLE',
    currency: 'USD',
    timeZone: 'UTC',
    role: 'ADMIN',
    ...changes,
  };
}

const notFound = makeFault({ kind: 'advertiser-not-found', code: 40300, message: 'Advertiser not exist.' });
const noPermission = makeFault({ kind: 'missing-permission', code: 40001, message: 'No permission.' });
const badToken = makeFault({ kind: 'invalid-credentials', code: 40105, message: 'Token revoked.' });

function lines(...args: Parameters<typeof remediesFor>): readonly string[] {
  return remediesFor(...args).items.map(({ id, step }) => `${step?.state ?? '-'} ${id}`);
}

test('an advertiser that isn’t found: destination, template, Business Center, another one, Resolve', () => {
  expect(lines(notFound, FAILED, FACTS)).toEqual([
    'verified edit-destination',
    'verified edit-template',
    'open open-business-center',
    'open choose-advertiser',
    'open retry-task',
    '- restart-run',
  ]);
  expect(guideFor(notFound, FACTS).verified).toEqual([
    'TikTok accepts the token of “acme”, authorized by Ada Admin.',
  ]);
});

test('an id that lost a digit is found out, and highlighted', () => {
  const facts = { ...FACTS, advertiserIds: ['765432109876543210'] };
  const remedies = remediesFor(notFound, FAILED, facts);
  expect(remedies.items[0]).toMatchObject({ id: 'edit-destination', step: { state: 'wrong' } });
  expect(remedies.first).toBe('edit-destination');
});

test('an account that the credential doesn’t reach is found out, and choosing another one highlighted', () => {
  const facts = { ...FACTS, reachable: [advertiser({ id: '7000000000000000001' })] };
  const { items, first } = remediesFor(notFound, FAILED, facts);
  expect(first).toBe('choose-advertiser');
  expect(items.find(({ id }) => id === first)?.step?.finding).toBe(
    `The credential does not reach ${ID}; it reaches 1 account.`,
  );
});

test('invalid credentials: the credential, a new authorization, Resolve', () => {
  expect(lines(badToken, FAILED, FACTS)).toEqual([
    'open edit-credential',
    'open reauthorize',
    'open retry-task',
    '- restart-run',
  ]);
  expect(guideFor(badToken, FACTS).steps[0]?.finding).toBe(
    'TikTok refuses the token of “acme” (last accepted 2026-02-03).',
  );
});

test('of invalid credentials, authorizing again is what is highlighted', () => {
  expect(remediesFor(badToken, FAILED, FACTS).first).toBe('reauthorize');
});

test('missing permission names the person, the role they have and the role that is needed', () => {
  const steps = guideFor(noPermission, { ...FACTS, reachable: [advertiser({ role: 'ANALYST' })] }).steps;
  expect(steps.map(({ action }) => action)).toEqual(['open-business-center', 'reauthorize', 'retry-task']);
  expect(steps[0]?.finding).toBe(`Ada Admin is an Analyst of ${ID}; Analysts only read.`);
  expect(steps[1]?.finding).toContain('Admin or Operator (recommended)');
});

test('the role that the check found is believed where accounts can’t be listed', () => {
  const fault = makeFault({ kind: 'missing-permission', message: `The user is an Analyst of ${ID}.` });
  expect(guideFor(fault, FACTS).steps[0]?.state).toBe('wrong');
});

test('a role that was changed meanwhile is told, without being called the cause', () => {
  const [role] = guideFor(noPermission, { ...FACTS, reachable: [advertiser({ role: 'OPERATOR' })] }).steps;
  expect(role).toMatchObject({ state: 'open' });
  expect(role?.finding).toContain('Ada Admin is Operator by now');
});

test('a role that TikTok doesn’t tell is open, not fine', () => {
  const facts = { ...FACTS, reachable: [advertiser({ role: 'unknown' })] };
  expect(guideFor(noPermission, facts).steps[0]?.state).toBe('open');
});

test('after a repair Resolve comes first and is highlighted', () => {
  const repaired = reduceRepair(NOTHING_REPAIRED, { type: 'repaired', what: 'The advertiser is 765…' });
  const { items, first } = remediesFor(notFound, { ...FAILED, isRepaired: repaired.isRepaired }, FACTS);
  expect(first).toBe('retry-task');
  expect(items[0]).toMatchObject({ id: 'retry-task', title: 'Resolve: go on from the task that failed' });
  expect(items.filter(({ id }) => id === 'retry-task')).toHaveLength(1);
});

test('where a new preview is needed, that is what Resolve means', () => {
  const fault = makeFault({ kind: 'source-changed', message: '' });
  const { items } = remediesFor(fault, { ...FAILED, isRepaired: true }, FACTS);
  expect(items[0]).toMatchObject({ id: 'restart-run', title: 'Resolve: look at a new preview, then send' });
});

test('other faults keep the order of their own actions, and so do all without facts', () => {
  expect(lines(makeFault({ kind: 'rate-limited', message: '' }), FAILED, FACTS)).toEqual([
    '- wait',
    '- retry-task',
    '- restart-run',
  ]);
  expect(lines(notFound, FAILED, undefined)[0]).toBe('- choose-advertiser');
});
