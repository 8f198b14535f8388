import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Advertiser } from '../../../../src/core/ports/tiktok.ts';
import { EMPTY_PROFILE } from '../../../../src/core/profiles/schema.ts';
import {
  type FormAction,
  pageOf,
  reduceForm,
  startForm,
} from '../../../../src/wizard/journeys/common/form.ts';
import {
  type CredentialAnswers,
  draftOf,
  newCredential,
  savedCredential,
  toSave,
  withChange,
} from '../../../../src/wizard/journeys/credential/answers.ts';
import {
  accessInWords,
  CREDENTIAL_FORM,
  type CredentialStep,
  checkAccess,
  checkAppId,
  checkRedirectUri,
  checkSecret,
} from '../../../../src/wizard/journeys/credential/credential-form.ts';
import { roleAdvice, standingOf, statusName } from '../../../../src/wizard/journeys/credential/standing.ts';
import type { SimulatorAccess } from '../../../../src/wizard/services.ts';
import { SAMPLE_PROFILE } from '../../../ui/support/sample-profile.ts';

const SIMULATOR: SimulatorAccess = {
  appId: '7000000000000000001',
  secret: 'the secret',
  accessToken: 'the token',
  advertiserIds: ['7654321098765432109'],
  sampleFolder: '/samples',
};

const VIEW = { user: 'Ada', advertisers: [], advertisersProblem: undefined };

const [SAVED] = SAMPLE_PROFILE.credentials;

function saved(isAuthorizeOnly: boolean): CredentialAnswers {
  if (SAVED === undefined) throw new Error('The sample has a credential');
  const draft = { environment: SAVED.environment, appId: SAVED.appId, secret: 'stored' };
  return savedCredential(SAVED, draft, { isAuthorizeOnly, isDemo: false });
}

/** The steps a person sees who answers each without changing anything. */
function walk(answers: CredentialAnswers): readonly CredentialStep[] {
  const seen: CredentialStep[] = [];
  let state = startForm(CREDENTIAL_FORM, answers);
  while (!seen.includes(pageOf(state))) {
    seen.push(pageOf(state));
    state = reduceForm(CREDENTIAL_FORM, state, { type: 'answer', answers: {} });
  }
  return seen;
}

describe('the steps of a credential', () => {
  test('in the demo nothing has to be typed, and there is no environment to choose', () => {
    const answers = newCredential(EMPTY_PROFILE, SIMULATOR);
    expect(walk(answers)).toEqual(['name', 'method', 'appId', 'secret', 'token', 'review']);
    expect(answers).toMatchObject({ name: 'demo', environment: 'simulator', accessToken: 'the token' });
  });

  test('a second demo credential gets a free name', () => {
    const profile = { ...EMPTY_PROFILE, credentials: [{ name: 'demo', environment: 'simulator' as const }] };
    expect(newCredential(profile, SIMULATOR).name).toBe('demo 2');
  });

  test('the sandbox has no page to authorize on', () => {
    const answers = { ...newCredential(EMPTY_PROFILE, undefined), environment: 'sandbox' as const };
    expect(walk(answers)).toEqual(['name', 'environment', 'appId', 'token', 'review']);
  });

  test('production goes through the browser', () => {
    const answers = { ...newCredential(EMPTY_PROFILE, undefined), appId: '7000' };
    expect(walk(answers)).toEqual(['name', 'environment', 'method', 'appId', 'secret', 'browser', 'review']);
  });

  test('authorizing again asks for nothing but the access', () => {
    const answers = { ...saved(true), environment: 'production' as const };
    expect(walk(answers)).toEqual(['method', 'browser', 'review']);
  });
});

describe('what is checked', () => {
  const browser = newCredential(EMPTY_PROFILE, undefined);
  const token = { ...browser, method: 'token' as const };

  test('the browser needs app id and secret, a token neither', () => {
    expect(checkAppId(browser)).toBeDefined();
    expect(checkSecret(browser)).toBeDefined();
    expect(checkAppId(token)).toBeUndefined();
    expect(checkSecret(token)).toBeUndefined();
  });

  test('an app id is digits, however it comes', () => {
    expect(checkAppId({ ...token, appId: 'awx123' })).toContain('digits');
    expect(checkAppId({ ...token, appId: '7000000000000000001' })).toBeUndefined();
  });

  test('a saved secret may stay', () => {
    expect(checkSecret({ ...saved(false), environment: 'production' })).toBeUndefined();
  });

  test('a redirect URL is a web address or left out', () => {
    expect(checkRedirectUri('')).toBeUndefined();
    expect(checkRedirectUri('https://acme.example/cb')).toBeUndefined();
    expect(checkRedirectUri('acme.example')).toBeDefined();
    expect(checkRedirectUri('javascript:alert(1)')).toBeDefined();
  });

  test('a new credential needs access that TikTok has accepted', () => {
    expect(checkAccess(token)).toBeDefined();
    expect(checkAccess({ ...token, view: VIEW })).toBeUndefined();
  });

  test('a saved token stands until the app or the environment changes', () => {
    expect(checkAccess(saved(false))).toBeUndefined();
    expect(checkAccess({ ...saved(false), environment: 'production' })).toBeDefined();
    expect(checkAccess({ ...saved(false), appId: '7000000000000000002' })).toBeDefined();
    expect(accessInWords(saved(false))).toBe('kept, accepted 2026-02-03');
  });

  test('a change of what a token belongs to makes TikTok’s word about it void', () => {
    const known = { ...token, appId: '1', view: VIEW };
    expect({ ...known, ...withChange(known, { appId: '12' }) }.view).toBeUndefined();
    expect({ ...known, ...withChange(known, { appId: '1' }) }.view).toBe(VIEW);
  });
});

