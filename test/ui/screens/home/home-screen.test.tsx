import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../../src/core/ports/storage.ts';
import { EMPTY_PROFILE } from '../../../../src/core/profiles/schema.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import { homeMenu } from '../../../../src/ui/screens/home/home-menu.ts';
import { fakeServices, known } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

function run(changes: Partial<RunRecord>): RunRecord {
  return {
    id: 'R-20260301-abcd',
    orchestration: 'VIP',
    kind: 'audience',
    startedAt: '2026-03-01T10:00:00.000Z',
    finishedAt: '2026-03-01T10:01:00.000Z',
    outcome: 'completed',
    version: '0.0.0',
    user: 'tester',
    settings: {},
    ...changes,
  };
}

const FAILED = run({
  outcome: 'error',
  fault: makeFault({ kind: 'invalid-credentials', code: 40105, message: 'Access token is incorrect.' }),
});

function labels(...args: Parameters<typeof homeMenu>): readonly string[] {
  return homeMenu(...args).map(({ label }) => label);
}

test('a credential that came without its token is offered to be authorized, first of all', async () => {
  const came = {
    ...SAMPLE_PROFILE,
    credentials: SAMPLE_PROFILE.credentials.map(({ accessToken: _, ...each }) => each),
  };
  const problem = 'The credential "acme" has no access token.';
  const fake = fakeServices({
    profile: came,
    credentials: {
      missingSecrets: async ({ credentials }) =>
        credentials.map(({ name }) => ({
          kind: 'credential' as const,
          name,
          secret: 'accessToken' as const,
          problem,
          hint: '',
        })),
    },
  });
  const view = await showWizard(fake, { id: 'home' });
  expect(view.frame()).toContain('1 Authorize acme on this machine');
  await walk(view, '1');
  expect(view.frame()).toContain('Credential');
  // What the keyring keeps isn't asked for at every start.
  const kept = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }), { id: 'home' });
  expect(kept.frame()).not.toContain('Authorize');
});

test('something new can be a campaign, once there is somewhere to send people to', async () => {
  const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }), { id: 'home' });
  const item = homeMenu(SAMPLE_PROFILE, []).findIndex(({ id }) => id === 'send') + 1;
  await walk(view, `${item}`);
  expect(view.frame()).toContain('3 Send a campaign');
  await walk(view, '3');
  expect(view.frame()).toContain('Campaign');
  await walk(view, 'escape');
  expect(view.frame()).toContain('What do you want to send?');
});

describe('what can be done now', () => {
  test('begins with sending an audience when nothing is set up', () => {
    expect(labels(EMPTY_PROFILE, [])).toEqual([
      'Send an audience',
      'Send events',
      'Change what is set up',
      'Quit',
    ]);
  });

  test('begins with refreshing once something was sent', () => {
    expect(labels(SAMPLE_PROFILE, [run({})]).slice(0, 3)).toEqual([
      'Refresh VIP',
      'Send a file',
      'Send something new',
    ]);
  });

  test.each([
    ['error', 'The last run failed: see why'],
    ['cancelled', 'The last run was stopped: go on with it'],
    ['alert', 'The last run left something to look at'],
    [undefined, 'The last run has not ended: look at it'],
  ] as const)('begins with a last run that ended in %s', (outcome, label) => {
    const fault = outcome === 'error' ? FAILED.fault : undefined;
    expect(labels(SAMPLE_PROFILE, [run({ outcome, fault }), run({})])[0]).toBe(label);
  });

  test('says nothing of a failure that a later run has made good', () => {
    expect(labels(SAMPLE_PROFILE, [run({}), FAILED])[0]).toBe('Refresh VIP');
  });

  test('begins with a failure that runs of other orchestrations came after', () => {
    const [first] = homeMenu(SAMPLE_PROFILE, [run({ orchestration: 'other' }), FAILED]);
    expect(first).toMatchObject({
      label: 'A run failed: see why',
      note: 'VIP',
      description: FAILED.fault?.explanation,
    });
  });

  test('tells of a campaign’s run and not of the runs of its audiences', () => {
    const campaign = run({ id: 'R-1', orchestration: 'spring', outcome: undefined });
    const parts = ['a', 'b'].map((group) =>
      run({
        id: `R-1-${group}`,
        orchestration: `spring: ${group}`,
        outcome: undefined,
        settings: { campaignRun: 'R-1' },
      }),
    );
    const menu = homeMenu(SAMPLE_PROFILE, [...parts, campaign]);
    expect(menu[0]).toMatchObject({ note: 'spring', action: { screen: { runId: 'R-1' } } });
    expect(menu.find(({ id }) => id === 'runs')?.note).toBe('1');
  });

  test('shows the orchestrations that ran last and the way to all others', () => {
    const orchestrations = ['a', 'b', 'c', 'd'].map((name) => ({
      name,
      query: 'customers',
      template: 'vip',
    }));
    const menu = labels({ ...SAMPLE_PROFILE, orchestrations }, [run({ orchestration: 'd' })]);
    expect(menu.slice(0, 4)).toEqual(['Refresh d', 'Preview a', 'All orchestrations', 'Send a file']);
  });

  test('never has more than a digit can choose', () => {
    const orchestrations = ['a', 'b', 'c', 'd'].map((name) => ({
      name,
      query: 'customers',
      template: 'vip',
    }));
    expect(homeMenu({ ...SAMPLE_PROFILE, orchestrations }, [FAILED])).toHaveLength(9);
  });
});

