import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KnownErrorKind } from '../../src/core/errors.ts';
import { exitCodeOf } from '../../src/core/remedies/exit-codes.ts';
import type { FaultKind, WorkflowActionId } from '../../src/core/remedies/faults.ts';
import { OutcomeUnknownError } from '../../src/core/remedies/outcome-unknown.ts';
import { SIMULATOR_FAULTS } from '../../src/simulator/index.ts';
import { SDK_CODES } from '../core/remedies/sdk-codes.ts';
import { connect, knownErrorOf } from './support/connect.ts';
import { CALLS, type CallName, type FaultRig, openFaultRig } from './support/fault-rig.ts';
import { no } from './support/scripted-server.ts';

/** What a kind of fault ends with: the exit code, and what resolves it in the order it is offered. */
const ENDINGS = {
  'invalid-credentials': [4, 'reauthorize retry-task'],
  'missing-permission': [4, 'open-business-center reauthorize choose-advertiser retry-task'],
  'missing-scope': [4, 'reauthorize retry-task'],
  'advertiser-not-found': [
    4,
    'choose-advertiser edit-destination edit-template open-business-center retry-task',
  ],
  'streaming-not-allowed': [4, 'use-file-channel reauthorize retry-task'],
  'event-source-invalid': [
    4,
    'choose-event-source edit-destination choose-advertiser edit-template retry-task',
  ],
  'audience-not-found': [4, 'edit-destination choose-advertiser retry-task'],
  'invalid-parameters': [4, 'edit-destination edit-template retry-task'],
  'unhashed-data': [4, 'edit-template retry-task'],
  'file-refused': [4, 'edit-template retry-task'],
  partial: [4, 'retry-task'],
  unknown: [4, 'retry-task'],
  'rate-limited': [5, 'wait retry-task'],
  maintenance: [5, 'wait retry-task'],
  'tiktok-unavailable': [5, 'wait retry-task'],
  network: [5, 'retry-task wait'],
} as const satisfies Partial<Record<KnownErrorKind, readonly [number, string]>>;

type Kind = keyof typeof ENDINGS;

const ALWAYS: readonly WorkflowActionId[] = [
  'restart-run',
  'save-rejects',
  'support-bundle',
  'copy-request-id',
];

/** `once`: the same request gets the same answer. `again`: repeated with waits. `unknown`: as `again`, and then
 * nobody knows whether it was carried out. `never`: not repeated although nobody knows. */
type Repeating = 'once' | 'again' | 'unknown' | 'never';

const WALK: readonly (readonly [fault: string, call: CallName, kind: Kind, repeating: Repeating])[] = [
  // Tokens and codes
  ['token-revoked', 'user', 'invalid-credentials', 'once'],
  ['token-empty', 'list', 'invalid-credentials', 'once'],
  ['token-empty-events', 'track', 'invalid-credentials', 'once'],
  ['token-expired', 'map', 'invalid-credentials', 'once'],
  ['auth-code-used', 'exchange', 'invalid-credentials', 'once'],
  ['auth-code-used-40002', 'exchange', 'invalid-credentials', 'once'],
  ['auth-code-expired', 'exchange', 'invalid-credentials', 'once'],
  ['app-forbidden', 'track', 'missing-permission', 'once'],
  ['app-forbidden', 'create', 'streaming-not-allowed', 'once'],
  // Roles, scopes, accounts
  ['no-permission', 'map', 'missing-permission', 'once'],
  ['role-too-low', 'track', 'missing-permission', 'once'],
  ['scope-missing', 'list', 'missing-scope', 'once'],
  ['scope-not-authorized', 'track', 'missing-scope', 'once'],
  ['advertiser-missing', 'map', 'advertiser-not-found', 'once'],
  ['advertiser-missing-40001', 'list', 'advertiser-not-found', 'once'],
  ['advertiser-missing-51008', 'map', 'advertiser-not-found', 'once'],
  ['advertiser-missing-40300', 'upload', 'advertiser-not-found', 'once'],
  ['advertiser-role', 'map', 'missing-permission', 'once'],
  ['streaming-not-allowed', 'create', 'streaming-not-allowed', 'once'],
  ['sandbox-unsupported', 'list', 'invalid-parameters', 'once'],
  // What was sent
  ['event-id-not-string', 'track', 'invalid-parameters', 'once'],
  ['event-source-not-string', 'track', 'event-source-invalid', 'once'],
  ['content-id-not-string', 'track', 'invalid-parameters', 'once'],
  ['too-many-events', 'track', 'invalid-parameters', 'once'],
  ['event-source-unknown', 'track', 'event-source-invalid', 'once'],
  ['event-source-not-exist', 'track', 'event-source-invalid', 'once'],
  ['audience-unknown', 'map', 'audience-not-found', 'once'],
  ['pii-not-hashed', 'map', 'unhashed-data', 'once'],
  ['batch-size', 'map', 'invalid-parameters', 'once'],
  ['partial', 'map', 'partial', 'once'],
  ['invalid-parameters', 'map', 'invalid-parameters', 'once'],
  ['unknown-code', 'map', 'unknown', 'once'],
  ['too-large', 'map', 'invalid-parameters', 'once'],
  // Files; a signature may have suffered on the way, so that one is tried once more
  ['file-signature', 'upload', 'file-refused', 'again'],
  ['file-empty', 'upload', 'file-refused', 'once'],
  ['file-too-large', 'upload', 'file-refused', 'once'],
  ['file-type', 'upload', 'file-refused', 'once'],
  ['file-mismatch', 'upload', 'file-refused', 'once'],
  ['file-expired', 'fileUpdate', 'file-refused', 'once'],
  // Limits, which turn a request away at the door
  ['rate-limit', 'map', 'rate-limited', 'again'],
  ['rate-limit-second', 'track', 'rate-limited', 'again'],
  ['rate-limit-ban', 'map', 'rate-limited', 'again'],
  ['rate-limit-frequency', 'list', 'rate-limited', 'again'],
  ['rate-limit-advertiser', 'map', 'rate-limited', 'again'],
  ['rate-limit-legacy', 'create', 'rate-limited', 'again'],
  ['rate-limit-40132', 'user', 'rate-limited', 'again'],
  ['rate-limit-61000', 'map', 'rate-limited', 'again'],
  ['maintenance', 'create', 'maintenance', 'again'],
  // TikTok's own troubles: a change may have been made before them
  ['write-conflict', 'map', 'tiktok-unavailable', 'unknown'],
  ['system-error', 'track', 'tiktok-unavailable', 'unknown'],
  ['system-network-error', 'list', 'tiktok-unavailable', 'again'],
  ['system-timeout', 'create', 'tiktok-unavailable', 'never'],
  ['service-timeout', 'map', 'tiktok-unavailable', 'unknown'],
  ['bad-gateway', 'map', 'tiktok-unavailable', 'unknown'],
  ['bad-gateway-after-apply', 'create', 'tiktok-unavailable', 'never'],
  ['truncated-json', 'track', 'tiktok-unavailable', 'unknown'],
  ['empty-body', 'list', 'tiktok-unavailable', 'again'],
  // The way there
  ['reset', 'list', 'network', 'again'],
  ['reset-after-apply', 'create', 'network', 'never'],
  ['timeout', 'map', 'network', 'unknown'],
  ['timeout-after-apply', 'create', 'network', 'never'],
];

