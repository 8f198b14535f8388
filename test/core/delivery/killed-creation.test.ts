import { expect, test } from 'vitest';
import { forgetAudience } from '../../../src/core/delivery/forget-audience.ts';
import { ACCOUNT, type Ended, Machine, type Wish } from './support/machine.ts';
import { Mortal } from './support/mortal.ts';

const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `p${from + index}`);
/** As many as a customer file needs. */
const CROWD = people(0, 1000);

type Next = (machine: Machine, killed: Ended, list: readonly string[], wish: Wish) => Promise<Ended>;

const RESUMED: Next = (machine, { id }, _, wish) => machine.resume(id, wish);
const STARTED_ANEW: Next = (machine, _, list, wish) => machine.deliver(list, wish);

const channels = [
  { channel: 'streaming', list: people(0, 3) },
  { channel: 'file', list: CROWD },
] as const;
const nexts = [
  { how: 'resumed', next: RESUMED },
  { how: 'started anew', next: STARTED_ANEW },
];
const cases = channels.flatMap((one) => nexts.map((other) => ({ ...one, ...other })));

/** What TikTok may be like while a process dies. */
const answers: readonly { readonly words: string; readonly prepare: (machine: Machine) => void }[] = [
  { words: 'TikTok answers', prepare: () => {} },
  {
    words: 'the answer to the creation is lost',
    prepare: ({ tiktok }) => {
      tiktok.fates = ['lost-after'];
    },
  },
  {
    words: 'the creation is lost',
    prepare: ({ tiktok }) => {
      tiktok.fates = ['lost-before'];
    },
  },
  {
    words: 'the list lags behind',
    prepare: ({ tiktok }) => {
      tiktok.listsAfter = 8_000;
      tiktok.tellsAfter = 8_000;
    },
  },
];
/** A file takes a thousand people, so what goes like streaming is told of that alone. */
const stories = cases.flatMap((one) =>
  answers
    .filter(({ words }) => one.channel === 'streaming' || words !== 'the creation is lost')
    .map((other) => ({ ...one, ...other })),
);

test.each(stories)(
  '$channel, $words, killed at any step and $how: one audience, and everybody in it',
  async ({ channel, list, next, prepare }) => {
    const wish = { channel, batchSize: list.length };
    for (let deathAt = 1, isOver = false; !isOver; deathAt += 1) {
      const machine = new Machine();
      prepare(machine);
      const process = new Mortal(deathAt);
      let ended = await machine.deliver(list, wish, process);
      isOver = !process.isDead;
      const isThrough = machine.runs.open(ended.id)?.record.outcome === 'completed';
      if (!isThrough) ended = await next(machine, ended, list, wish);
      const about = `died at ${deathAt}: ${ended.fault?.message}`;
      if (!isThrough) expect(ended.summary?.outcome, about).toBe('completed');
      const [audience, ...others] = machine.tiktok.named('VIP');
      expect(others, about).toEqual([]);
      expect(audience?.members, about).toEqual(new Set(list));
      // Whoever takes over knows everybody in it, and the ledger is what TikTok holds.
      const last = await machine.deliver(channel === 'file' ? list : list.slice(1), wish);
      expect(last.warnings, about).not.toContain('no-ledger');
      expect(machine.membersOf(audience?.id ?? '').certain, about).toEqual(audience?.members);
      expect(machine.tiktok.named('VIP'), about).toHaveLength(1);
    }
  },
);

test.each(answers)(
  'a campaign, $words, killed at any step and resumed or started anew: one audience for each group',
  async ({ prepare }) => {
    const lists = { a: people(0, 3), b: people(3, 5) };
    for (const isResumed of [true, false]) {
      for (let deathAt = 1, isOver = false; !isOver; deathAt += 1) {
        const machine = new Machine();
        prepare(machine);
        const process = new Mortal(deathAt);
        let ended = await machine.campaign(lists, process);
        isOver = !process.isDead;
        if (machine.runs.open(ended.id)?.record.outcome !== 'completed') {
          ended = await machine.campaign(lists, new Mortal(), isResumed ? ended.id : undefined);
          expect(ended.summary?.rows, `died at ${deathAt}`).toMatchObject({
            read: 5,
            pending: 0,
            refused: 0,
          });
        }
        for (const [name, list] of Object.entries(lists)) {
          const about = `${name}, died at ${deathAt}: ${ended.fault?.message}`;
          const [audience, ...others] = machine.tiktok.named(name);
          expect(others, about).toEqual([]);
          expect(audience?.members, about).toEqual(new Set(list));
          expect(machine.membersOf(audience?.id ?? '').certain, about).toEqual(audience?.members);
        }
        expect(ended.warnings).not.toContain('no-ledger');
      }
    }
  },
);

test('a new audience that TikTok neither lists nor tells of yet is filled by its id', async () => {
  const machine = new Machine();
  machine.tiktok.listsAfter = 200_000;
  machine.tiktok.tellsAfter = 200_000;
  const first = await machine.deliver(people(0, 3));
  const second = await machine.deliver(people(1, 4));
  expect(second.warnings).toContain('audience-unlisted');
  expect(machine.tiktok.named('VIP')).toMatchObject([{ members: new Set(people(1, 4)) }]);
  const undo = await machine.undo(second.id);
  expect(undo.summary?.outcome).toBe('completed');
  expect(machine.tiktok.named('VIP')).toMatchObject([{ members: new Set(people(0, 3)) }]);
  expect(first.summary?.audience?.created).toBe(true);
});

test('a run whose audience was deleted in between never goes on in another one; a new run makes it anew', async () => {
  const machine = new Machine();
  const first = await machine.deliver(people(0, 3));
  machine.tiktok.fates = ['done', 'unavailable'];
  const stopped = await machine.deliver(people(3, 9));
  machine.tiktok.delete(first.summary?.audience?.id ?? '');
  machine.now += 300_000;
  expect((await machine.resume(stopped.id)).fault?.kind).toBe('audience-not-found');
  expect(machine.tiktok.named('VIP')).toEqual([]);
  expect((await machine.deliver(people(3, 9))).summary?.audience?.created).toBe(true);
  expect(machine.tiktok.named('VIP')).toMatchObject([{ members: new Set(people(3, 9)) }]);
});

test('one that was deleted here right after it was made is made anew at once', async () => {
  const machine = new Machine();
  const first = await machine.deliver(people(0, 3));
  const audienceId = first.summary?.audience?.id ?? '';
  machine.tiktok.delete(audienceId);
  forgetAudience(machine, ACCOUNT, audienceId);
  expect((await machine.deliver(people(3, 6))).summary?.audience?.created).toBe(true);
});

test('one that was deleted right after it was made is not made twice while TikTok may still be about to show it', async () => {
  const machine = new Machine();
  const first = await machine.deliver(people(0, 3));
  machine.tiktok.delete(first.summary?.audience?.id ?? '');
  expect((await machine.deliver(people(3, 6))).fault?.kind).toBe('audience-not-found');
  expect(machine.tiktok.named('VIP')).toEqual([]);
  machine.now += 300_000;
  expect((await machine.deliver(people(3, 6))).summary?.outcome).toBe('completed');
});