describe('home', () => {
  test('shows the environment and leaves with 0', async () => {
    const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }));
    expect(view.frame().split('\n')[0]).toMatch(/^ tada +sandbox$/);
    await view.press('q');
    expect(view.departure()).toEqual({ exitCode: 0, lines: [] });
  });

  test('shows PRODUCTION as soon as one credential is for it', async () => {
    const profile = {
      ...SAMPLE_PROFILE,
      credentials: [...SAMPLE_PROFILE.credentials, { name: 'real', environment: 'production' as const }],
    };
    const view = await showWizard(fakeServices({ profile }));
    expect(view.frame()).toContain('▲ PRODUCTION ▲');
  });

  test('tells of a token that TikTok was not asked about for long', async () => {
    const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }));
    expect(view.frame()).toContain('TikTok last accepted the token of "acme" on 2026-02-03');
    const lastValidated = new Date().toISOString();
    const credentials = SAMPLE_PROFILE.credentials.map((each) => ({ ...each, lastValidated }));
    const fresh = await showWizard(fakeServices({ profile: { ...SAMPLE_PROFILE, credentials } }));
    expect(fresh.frame()).not.toContain('TikTok last accepted');
  });

  test('goes to what failed', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE, runs: [FAILED] });
    const view = await showWizard(fake);
    await walk(view, 'enter');
    expect(view.frame()).toContain('opened {"id":"diagnose","runId":"R-20260301-abcd"}');
  });

  test('has the way to everything that is set up, and back', async () => {
    const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }));
    await walk(view, 'up', 'up', 'enter');
    expect(view.frame()).toContain('Data templates  1');
    await walk(view, 'escape');
    expect(view.frame()).toContain('What do you want to do?');
  });

  test('says which file is broken, and reads it again when asked', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    let isBroken = true;
    const services = {
      ...fake.services,
      profile: {
        ...fake.services.profile,
        load: () => {
          if (isBroken) throw known('configuration', '/profile.json is not JSON, line 3.', 'Put it right.');
          return fake.profile();
        },
      },
    };
    const view = await showWizard({ ...fake, services });
    expect(view.frame()).toContain('/profile.json is not JSON, line 3.');
    isBroken = false;
    await walk(view, 'enter');
    expect(view.frame()).toContain('Preview VIP');
  });

  test('tells in help what every key does', async () => {
    const view = await showWizard(fakeServices());
    await walk(view, '?');
    expect(view.frame()).toContain('Nothing leaves this machine before');
    await walk(view, 'escape');
    expect(view.frame()).toContain('Send an audience');
  });
});

