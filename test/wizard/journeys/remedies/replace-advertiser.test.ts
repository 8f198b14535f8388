import { expect, test } from 'vitest';
import { profileSchema } from '../../../../src/core/profiles/schema.ts';
import {
  failedAdvertiser,
  withAdvertiser,
} from '../../../../src/wizard/journeys/remedies/replace-advertiser.ts';

const profile = profileSchema.parse({
  credentials: [{ name: 'acme', environment: 'simulator' }],
  destinations: [
    { name: 'two', kind: 'audience', credential: 'acme', advertiserIds: ['1', '2'] },
    { name: 'other', kind: 'audience', credential: 'acme', advertiserIds: ['2'] },
  ],
});

function idsAfter(id: string, failed: string | undefined): readonly string[] | undefined {
  return withAdvertiser(profile, 'two', id, failed).destinations[0]?.advertiserIds;
}

test('the new advertiser takes the place of the one that failed', () => {
  expect(idsAfter('9', '2')).toEqual(['1', '9']);
});

test('one that is there already isn’t there twice', () => {
  expect(idsAfter('1', '2')).toEqual(['1']);
});

test('where nobody knows which one failed, the new one is the only one', () => {
  expect(idsAfter('9', undefined)).toEqual(['9']);
});

test('no other destination changes', () => {
  expect(withAdvertiser(profile, 'two', '9', '2').destinations[1]).toBe(profile.destinations[1]);
});

test('the one that failed is the one TikTok’s message names', () => {
  expect(failedAdvertiser("The advertiser 22 doesn't exist.", ['11', '22'])).toBe('22');
  expect(failedAdvertiser('Advertiser not exist.', ['11', '22'])).toBeUndefined();
  expect(failedAdvertiser('Advertiser not exist.', ['11'])).toBe('11');
});