/** Faults that end nothing: an unusual form, a late answer, limits that the client keeps within. */
const HARMLESS = ['quotas', 'slow', 'numeric-ids', 'clock-skew', 'documented-event-statuses'];
/** Answers that never come take as long as a client waits for them. */
const SHORT_PATIENCE_MS = 30;

let rig: FaultRig;
beforeAll(async () => {
  rig = await openFaultRig();
});
afterAll(() => rig.close());

/** Makes a call while a fault lasts; how often it was repeated after a wait. */
async function walk(fault: string, call: CallName) {
  const { control } = rig.simulator;
  control.addFault(fault);
  let retries = 0;
  const clients = rig.clients(fault.startsWith('timeout') ? SHORT_PATIENCE_MS : undefined);
  const made = CALLS[call](clients, {
    onWait: ({ isPacing }) => {
      if (isPacing !== true) retries += 1;
    },
  });
  const outcome = await made.then(
    () => 'done' as const,
    (error: unknown) => error,
  );
  control.clearFaults();
  return { outcome, retries };
}

describe('every answer that the simulator can give', () => {
  test('is walked here', () => {
    const walked = new Set([...WALK.map(([fault]) => fault), ...HARMLESS]);
    expect(SIMULATOR_FAULTS.map(({ name }) => name).filter((name) => !walked.has(name))).toEqual([]);
  });

  test('without a fault every call is fine', async () => {
    for (const call of ['user', 'list', 'map', 'create', 'track', 'upload'] as const) {
      expect(await CALLS[call](rig.clients(), {}), call).toBeDefined();
    }
  });

  test.each(WALK)('%s during %s is %s, repeated: %s', async (fault, call, kind, repeating) => {
    const { outcome, retries } = await walk(fault, call);
    const error = await knownErrorOf(Promise.reject(outcome));
    const [exitCode, actions] = ENDINGS[kind];
    expect(error.kind).toBe(kind);
    expect(retries > 0).toBe(repeating === 'again' || repeating === 'unknown');
    expect(error instanceof OutcomeUnknownError).toBe(repeating === 'unknown' || repeating === 'never');
    expect(exitCodeOf(error.kind)).toBe(exitCode);
    const own = error.fault?.actions.map(({ id }) => id).filter((id) => !ALWAYS.includes(id));
    expect(own?.join(' ')).toBe(actions);
    expect(error.hint).not.toBe('');
    // TikTok's own answers have a request id, which its support asks for.
    const isTikToks = (error.fault?.code ?? 0) >= 1000;
    expect(error.requestId !== undefined).toBe(isTikToks);
  });

  test.each(
    WALK.filter(
      ([, call, , repeating]) => repeating !== 'once' && repeating !== 'never' && call !== 'create',
    ),
  )('%s during %s is gone by itself when it passes', async (fault, call) => {
    const { outcome, retries } = await walk(`${fault}*1`, call);
    expect(outcome).toBe('done');
    expect(retries).toBe(1);
  });
});

describe('every code of TikTok’s, over HTTP', () => {
  const ROWS = SDK_CODES.flatMap(({ kind, retry, codes }) => codes.map((code) => ({ code, kind, retry })));
  /** What is about streaming by itself is about a permission where nothing is streamed. */
  const ELSEWHERE: Readonly<Record<number, FaultKind>> = {
    40117: 'missing-scope',
    40118: 'missing-scope',
  };

  test('means one kind of fault, is repeated or not, and ends with that kind’s exit code', async () => {
    let code = 0;
    const connected = await connect(() => no(code));
    for (const row of ROWS) {
      code = row.code;
      const before = connected.received.length;
      const error = await knownErrorOf(connected.tiktok.userInfo());
      const isRepeated = connected.received.length - before > 1;
      const kind = ELSEWHERE[code] ?? row.kind;
      expect({ code, kind: error.kind, isRepeated }).toEqual({ code, kind, isRepeated: row.retry !== 'no' });
      expect(exitCodeOf(error.kind), `${code}`).toBe(ENDINGS[error.kind as Kind][0]);
      expect(error.requestId).toBe(`REQUEST-${code}`);
    }
  });
});
