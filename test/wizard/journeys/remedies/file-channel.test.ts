import { expect, test } from 'vitest';
import { profileSchema } from '../../../../src/core/profiles/schema.ts';
import { withFileChannel } from '../../../../src/wizard/journeys/remedies/file-channel.ts';

const profile = profileSchema.parse({
  credentials: [{ name: 'acme', environment: 'simulator' }],
  destinations: [
    { name: 'VIP', kind: 'audience', credential: 'acme', advertiserIds: ['1'], idTypes: ['EMAIL'] },
    { name: 'other', kind: 'audience', credential: 'acme', advertiserIds: ['1'] },
    { name: 'sales', kind: 'events', credential: 'acme', advertiserIds: ['1'], eventSource: 'offline' },
  ],
});

test('the destination delivers customer files, and nothing else of it changes', () => {
  const changed = withFileChannel(profile, 'VIP');
  expect(changed.destinations[0]).toEqual({ ...profile.destinations[0], channel: 'file' });
  expect(changed.destinations.slice(1)).toEqual(profile.destinations.slice(1));
  expect(profileSchema.parse(changed)).toEqual(changed);
});

test('a destination for events has no channel', () => {
  expect(withFileChannel(profile, 'sales')).toEqual(profile);
});

test('a destination that is gone is named', () => {
  expect(() => withFileChannel(profile, 'gone')).toThrow('gone');
});