describe('what is saved', () => {
  test('a token only after TikTok has seen it', () => {
    const answers = { ...newCredential(EMPTY_PROFILE, SIMULATOR), accessToken: 'typed' };
    expect(toSave(answers, 'now').secrets.accessToken).toBeUndefined();
    expect(toSave({ ...answers, view: VIEW }, 'now')).toEqual({
      credential: {
        name: 'demo',
        environment: 'simulator',
        appId: '7000000000000000001',
        lastValidated: 'now',
      },
      secrets: { secret: 'the secret', accessToken: 'typed' },
    });
  });

  test('a stored secret is used to ask and not saved again', () => {
    expect(draftOf(saved(false)).secret).toBe('stored');
    expect(toSave(saved(false), 'now').secrets).toEqual({ secret: undefined, accessToken: undefined });
    expect(toSave(saved(false), 'now').credential.lastValidated).toBe('2026-02-03T04:05:06.000Z');
  });
});

function advertiser(role: Advertiser['role'], name = 'Acme'): Advertiser {
  return { id: '1', name, status: 'STATUS_ENABLE', currency: 'USD', timeZone: 'UTC', role };
}

describe('roles', () => {
  test('Admin and Operator work, an Analyst doesn’t, an unknown role may', () => {
    expect(standingOf(advertiser('ADMIN'))).toBe('works');
    expect(standingOf(advertiser('OPERATOR'))).toBe('works');
    expect(standingOf(advertiser('ANALYST'))).toBe('refused');
    expect(standingOf(advertiser('unknown'))).toBe('unknown');
  });

  test('an Analyst everywhere is an error that names the role and where to change it', () => {
    const advice = roleAdvice([advertiser('ANALYST')]);
    expect(advice).toMatchObject({ kind: 'error' });
    expect(advice?.hint).toContain('Operator (recommended)');
    expect(advice?.hint).toContain('Business Center, Users');
  });

  test('an Analyst beside unknown roles is an error too: nothing is known to work', () => {
    expect(roleAdvice([advertiser('unknown'), advertiser('ANALYST')])).toMatchObject({ kind: 'error' });
  });

  test('an Analyst somewhere is named, and only counted where there are many', () => {
    expect(roleAdvice([advertiser('ADMIN'), advertiser('ANALYST', 'Reports')])?.text).toContain('Reports');
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => advertiser('ANALYST', name));
    expect(roleAdvice([advertiser('ADMIN'), ...many])?.text).toContain('a, b, c and 2 more');
  });

  test('an unknown role is told and no obstacle; known good ones need no words', () => {
    expect(roleAdvice([advertiser('unknown')])).toMatchObject({ kind: 'info' });
    expect(roleAdvice([advertiser('OPERATOR')])).toBeUndefined();
  });

  test('a status is told in words', () => {
    expect(statusName('STATUS_ENABLE')).toBe('enabled');
    expect(statusName('STATUS_DISABLE')).toBe('disabled');
    expect(statusName('STATUS_LIMIT')).toBe('limited');
    expect(statusName('STATUS_PENDING_CONFIRM')).toBe('pending confirm');
    expect(statusName(undefined)).toBe('unknown');
  });
});

const anyChange = fc.record<Partial<CredentialAnswers>>(
  {
    name: fc.string(),
    appId: fc.string(),
    secret: fc.string(),
    environment: fc.constantFrom('production', 'sandbox', 'simulator'),
    method: fc.constantFrom('browser', 'token'),
    view: fc.constantFrom(VIEW, undefined),
  },
  { requiredKeys: [] },
);
const anyStep = fc.constantFrom(...CREDENTIAL_FORM.steps.map(({ id }) => id));
const anyAction: fc.Arbitrary<FormAction<CredentialStep, CredentialAnswers>> = fc.oneof(
  fc.record({ type: fc.constant('note' as const), answers: anyChange }),
  fc.record({ type: fc.constant('answer' as const), answers: anyChange }),
  fc.constant({ type: 'back' as const }),
  fc.record({ type: fc.constant('edit' as const), step: anyStep }),
);

test('whatever is done, nothing typed is lost, and a token TikTok hasn’t seen is never saved', () => {
  fc.assert(
    fc.property(fc.array(anyAction, { maxLength: 30 }), (pressed) => {
      let state = startForm(CREDENTIAL_FORM, newCredential(EMPTY_PROFILE, SIMULATOR));
      let given = state.answers;
      for (const action of pressed) {
        state = reduceForm(CREDENTIAL_FORM, state, action);
        if ('answers' in action) given = { ...given, ...action.answers };
        expect(state.answers).toEqual(given);
      }
      const { secrets } = toSave(state.answers, 'now');
      if (state.answers.view === undefined) expect(secrets.accessToken).toBeUndefined();
    }),
  );
});
