import { expect, test } from 'vitest';
import { findAudience } from '../../../src/core/delivery/find-audience.ts';
import type { AudienceRecord } from '../../../src/core/ports/storage.ts';
import type { AudienceInfo } from '../../../src/core/ports/tiktok.ts';

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

async function find(list: readonly AudienceInfo[], records: readonly AudienceRecord[] = []) {
  const { target } = await findAudience(
    { listAudiences: async () => ({ data: list, requestId: undefined }) },
    { find: (_, id) => records.find(({ audienceId }) => audienceId === id), list: () => records },
    { advertiserId: '1', name: 'VIP', audienceId: undefined, channel: 'streaming' },
    {},
  );
  return target;
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