describe('the guided set-up', () => {
  test('picks what there is, and saves nothing twice', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    const view = await showWizard(fake, { id: 'onboarding' });
    expect(view.frame()).toContain('Step 1 of 6 · Credential');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Step 2 of 6 · Destination');
    await walk(view, 'enter', 'enter', 'enter');
    expect(view.frame()).toContain(
      'opened {"id":"preview","orchestration":"VIP","step":{"number":5,"total":6}}',
    );
    expect(fake.profile()).toEqual(SAMPLE_PROFILE);
  });

  test('goes back step by step with everything still picked', async () => {
    const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }), { id: 'onboarding' });
    await walk(view, 'enter', 'enter', 'enter', 'escape', 'escape');
    expect(view.frame()).toContain('Step 2 of 6 · Destination');
    expect(view.frame()).toContain('❯ 1 acme audiences');
  });

  test('opens setting up by itself where there is nothing to pick, once', async () => {
    const view = await showWizard(fakeServices(), { id: 'onboarding' });
    expect(view.frame()).toContain('Step 1 of 6 · Credential: Name');
    await walk(view, 'escape');
    expect(view.frame()).toContain('❯ 1 Set up a new credential');
  });
});

describe('a set-up that is left in the middle', () => {
  test('is said at home, and goes on in the next wizard where it was left', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    const first = await showWizard(fake, { id: 'onboarding' });
    await walk(first, 'enter', 'enter');
    expect(first.frame()).toContain('Step 3 of 6 · Data');

    const home = await showWizard(fake);
    expect(home.frame()).toMatch(/Send something new +begun: go on where you left/);
    const next = await showWizard(fake, { id: 'onboarding' });
    expect(next.frame()).toContain('Step 3 of 6 · Data');
    await walk(next, 'escape');
    expect(next.frame()).toContain('❯ 1 acme audiences');
  });

  test('asks again for what has been removed since, and is forgotten when it is done', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    const { drafts } = fake.services;
    drafts.keep('onboarding/audience', {
      at: 'template',
      answers: { kind: 'audience', credential: 'gone', audienceName: '' },
    });
    const view = await showWizard(fake, { id: 'onboarding' });
    await walk(view, 'escape', 'escape', 'escape');
    expect(view.frame()).toContain('Step 1 of 6 · Credential');
    await walk(view, 'enter', 'enter', 'enter', 'enter');
    expect(view.frame()).toContain('"id":"preview"');
    expect(drafts.read('onboarding/audience')).toBeUndefined();
  });

  test('is begun anew where what was kept can’t be read', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    fake.services.drafts.keep('onboarding/audience', { at: 'nowhere', answers: { kind: 7 } });
    const view = await showWizard(fake, { id: 'onboarding' });
    expect(view.frame()).toContain('Step 1 of 6 · Credential');
  });
});

const KEYS = [
  'enter',
  'escape',
  'up',
  'down',
  'space',
  'tab',
  'a',
  '1',
  '3',
  '?',
  'backspace',
  'ctrl+t',
  'ctrl+s',
];

test('whatever keys are pressed, the wizard shows a screen that fits and nothing breaks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...KEYS), { minLength: 20, maxLength: 60 }), async (keys) => {
      const view = await showWizard(fakeServices({ isDemo: true, profile: SAMPLE_PROFILE }));
      for (const key of keys) {
        await view.press(key);
        expect(view.error()).toBeUndefined();
      }
      const lines = view.frame().split('\n');
      expect(lines.length).toBeLessThanOrEqual(23);
      // The credential of the profile is one of the sandbox, and its form says so.
      expect(view.departure() === undefined ? lines[0] : 'left').toMatch(/simulator|sandbox|opened|left/);
    }),
    { numRuns: 12 },
  );
});

test('a scheduled run that was missed is said where everything starts', async () => {
  const missed = 'The scheduled run of "VIP" was missed: Mon, 23 Nov 2026, 06:00 (UTC).';
  const view = await showWizard(
    fakeServices({ profile: SAMPLE_PROFILE, attention: [missed, 'and another'] }),
  );
  expect(view.frame()).toContain('was missed: Mon, 23 Nov 2026');
  expect(view.frame()).toContain('And 1 more.');
  expect(view.frame()).toContain('“What runs by itself” tells more.');
});

test('what it says is never written over in a narrow window', async () => {
  const missed = 'The scheduled run of "VIP" was missed: Mon, 23 Nov 2026, 06:00 (America/New_York).';
  const view = await showWizard(
    fakeServices({ profile: SAMPLE_PROFILE, attention: [missed] }),
    { id: 'home' },
    { columns: 40, rows: 20 },
  );
  expect(view.frame().replaceAll(/\s+/g, ' ')).toContain(missed);
});
