import { describe, expect, test } from 'vitest';
import type { Authorization } from '../../../../src/wizard/credential-service.ts';
import { ADVERTISER, type Fake, fakeServices, known, VIEW } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import type { Shown } from '../../support/show.tsx';
import { showWizard, walk } from '../../support/show-wizard.tsx';

/** A new production credential, up to where the browser or the token is asked for. */
async function untilAccess(fake: Fake, method: 'browser' | 'token'): Promise<Shown> {
  const view = await showWizard(fake, { id: 'credential' });
  await view.paste('acme');
  await walk(view, 'enter', 'enter', ...(method === 'browser' ? ['enter'] : ['down', 'enter']));
  if (method === 'token') {
    await walk(view, 'enter');
    return view;
  }
  await view.paste('7000000000000000001');
  await walk(view, 'enter');
  await view.paste('app-secret');
  await walk(view, 'enter');
  return view;
}

describe('a credential with an access token', () => {
  test('is saved after TikTok has accepted the token, and no secret is ever shown', async () => {
    const fake = fakeServices();
    const view = await untilAccess(fake, 'token');
    await view.paste('good-token');
    expect(view.frame()).not.toContain('good-token');
    await walk(view, 'enter');
    expect(view.frame()).toContain('TikTok accepts it: Ada, 1 advertiser.');
    expect(view.frame()).toContain('Acme Essentials');
    expect(view.frame()).toMatch(/enabled .*USD .*America.* Operator/);
    await walk(view, 'enter');
    expect(view.frame()).toContain('Secrets are kept in the system keyring.');
    await walk(view, 'enter');
    expect(fake.profile().credentials).toMatchObject([
      { name: 'acme', environment: 'production', accessToken: { keyring: true } },
    ]);
    expect(fake.secrets.get('acme/accessToken')).toBe('good-token');
  });

  test('says in place why a token is refused, until the next key', async () => {
    const view = await untilAccess(fakeServices(), 'token');
    await view.paste('bad');
    await walk(view, 'enter');
    expect(view.frame()).toContain('✗ TikTok refuses this token. Authorize again.');
    await view.type('x');
    expect(view.frame()).not.toContain('TikTok refuses');
  });

  test('refuses a name that is taken', async () => {
    const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }), { id: 'credential' });
    await view.paste('acme');
    await walk(view, 'enter');
    expect(view.frame()).toContain('This name is taken');
  });
});

describe('authorizing in the browser', () => {
  test('shows the link on a line of its own, opens it and copies it', async () => {
    const fake = fakeServices();
    const view = await untilAccess(fake, 'browser');
    const [authorization] = fake.authorizations;
    expect(
      view
        .frame()
        .split('\n')
        .map((line) => line.trim()),
    ).toContain(authorization?.url);
    await walk(view, 'o', 'c');
    expect(fake.openedPages).toEqual([authorization?.url]);
    expect(fake.copied).toEqual([authorization?.url]);
  });

  test('goes on when the browser comes back, and closes the callback', async () => {
    const fake = fakeServices();
    const view = await untilAccess(fake, 'browser');
    fake.authorizations[0]?.grant('good-token');
    await view.settle();
    await view.settle();
    expect(view.frame()).toContain('TikTok accepts it: Ada');
    expect(fake.authorizations[0]?.isClosed).toBe(true);
    await walk(view, 'enter', 'enter');
    expect(fake.secrets.get('acme/accessToken')).toBe('good-token');
    expect(fake.secrets.get('acme/secret')).toBe('app-secret');
  });

  test('asks for another visit to the link where TikTok refuses the code', async () => {
    const fake = fakeServices({
      credentials: {
        authorize: async () => ({
          url: 'https://business-api.tiktok.com/portal/auth?state=s0',
          redirectUri: 'http://127.0.0.1:3456/callback',
          callbackProblem: undefined,
          granted: new Promise(() => undefined),
          paste: async () => {
            throw known('invalid-credentials', 'The code was used already.', 'Authorize again, then go on.');
          },
          close: async () => undefined,
        }),
      },
    });
    const view = await untilAccess(fake, 'browser');
    await view.paste('https://acme.example/callback?auth_code=used&state=s0');
    await view.settle();
    expect(view.frame()).toContain('The code was used already. Open the link once more for a new code');
    expect(view.frame()).not.toContain('then go on');
    await view.press('?');
    expect(view.frame()).toContain('A credential is how tada signs in to TikTok');
  });

  test('takes a pasted address at any time, and says what is wrong with another one', async () => {
    const fake = fakeServices();
    const view = await untilAccess(fake, 'browser');
    await view.paste('https://acme.example/callback?auth_code=nonsense');
    await view.settle();
    expect(view.frame()).toContain('That is not the code. Paste it again.');
    await view.paste('https://acme.example/callback?auth_code=good-token&state=s0');
    await view.settle();
    await view.settle();
    expect(view.frame()).toContain('TikTok accepts it: Ada');
  });

  test('takes the code typed by hand', async () => {
    const view = await untilAccess(fakeServices(), 'browser');
    await walk(view, 'p');
    await view.paste('good-token');
    await walk(view, 'enter');
    expect(view.frame()).toContain('TikTok accepts it: Ada');
  });

  test('says the way out when the browser can’t come back by itself', async () => {
    const withoutCallback: Authorization = {
      url: 'https://tiktok.example/auth',
      redirectUri: 'http://127.0.0.1:3456/callback',
      callbackProblem: 'Port 3456 is taken.',
      granted: new Promise(() => undefined),
      paste: async () => ({ accessToken: 'good-token', advertiserIds: [], scopes: [], expiresIn: undefined }),
      close: async () => undefined,
    };
    const fake = fakeServices({ credentials: { authorize: async () => withoutCallback } });
    const view = await untilAccess(fake, 'browser');
    expect(view.frame()).toContain('Port 3456 is taken.');
    expect(view.frame()).toContain('Paste the address it ends at, with p.');
    await view.paste('good-token');
    await view.settle();
    expect(view.frame()).toContain('TikTok accepts it: Ada');
  });

  test('asks TikTok again after a failure without another sign-in', async () => {
    let isDown = true;
    const fake = fakeServices({
      credentials: {
        inspectToken: async () => {
          if (isDown) throw known('network', 'TikTok can’t be reached.', 'Check the connection.');
          return VIEW;
        },
      },
    });
    const view = await untilAccess(fake, 'browser');
    fake.authorizations[0]?.grant('good-token');
    await view.settle();
    await view.settle();
    expect(view.frame()).toContain('TikTok can’t be reached.');
    isDown = false;
    await walk(view, 'enter');
    expect(view.frame()).toContain('TikTok accepts it: Ada');
    expect(fake.authorizations).toHaveLength(1);
  });

  test('offers a new link when what came back is refused', async () => {
    const fake = fakeServices();
    const view = await untilAccess(fake, 'browser');
    fake.authorizations[0]?.refuse(known('invalid-credentials', 'The code is used up.', 'Authorize again.'));
    await view.settle();
    await view.settle();
    expect(view.frame()).toContain('The code is used up.');
    await walk(view, 'enter');
    expect(view.frame()).toContain(fake.authorizations[1]?.url);
  });
});

