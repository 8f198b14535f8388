import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventSetInfo, PixelInfo } from '../../../../src/core/ports/tiktok.ts';
import {
  checkSource,
  fromEventSets,
  fromPixels,
  judgeSource,
  listSources,
  newSetsCalled,
  sourceItems,
} from '../../../../src/wizard/journeys/destination/events-sources.ts';
import { objectionToSource } from '../../../../src/wizard/journeys/destination/events-verdict.ts';
import { known } from '../../../ui/support/fake-services.ts';

const ACCOUNT = '7654321098765432109';
const OTHER = '7654321098765432110';
const SET: EventSetInfo = {
  id: '7200000000000000001',
  name: 'Stores',
  description: 'All of them',
  autoTracking: true,
};
const PIXEL: PixelInfo = { id: '7300000000000000001', code: 'C4ACMESHOP00000000P1', name: 'Web shop' };
const SETS = fromEventSets(ACCOUNT, [SET]);
const PIXELS = fromPixels(ACCOUNT, [PIXEL]);

describe('a typed event set', () => {
  test.each([
    [SET.id, SETS, 'good'],
    ['7200000000000000002', SETS, 'doubt'],
    ['7200000000000000002', undefined, 'good'],
    ['720000000000000000', undefined, 'doubt'],
    [PIXEL.code, undefined, 'problem'],
    ['', SETS, 'problem'],
  ] as const)('%s with the list %o is %s', (text, listed, kind) => {
    expect(judgeSource('offline', text, listed).kind).toBe(kind);
  });
});

describe('a typed pixel', () => {
  test.each([
    [PIXEL.code, PIXELS, 'good'],
    ['C4SOMEBODYELSE000000', PIXELS, 'doubt'],
    ['C4SOMEBODYELSE000000', undefined, 'good'],
    ['7300000000000000009', PIXELS, 'problem'],
    ['C4 ACME', undefined, 'problem'],
  ] as const)('%s with the list %o is %s', (text, listed, kind) => {
    expect(judgeSource('web', text, listed).kind).toBe(kind);
  });

  test('whose id stands in the place of its code is recognised, with the code', () => {
    expect(judgeSource('web', PIXEL.id, PIXELS)).toMatchObject({
      kind: 'pixel-id',
      pixel: { id: PIXEL.code, name: 'Web shop' },
    });
    expect(objectionToSource('web', PIXEL.id, PIXELS)).toMatchObject({
      hint: `Events are sent with its code, ${PIXEL.code}.`,
      step: 'eventSourceId',
    });
  });
});

test('what was chosen before is wrong only where its form is', () => {
  expect(checkSource('offline', undefined)).toBeUndefined();
  expect(checkSource('offline', '72000')).toBeUndefined();
  expect(checkSource('offline', PIXEL.code)).toContain('digits only');
  expect(checkSource('web', PIXEL.id)).toContain('its code is needed');
});

test('one that isn’t listed may be shared from elsewhere: a doubt, not a refusal', () => {
  expect(objectionToSource('offline', SET.id, SETS)).toBeUndefined();
  expect(objectionToSource('offline', '7200000000000000002', SETS)).toMatchObject({ isDoubt: true });
});

test('the list names the account only where there are several', () => {
  expect(sourceItems(SETS)).toEqual([{ id: SET.id, label: 'Stores', note: `${SET.id}, auto tracking` }]);
  const both = [...SETS, ...fromEventSets(OTHER, [{ ...SET, id: '72', autoTracking: false, name: '' }])];
  expect(sourceItems(both).map(({ label, note }) => [label, note])).toEqual([
    ['Stores', `${SET.id}, of ${ACCOUNT}, auto tracking`],
    ['72', `72, of ${OTHER}`],
  ]);
});

describe('asking TikTok', () => {
  const refused = known('missing-permission', 'No permission.', 'Ask an admin.');

  test('for several accounts tells what it lists, and why the rest is missing', async () => {
    const credentials = {
      eventSets: async (_: string, account: string) => {
        if (account === OTHER) throw refused;
        return [SET];
      },
      pixels: async () => [],
    };
    expect(await listSources(credentials, 'acme', [ACCOUNT, OTHER], 'offline')).toEqual({
      listed: SETS,
      problem: 'No permission.',
    });
    await expect(listSources(credentials, 'acme', [OTHER], 'offline')).rejects.toBe(refused);
  });

  test('for pixels leaves out those without a code, which nothing can be sent to', async () => {
    const pixels = async () => [PIXEL, { id: '73', code: '', name: 'No code' }];
    const { listed } = await listSources({ eventSets: async () => [], pixels }, 'acme', [ACCOUNT], 'web');
    expect(listed).toEqual(PIXELS);
  });
});

test('after an unanswered request only sets that were not there before count as new', () => {
  const before = fromEventSets(ACCOUNT, [SET]);
  const made = { ...SET, id: '7200000000000000009' };
  const now = fromEventSets(ACCOUNT, [SET, made, { ...SET, id: '7', name: 'Another' }]);
  expect(newSetsCalled('Stores', before, now).map(({ id }) => id)).toEqual([made.id]);
  expect(newSetsCalled('Stores', before, before)).toEqual([]);
});

test('whatever is typed, a good event set is digits and a good pixel code has no blanks', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (judgeSource('offline', text, undefined).kind === 'good') expect(text.trim()).toMatch(/^\d+$/);
      if (judgeSource('web', text, undefined).kind === 'good') {
        expect(text.trim()).toMatch(/^(?!\d+$)[\w-]+$/);
      }
    }),
  );
});
