import { describe, expect, it } from 'vitest';
import { KnownError } from '../../../src/core/errors.ts';
import { exitCodeOf } from '../../../src/core/remedies/exit-codes.ts';
import {
  type FaultKind,
  LOCAL_FAULT_KINDS,
  TIKTOK_FAULT_KINDS,
  WORKFLOW_ACTION_IDS,
} from '../../../src/core/remedies/faults.ts';
import { OutcomeUnknownError } from '../../../src/core/remedies/outcome-unknown.ts';
import { knownErrorFromFault, makeFault, remedyOf } from '../../../src/core/remedies/remedies.ts';

const KINDS: readonly FaultKind[] = [...TIKTOK_FAULT_KINDS, ...LOCAL_FAULT_KINDS];

function actionsOf(kind: FaultKind, requestId?: string): readonly string[] {
  return makeFault({ kind, message: 'a message', requestId }).actions.map(({ id }) => id);
}

describe.each(KINDS)('a fault of kind %s', (kind) => {
  it('says in one sentence what it means, and what to do next', () => {
    const { explanation, nextStep } = remedyOf(kind);
    for (const sentence of [explanation, nextStep]) {
      expect(sentence).toMatch(/^[A-Z][^\n]*\.$/);
      expect(sentence).not.toMatch(/[.!?] [A-Z]|!/);
    }
  });

  it('names its causes in whole sentences', () => {
    const { causes } = remedyOf(kind);
    expect(causes.length).toBeGreaterThanOrEqual(kind === 'cancelled' ? 0 : 1);
    for (const cause of causes) {
      expect(cause).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('offers actions of the contract, each once and with a title of at most 70 columns', () => {
    const { actions } = makeFault({ kind, message: '', requestId: 'R1' });
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
    for (const { id, title } of actions) {
      expect(WORKFLOW_ACTION_IDS).toContain(id);
      expect(title).toMatch(/^[A-Z]/);
      expect(title.length).toBeLessThanOrEqual(70);
    }
  });

  it('can always be retried, restarted, bundled, and its rejects saved', () => {
    expect(actionsOf(kind)).toEqual(
      expect.arrayContaining(['retry-task', 'restart-run', 'save-rejects', 'support-bundle']),
    );
  });

  it('offers the request id when there is one', () => {
    expect(actionsOf(kind, '2020042715295501023125104093250')).toContain('copy-request-id');
    expect(actionsOf(kind)).not.toContain('copy-request-id');
  });

  it('becomes an error with the fault, the hint and no cause', () => {
    const fault = makeFault({ kind, message: 'a message', requestId: 'R1' });
    const error = knownErrorFromFault(fault);
    expect(error).toBeInstanceOf(KnownError);
    expect(error).toMatchObject({ kind, fault, requestId: 'R1', hint: remedyOf(kind).nextStep });
    expect(error.cause).toBeUndefined();
  });
});

describe('actions', () => {
  it.each<[FaultKind, readonly string[]]>([
    [
      'advertiser-not-found',
      ['choose-advertiser', 'edit-destination', 'edit-template', 'open-business-center', 'retry-task'],
    ],
    ['invalid-credentials', ['reauthorize', 'retry-task']],
    ['missing-permission', ['open-business-center', 'reauthorize', 'choose-advertiser', 'retry-task']],
    ['missing-scope', ['reauthorize', 'retry-task']],
    ['streaming-not-allowed', ['use-file-channel', 'reauthorize', 'retry-task']],
    [
      'event-source-invalid',
      ['choose-event-source', 'edit-destination', 'choose-advertiser', 'edit-template'],
    ],
    ['rate-limited', ['wait', 'retry-task']],
    ['maintenance', ['wait', 'retry-task']],
    ['source-changed', ['restart-run']],
  ])('for %s begin with %j', (kind, expected) => {
    expect(actionsOf(kind).slice(0, expected.length)).toEqual(expected);
  });

  it('for a missing role name the roles that work', () => {
    const { explanation, nextStep, involves } = remedyOf('missing-permission');
    expect([explanation, nextStep, ...involves].join(' ')).toMatch(/Admin or Operator/);
  });

  it('for an event source say in which order to check', () => {
    expect(remedyOf('event-source-invalid').explanation).toMatch(
      /source id, then the advertiser, then the event name/,
    );
  });
});

describe('a missing scope', () => {
  it.each([
    ['/event/track/', 'Measurement → Report Conversion Event'],
    ['/segment/audience/', 'Audience Management → Create and Update Custom Audiences'],
    ['/dmp/custom_audience/list/', 'Audience Management → Read Custom Audiences'],
    ['/bc/get/', 'Ad Account Management → Business Center → Read'],
    ['/pixel/list/', 'Pixel Management → Read Pixels'],
    ['/offline/get/', 'Offline Events Management → Read'],
  ])('on %s names %s', (path, permission) => {
    expect(makeFault({ kind: 'missing-scope', message: '', path }).explanation).toContain(permission);
  });
});

describe('the message of an error', () => {
  it("holds what it means, TikTok's words and the code", () => {
    const fault = makeFault({
      kind: 'invalid-credentials',
      code: 40105,
      message: 'Access token is incorrect.',
    });
    expect(knownErrorFromFault(fault).message).toBe(
      'TikTok does not accept this credential any more. TikTok says: “Access token is incorrect.” (code 40105).',
    );
  });

  it('tells an HTTP status from a code', () => {
    const fault = makeFault({ kind: 'tiktok-unavailable', code: 502, message: '502 Bad Gateway' });
    expect(knownErrorFromFault(fault).message).toContain('HTTP 502: 502 Bad Gateway');
  });

  it('of a local fault keeps its lines', () => {
    const message = 'line 2:\n  SELECT emial\n         ^';
    expect(makeFault({ kind: 'query-failed', message }).message).toBe(message);
  });

  it('of a local fault holds no e-mail address', () => {
    const message = "Could not convert 'jane@example.com'\nto a number";
    expect(makeFault({ kind: 'query-failed', message }).message).toBe(
      "Could not convert '[e-mail]'\nto a number",
    );
  });
});

describe('exit codes', () => {
  const expected: Readonly<Record<number, readonly Parameters<typeof exitCodeOf>[0][]>> = {
    2: ['usage', 'configuration', 'source-unreadable', 'query-failed', 'disk-full'],
    3: ['nothing-to-send', 'safety-stop', 'source-changed', 'locked'],
    4: [
      'forbidden-by-policy',
      'invalid-credentials',
      'missing-permission',
      'missing-scope',
      'advertiser-not-found',
      'advertiser-disabled',
      'streaming-not-allowed',
      'event-source-invalid',
      'audience-not-found',
      'audience-too-small',
      'audience-limit',
      'invalid-parameters',
      'unhashed-data',
      'file-refused',
      'partial',
      'unknown',
    ],
    5: ['rate-limited', 'maintenance', 'tiktok-unavailable', 'network'],
    130: ['cancelled'],
  };

  it('cover every kind', () => {
    expect(new Set(Object.values(expected).flat()).size).toBe(KINDS.length + 3);
  });

  it.each(
    Object.entries(expected).flatMap(([code, kinds]) => kinds.map((kind) => [kind, Number(code)] as const)),
  )('%s ends with %i', (kind, code) => {
    expect(exitCodeOf(kind)).toBe(code);
  });
});

describe('an outcome that is not known', () => {
  it('is a known error of the kind of its fault', () => {
    const fault = makeFault({ kind: 'network', message: 'no answer' });
    const error = new OutcomeUnknownError({ fault, message: 'm', hint: 'h' });
    expect(error).toBeInstanceOf(KnownError);
    expect(error).toMatchObject({ kind: 'network', fault, hint: 'h' });
  });
});
