import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createServices } from '../../../src/commands/services.ts';
import type { Profile } from '../../../src/core/profiles/schema.ts';
import type { Services } from '../../../src/wizard/services.ts';
import { silentIo } from '../../support/silent-io.ts';
import { customersCsv, openWorkplace, range, vipProfile, type Workplace } from './workplace.ts';

const ME = userInfo().username;
type Role = 'administrator' | 'operator' | 'business';

/** A policy in which whoever runs the test has a role, or none. */
export function policyFor(role: Role | undefined, isRestricted = false): string {
  return JSON.stringify({
    roles: role === undefined ? {} : { [role]: { users: [ME], groups: [] } },
    restrictedPii: { users: isRestricted ? [ME] : [], groups: [] },
  });
}

export interface Office extends Workplace {
  /** The same home, as somebody with this role. */
  as(role: Role | undefined, options?: { isRestricted?: boolean; home?: string }): Promise<Services>;
  /** From now on commands are started by somebody with this role. */
  become(role: Role | undefined, isRestricted?: boolean): void;
  /** What is set up, for a test to change. */
  declared(): Profile;
}

/** An open audience `VIP`, and one called `Board` that is for administrators only. */
export async function office(): Promise<Office> {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 6)));
  const profile = JSON.parse(vipProfile(place.simulator, { access: { restrictedPii: false } }));
  profile.credentials.push({ ...profile.credentials[0], name: 'board' });
  profile.destinations.push({
    ...profile.destinations[0],
    name: 'board audiences',
    credential: 'board',
    audienceName: 'Board',
    access: { adminOnly: true },
  });
  profile.templates.push({ name: 'board', destination: 'board audiences' });
  profile.orchestrations.push({ name: 'board', query: 'vip', template: 'board' });
  place.write('profile.json', JSON.stringify(profile));
  const applied = await place.tada('apply', 'profile.json');
  expect(applied.code, applied.stderr).toBe(0);
  const path = join(place.folder, 'policy.json');
  const write = (text: string) => {
    writeFileSync(path, text, { mode: 0o600 });
    place.env.TADA_POLICY = path;
  };
  return {
    ...place,
    declared: () => structuredClone(place.services.profile.load()),
    become: (role, isRestricted) => write(policyFor(role, isRestricted)),
    as: async (role, { isRestricted = false, home = place.home } = {}) => {
      write(policyFor(role, isRestricted));
      const io = silentIo({ ...place.env, TADA_HOME: home }, place.folder);
      const services = await createServices({ io, version: '0.0.0' });
      onTestFinished(() => services.close());
      return services;
    },
  };
}

export const cancel = new AbortController().signal;
export const OPTIONS = { sampleRows: 3, unmask: false, call: {} };

/** The first thing a stream tells; what it may not do it says before anything else. */
export async function first(stream: AsyncIterable<unknown>): Promise<unknown> {
  for await (const event of stream) return event;
  return undefined;
}

export const BY_MARK = { kind: 'forbidden-by-policy', message: expect.stringContaining('rule admin-only') };
export const BY_ROLE = {
  kind: 'forbidden-by-policy',
  message: expect.stringContaining('rule business-changes-nothing'),
};
export const BY_PII = {
  kind: 'forbidden-by-policy',
  message: expect.stringContaining('rule restricted-pii'),
};