describe('the role', () => {
  const analyst = { ...VIEW, advertisers: [{ ...ADVERTISER, role: 'ANALYST' as const }] };

  test('of an Analyst is told at once, with the role that is needed and where to change it', async () => {
    const view = await untilAccess(fakeServices({ tokens: { weak: analyst, 'good-token': VIEW } }), 'token');
    await view.paste('weak');
    await walk(view, 'enter');
    expect(view.frame()).toContain('This person is an Analyst and may only read.');
    expect(view.frame()).toContain('Admin or Operator (recommended) is needed.');
    expect(view.frame()).toMatch(/Business\s+Center, Users/);
    expect(view.frame()).toContain('❯ 2 Authorize again');
    await walk(view, 'enter');
    await view.paste('good-token');
    await walk(view, 'enter');
    expect(view.frame()).toContain('❯ 1 Continue');
  });

  test('that TikTok doesn’t tell is no obstacle', async () => {
    const unknown = { ...VIEW, advertisers: [{ ...ADVERTISER, role: 'unknown' as const }] };
    const view = await untilAccess(fakeServices({ tokens: { 'good-token': unknown } }), 'token');
    await view.paste('good-token');
    await walk(view, 'enter');
    expect(view.frame()).toContain('TikTok does not tell every role here.');
    expect(view.frame()).toContain('❯ 1 Continue');
  });
});

describe('a saved credential', () => {
  test('is authorized again without touching anything else', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE, tokens: { newer: VIEW } });
    fake.secrets.set('acme/secret', 'kept');
    const view = await showWizard(fake, { id: 'credential', name: 'acme', authorizeOnly: true });
    await view.paste('newer');
    await walk(view, 'enter', 'enter', 'enter');
    expect(fake.secrets.get('acme/accessToken')).toBe('newer');
    expect(fake.secrets.get('acme/secret')).toBe('kept');
    const [before] = SAMPLE_PROFILE.credentials;
    const [after] = fake.profile().credentials;
    expect({ ...after, lastValidated: undefined }).toEqual({ ...before, lastValidated: undefined });
    expect(fake.profile().destinations).toEqual(SAMPLE_PROFILE.destinations);
  });

  test('opens at its answers and tells when it was last checked', async () => {
    const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }), {
      id: 'credential',
      name: 'acme',
    });
    expect(view.frame()).toContain('kept, accepted 2026-02-03');
    expect(view.frame()).toContain('sandbox');
  });
});

test('what was typed is still there after leaving', async () => {
  const fake = fakeServices();
  const view = await showWizard(fake, { id: 'manage', kind: 'credential' });
  await walk(view, 'enter');
  await view.paste('half a na');
  await walk(view, 'escape');
  expect(view.frame()).toContain('Credentials');
  await walk(view, 'enter');
  expect(view.frame()).toContain('half a na');
});

test('every advertiser can be looked at, however many there are', async () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    ...ADVERTISER,
    id: `${7654321098765432000n + BigInt(index)}`,
    name: `Shop ${index}`,
  }));
  const tokens = { 'good-token': { ...VIEW, advertisers: many } };
  const view = await untilAccess(fakeServices({ tokens }), 'token');
  await view.paste('good-token');
  await walk(view, 'enter');
  expect(view.frame()).toMatch(/and \d+ more/);
  await walk(view, '3', 'end');
  expect(view.frame()).toContain('Shop 59');
  expect(view.frame()).toContain('America/Los_Angeles, your role: Operator');
  await walk(view, 'escape');
  expect(view.frame()).toContain('Continue');
});
