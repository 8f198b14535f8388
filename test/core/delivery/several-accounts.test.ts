import { expect, test } from 'vitest';
import { ACCOUNT, Machine, OTHER_ACCOUNT } from './support/machine.ts';
import { Mortal } from './support/mortal.ts';

const THIRD_ACCOUNT = '7654321098765432111';
const people = (...numbers: readonly number[]) => numbers.map((number) => `p${number}`);
const inAccounts = (...advertiserIds: readonly string[]) => ({ advertiserIds });

test.each([false, true])(
  'which account stands first changes nothing (listed by both: %s)',
  async (isSharing) => {
    const machine = new Machine();
    machine.tiktok.isSharing = isSharing;
    const first = await machine.deliver(people(1, 2, 3), inAccounts(ACCOUNT, OTHER_ACCOUNT));
    const second = await machine.deliver(people(2, 3, 4), inAccounts(OTHER_ACCOUNT, ACCOUNT));
    expect(second.warnings).toEqual([]);
    expect(second.summary?.delivery).toMatchObject({ added: 1, removed: 1, unchanged: 2 });
    expect(machine.tiktok.audiences).toMatchObject([
      { advertiserId: ACCOUNT, members: new Set(people(2, 3, 4)) },
    ]);
    await machine.undo(second.id);
    expect(machine.tiktok.audiences).toMatchObject([{ members: new Set(people(1, 2, 3)) }]);
    expect(machine.audiences.list()).toHaveLength(1);
    expect(first.summary?.audience?.id).toBe(second.summary?.audience?.id);
  },
);

test('a creation that nobody heard the answer of is looked for in its account, whichever stands first by now', async () => {
  for (let deathAt = 1, isOver = false; !isOver; deathAt += 1) {
    for (const how of ['resumed', 'anew']) {
      const machine = new Machine();
      const process = new Mortal(deathAt);
      const killed = await machine.deliver(people(1, 2), inAccounts(ACCOUNT, OTHER_ACCOUNT), process);
      isOver = !process.isDead;
      const reordered = inAccounts(OTHER_ACCOUNT, ACCOUNT);
      const isThrough = machine.runs.open(killed.id)?.record.outcome === 'completed';
      if (how === 'resumed' && !isThrough) await machine.resume(killed.id, reordered);
      else await machine.deliver(people(1, 2), reordered);
      expect(machine.tiktok.audiences, `died at ${deathAt}, ${how}`).toMatchObject([
        { members: new Set(people(1, 2)) },
      ]);
    }
  }
});

test('an account more, in whatever place, keeps the audience and says what isn’t known of it', async () => {
  const machine = new Machine();
  await machine.deliver(people(1, 2, 3), inAccounts(ACCOUNT));
  const second = await machine.deliver(people(2, 3), inAccounts(THIRD_ACCOUNT, ACCOUNT));
  expect(second.warnings).toEqual(['account-added']);
  const third = await machine.deliver(people(2), inAccounts(THIRD_ACCOUNT, ACCOUNT));
  expect(third.warnings).toEqual([]);
  expect(machine.tiktok.audiences).toMatchObject([{ advertiserId: ACCOUNT, members: new Set(people(2)) }]);
});

test('one account less keeps the audience, unless it is in that one', async () => {
  const machine = new Machine();
  await machine.deliver(people(1, 2, 3), inAccounts(ACCOUNT, OTHER_ACCOUNT));
  await machine.deliver(people(1, 2), inAccounts(ACCOUNT));
  expect(machine.tiktok.audiences).toMatchObject([{ members: new Set(people(1, 2)) }]);

  const elsewhere = await machine.deliver(people(4), inAccounts(OTHER_ACCOUNT));
  expect(elsewhere.warnings).toEqual(['audience-gone']);
  expect(machine.tiktok.audiences).toMatchObject([
    { advertiserId: ACCOUNT, members: new Set(people(1, 2)) },
    { advertiserId: OTHER_ACCOUNT, members: new Set(people(4)) },
  ]);
});

test('an audience that is only shared with the accounts of a destination is left alone, in words', async () => {
  const machine = new Machine();
  machine.tiktok.isSharing = true;
  await machine.deliver(people(1, 2), inAccounts(ACCOUNT));
  const shared = await machine.deliver(people(3), inAccounts(OTHER_ACCOUNT));
  expect(shared.fault).toMatchObject({ kind: 'safety-stop', message: expect.stringContaining(ACCOUNT) });
  expect(machine.tiktok.audiences).toMatchObject([{ members: new Set(people(1, 2)) }]);
});

