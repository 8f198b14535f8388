import { expect, test } from 'vitest';
import { findAudience } from '../../../src/core/delivery/find-audience.ts';
import type { KnownAudience } from '../../../src/core/delivery/unlisted-audience.ts';
import type { AudienceRecord } from '../../../src/core/ports/storage.ts';
import type { AudienceInfo } from '../../../src/core/ports/tiktok.ts';
import { knownErrorFromFault, makeFault } from '../../../src/core/remedies/remedies.ts';

function listed(id: string, name: string): AudienceInfo {
  return {
    id,
    name,
    type: 'Partner',
    isValid: true,
    coverNumber: 0,
    error: undefined,
    createTime: undefined,
    expiredTime: undefined,
    isExpiring: false,
  };
}

const GONE = knownErrorFromFault(makeFault({ kind: 'audience-not-found', message: 'Unknown.' }));

/** `details`: what TikTok tells of by its id; what isn't listed may be among it. */
async function look(
  list: readonly AudienceInfo[],
  records: readonly AudienceRecord[],
  details: readonly AudienceInfo[] = list,
  made: readonly KnownAudience[] = [],
) {
  return await findAudience(
    {
      listAudiences: async () => ({ data: list, requestId: undefined }),
      getAudience: async (_, id) => {
        const found = details.find((info) => info.id === id);
        if (found === undefined) throw GONE;
        return { data: found, requestId: undefined };
      },
    },
    { find: (_, id) => records.find(({ audienceId }) => audienceId === id), list: () => records },
    { advertiserId: '1', name: 'VIP', audienceId: undefined, channel: 'streaming', made },
    {},
  );
}

async function find(list: readonly AudienceInfo[], records: readonly AudienceRecord[] = []) {
  return (await look(list, records)).target;
}

const record: AudienceRecord = {
  advertiserId: '1',
  audienceId: '7',
  name: 'VIP',
  channel: 'streaming',
  rules: { emailRule: 'standard', phoneRule: 'plus', idfaCase: 'upper' },
  ledgerComplete: true,
};

test('an audience whose name can’t be read is found by tada’s own record', async () => {
  expect(await find([listed('7', ''), listed('8', 'Other')], [record])).toMatchObject({
    id: '7',
    name: 'VIP',
  });
});

test('while one audience has no name, none of that name is made', async () => {
  await expect(find([listed('7', ''), listed('8', 'Other')])).rejects.toMatchObject({
    kind: 'tiktok-unavailable',
  });
  expect(await find([listed('7', ''), listed('8', 'VIP')])).toMatchObject({ kind: 'existing', id: '8' });
  expect(await find([listed('8', 'Other')])).toEqual({ kind: 'new', name: 'VIP' });
});

test('an audience that was deleted or renamed at TikTok is told of before a new one takes its name', async () => {
  const gone = await look([listed('8', 'Other')], [record]);
  expect(gone.target).toEqual({ kind: 'new', name: 'VIP' });
  expect(gone.warnings).toMatchObject([
    { code: 'audience-gone', message: expect.stringContaining('no longer lists the audience 7') },
  ]);
  const renamed = await look([listed('7', 'VIP 2025')], [record]);
  expect(renamed.target).toEqual({ kind: 'new', name: 'VIP' });
  expect(renamed.warnings).toMatchObject([
    { code: 'audience-gone', message: expect.stringContaining('--set audienceId=7') },
  ]);
});

test('who never filled an audience of the name, or finds it, isn’t told that one is gone', async () => {
  const others = [
    { ...record, name: 'Other' },
    { ...record, advertiserId: '2' },
    { ...record, channel: 'file' as const },
  ];
  expect((await look([listed('8', 'Else')], others)).warnings).toEqual([]);
  expect((await look([listed('7', 'VIP')], [record])).warnings).toEqual([]);
});

test('an audience that tada filled and the list lacks is found by its id, and no second one is made', async () => {
  const found = await look([listed('8', 'Other')], [record], [listed('7', 'VIP')]);
  expect(found.target).toMatchObject({ kind: 'existing', id: '7', record: { ledgerComplete: true } });
  expect(found.warnings).toMatchObject([{ code: 'audience-unlisted' }]);
});

test('one that somebody else gave the same name does not stand in for the unlisted one', async () => {
  const other = listed('9', 'VIP');
  expect((await look([other], [record], [other, listed('7', 'VIP')])).target).toMatchObject({ id: '7' });
  expect((await look([other], [record], [other, listed('7', 'VIP 2025')])).target).toMatchObject({ id: '9' });
});

test('of two that have the name the one that tada made is ours, also before that was noted', async () => {
  const both = [listed('8', 'VIP'), listed('9', 'VIP')];
  expect((await look(both, [], both, [{ id: '9', isRecent: false }])).target).toMatchObject({ id: '9' });
  await expect(look(both, [])).rejects.toMatchObject({ kind: 'audience-not-found' });
});

test('one that was made a moment ago counts as there until TikTok has had the time to show it', async () => {
  const recent = { id: '7', isRecent: true };
  expect((await look([], [], [], [recent])).target).toMatchObject({ kind: 'existing', id: '7', name: 'VIP' });
  expect((await look([], [record], [], [{ ...recent, isRecent: false }])).target).toMatchObject({
    kind: 'new',
  });
});
