import { describe, expect, test } from 'vitest';
import { checkProfile } from '../../../src/core/profiles/check.ts';
import { duplicateEntity, removeEntity, renameEntity } from '../../../src/core/profiles/edit.ts';
import { dependentsOf } from '../../../src/core/profiles/entities.ts';
import type { Profile } from '../../../src/core/profiles/schema.ts';
import { exampleProfile } from './example-profile.ts';

const [credential] = exampleProfile.credentials;
if (credential === undefined) throw new Error('the example has no credential');
const inKeyring: Profile = {
  ...exampleProfile,
  credentials: [{ ...credential, accessToken: { keyring: true } }],
};

describe('removing', () => {
  test('what nothing depends on goes alone', () => {
    const { profile, removed } = removeEntity(exampleProfile, { kind: 'orchestration', name: 'vip' });
    expect(removed).toEqual([{ kind: 'orchestration', name: 'vip' }]);
    expect(profile.orchestrations.map(({ name }) => name)).toEqual(['purchases']);
    expect(profile.queries).toHaveLength(2);
  });

  test('what others need is refused, naming them all', () => {
    expect(() => removeEntity(exampleProfile, { kind: 'destination', name: 'acme events' })).toThrow(
      `destination "acme events" can't be removed: it is needed by template "purchases", orchestration "purchases".`,
    );
  });

  test('or goes with everything that needs it', () => {
    const { profile, removed, secretKeys } = removeEntity(
      inKeyring,
      { kind: 'credential', name: 'acme' },
      { withDependents: true },
    );
    expect(removed).toHaveLength(7);
    expect(profile).toMatchObject({ credentials: [], destinations: [], templates: [], orchestrations: [] });
    expect(profile.queries).toHaveLength(2);
    expect(secretKeys).toEqual(['credential/acme/accessToken']);
    expect(checkProfile(profile)).toEqual([]);
  });

  test('things of another kind with the same name stay', () => {
    const { profile } = removeEntity(exampleProfile, { kind: 'orchestration', name: 'vip' });
    expect(profile.templates.map(({ name }) => name)).toContain('vip');
  });

  test("what isn't there is said, with the nearest name", () => {
    expect(() => removeEntity(exampleProfile, { kind: 'query', name: 'order' })).toThrow(
      'did you mean "orders"?',
    );
  });
});

describe('renaming', () => {
  test('follows everywhere', () => {
    const { profile, updated } = renameEntity(
      exampleProfile,
      { kind: 'destination', name: 'acme events' },
      'shops',
    );
    expect(profile.destinations.map(({ name }) => name)).toEqual(['acme audiences', 'shops']);
    expect(profile.templates[1]?.destination).toBe('shops');
    expect(updated).toEqual([{ kind: 'template', name: 'purchases' }]);
    expect(checkProfile(profile)).toEqual([]);
  });

  test('tells which secrets have to move', () => {
    const { profile, secretCopies } = renameEntity(inKeyring, { kind: 'credential', name: 'acme' }, 'acme 2');
    expect(secretCopies).toEqual([
      { from: 'credential/acme/accessToken', to: 'credential/acme 2/accessToken' },
    ]);
    expect(profile.destinations.map(({ credential: used }) => used)).toEqual(['acme 2', 'acme 2']);
  });

  test('a name that is taken or unusable is refused', () => {
    const vip = { kind: 'query', name: 'vip' } as const;
    expect(() => renameEntity(exampleProfile, vip, 'orders')).toThrow('There is a query "orders" already.');
    expect(() => renameEntity(exampleProfile, vip, '  ')).toThrow('a name is needed');
    expect(() => renameEntity(exampleProfile, vip, 'a\nb')).toThrow('control characters');
  });
});

describe('duplicating', () => {
  test('puts a copy beside it under a free name', () => {
    const first = duplicateEntity(exampleProfile, { kind: 'template', name: 'vip' });
    expect(first.created).toEqual({ kind: 'template', name: 'vip copy' });
    expect(first.profile.templates.map(({ name }) => name)).toEqual(['vip', 'vip copy', 'purchases']);
    const second = duplicateEntity(first.profile, { kind: 'template', name: 'vip' });
    expect(second.created.name).toBe('vip copy 2');
    expect(second.profile.templates[1]).toEqual({ ...exampleProfile.templates[0], name: 'vip copy 2' });
  });

  test('a copied credential needs its own copy of the secrets', () => {
    const { secretCopies } = duplicateEntity(inKeyring, { kind: 'credential', name: 'acme' }, 'b');
    expect(secretCopies).toEqual([{ from: 'credential/acme/accessToken', to: 'credential/b/accessToken' }]);
  });
});

test('dependents are told directly and through others, each once', () => {
  expect(dependentsOf(exampleProfile, { kind: 'credential', name: 'acme' }).map(({ name }) => name)).toEqual([
    'acme audiences',
    'acme events',
    'vip',
    'purchases',
    'vip',
    'purchases',
  ]);
  expect(dependentsOf(exampleProfile, { kind: 'query', name: 'orders' })).toEqual([
    { kind: 'orchestration', name: 'purchases' },
  ]);
});