test('an audience of the same name that another destination fills in one of the accounts is not taken over', async () => {
  const machine = new Machine();
  await machine.deliver(people(1), {
    ...inAccounts(OTHER_ACCOUNT),
    destination: 'other',
    orchestration: 'other',
  });
  await machine.deliver(people(2), inAccounts(ACCOUNT, OTHER_ACCOUNT));
  await machine.deliver(people(3), inAccounts(OTHER_ACCOUNT, ACCOUNT));
  expect(machine.tiktok.audiences).toMatchObject([
    { advertiserId: OTHER_ACCOUNT, members: new Set(people(1)) },
    { advertiserId: ACCOUNT, members: new Set(people(3)) },
  ]);
});

test('two destinations that name the accounts in another order fill one audience', async () => {
  const machine = new Machine();
  await machine.deliver(people(1), { ...inAccounts(ACCOUNT, OTHER_ACCOUNT), mode: 'add' });
  const turned = { ...inAccounts(OTHER_ACCOUNT, ACCOUNT), destination: 'other', orchestration: 'other' };
  await machine.deliver(people(2), { ...turned, mode: 'add' });
  expect(machine.tiktok.audiences).toMatchObject([{ members: new Set(people(1, 2)) }]);
});

/** As an earlier tada left it: two ledgers, one for each account that stood first, of one audience that both list. */
async function withTwoLedgers() {
  const machine = new Machine();
  machine.tiktok.isSharing = true;
  const first = await machine.deliver(people(1, 2, 3), inAccounts(ACCOUNT, OTHER_ACCOUNT));
  const second = await machine.deliver(people(2, 3, 4), inAccounts(ACCOUNT, OTHER_ACCOUNT));
  const audienceId = first.summary?.audience?.id ?? '';
  const record = machine.audiences.find(ACCOUNT, audienceId);
  if (record === undefined) throw new Error('It was made a moment ago.');
  const other = { ...record, advertiserId: OTHER_ACCOUNT, ledgerComplete: false };
  machine.audiences.save(other);
  machine.runs.open(second.id)?.update({ advertiserId: OTHER_ACCOUNT, turn: 1 });
  const { files } = machine.memory;
  // The first ledger never heard of the second run, and the second ledger of nothing else.
  files.set(
    machine.audiences.ledgerPath(ACCOUNT, audienceId),
    JSON.stringify(people(1, 2, 3).map((p) => [p, true])),
  );
  files.set(machine.audiences.ledgerPath(OTHER_ACCOUNT, audienceId), JSON.stringify([['p4', true]]));
  return { machine, audienceId, second };
}

test.each([
  ['the first one', [ACCOUNT, OTHER_ACCOUNT]],
  ['the other one', [OTHER_ACCOUNT, ACCOUNT]],
])(
  'two ledgers of one audience, as an earlier tada kept them, become one (in front: %s)',
  async (_, accounts) => {
    for (let deathAt = 1, isOver = false; !isOver; deathAt += 1) {
      const { machine, audienceId } = await withTwoLedgers();
      const process = new Mortal(deathAt);
      const wish = inAccounts(...accounts);
      let ended = await machine.deliver(people(1, 3, 5), wish, process);
      isOver = !process.isDead;
      if (!isOver) ended = await machine.deliver(people(1, 3, 5), wish);
      expect(machine.tiktok.audiences, `died at ${deathAt}`).toMatchObject([
        { members: new Set(people(1, 3, 5)) },
      ]);
      expect(ended.warnings, `died at ${deathAt}`).not.toContain('no-ledger');
      expect(machine.audiences.list(), `died at ${deathAt}`).toMatchObject([
        { audienceId, ledgerComplete: true },
      ]);
      expect(machine.membersOf(audienceId).certain).toEqual(new Set(people(1, 3, 5)));
    }
  },
);

test('a run from before they became one is undone all the same', async () => {
  const { machine, second } = await withTwoLedgers();
  const undo = await machine.undo(second.id);
  expect(undo.summary?.outcome).toBe('completed');
  expect(machine.tiktok.audiences).toMatchObject([{ members: new Set(people(1, 2, 3)) }]);
});
