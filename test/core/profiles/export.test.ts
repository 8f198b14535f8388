import { describe, expect, test } from 'vitest';
import { exportProfile } from '../../../src/core/profiles/export.ts';
import { mergeProfile } from '../../../src/core/profiles/merge.ts';
import { EMPTY_PROFILE, type Profile } from '../../../src/core/profiles/schema.ts';
import { exampleProfile } from './example-profile.ts';

const names = (profile: Profile) =>
  Object.fromEntries(
    Object.entries(profile)
      .filter(([, entities]) => Object.keys(entities).length > 0)
      .map(([collection, entities]) => [
        collection,
        Array.isArray(entities) ? entities.map(({ name }) => name) : Object.keys(entities),
      ]),
  );

test('a whole profile comes out as it went in', () => {
  expect(exportProfile(exampleProfile)).toEqual(exampleProfile);
  expect(mergeProfile(EMPTY_PROFILE, exportProfile(exampleProfile)).profile).toEqual(exampleProfile);
});

describe('by name', () => {
  test('an orchestration brings everything it needs and nothing else', () => {
    expect(names(exportProfile(exampleProfile, ['purchases']))).toEqual({
      credentials: ['acme'],
      destinations: ['acme events'],
      templates: ['purchases'],
      queries: ['orders'],
      orchestrations: ['purchases'],
    });
  });

  test('a destination brings its credential', () => {
    expect(names(exportProfile(exampleProfile, ['acme audiences']))).toEqual({
      credentials: ['acme'],
      destinations: ['acme audiences'],
    });
  });

  test('what comes out can be applied to an empty profile', () => {
    const exported = exportProfile(exampleProfile, ['vip']);
    expect(mergeProfile(EMPTY_PROFILE, exported).changes.created).toHaveLength(5);
  });

  test("a name that is nothing's is refused with the nearest one", () => {
    expect(() => exportProfile(exampleProfile, ['purchase'])).toThrow(
      'Nothing is called "purchase"; did you mean "purchases"?',
    );
  });
});

test('references to the keyring and the time of the last check stay on this machine', () => {
  const profile: Profile = {
    ...EMPTY_PROFILE,
    credentials: [
      {
        name: 'a',
        environment: 'sandbox',
        secret: { keyring: true },
        accessToken: { env: 'TOKEN' },
        lastValidated: '2026-11-01T00:00:00.000Z',
      },
    ],
  };
  const exported = exportProfile(profile);
  expect(exported.credentials).toEqual([
    { name: 'a', environment: 'sandbox', accessToken: { env: 'TOKEN' } },
  ]);
  expect(mergeProfile(profile, exported).profile).toEqual(profile);
});
