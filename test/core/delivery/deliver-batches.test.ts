import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Range } from '../../../src/core/audiences/plan.ts';
import { deliverBatches } from '../../../src/core/delivery/deliver-batches.ts';
import { readJournalState, readUncertainEntries } from '../../../src/core/delivery/journal-state.ts';
import { cutIntoBatches, rangesSize } from '../../../src/core/delivery/ranges.ts';
import { KnownError } from '../../../src/core/errors.ts';
import type { Journal, JournalEntry, WrittenEntry } from '../../../src/core/ports/journal.ts';
import type { CallOptions } from '../../../src/core/ports/tiktok.ts';
import type { FaultKind } from '../../../src/core/remedies/faults.ts';
import { OutcomeUnknownError } from '../../../src/core/remedies/outcome-unknown.ts';
import { makeFault } from '../../../src/core/remedies/remedies.ts';

/** A journal in memory: what matters here is what is written and when, not the disk. */
function memoryJournal(): Journal & { readonly lines: WrittenEntry[] } {
  const lines: WrittenEntry[] = [];
  return {
    lines,
    append: async (entry: JournalEntry) => {
      lines.push({ ...entry, at: '2026-11-22T00:00:00.000Z' });
    },
    read: () => lines,
  };
}

function refuse(kind: FaultKind, code: number): never {
  const fault = makeFault({ kind, code, message: 'no' });
  throw new KnownError({ kind, message: 'no', hint: 'next', fault });
}

async function deliver(
  batches: readonly Range[],
  answer: (range: Range, options: CallOptions) => Promise<void> | void,
  cancel = new AbortController().signal,
) {
  const journal = memoryJournal();
  const sent: Range[] = [];
  const result = await deliverBatches({
    batches,
    journal,
    cancel,
    send: async (range, options) => {
      sent.push(range);
      await answer(range, options);
      return { requestId: `request-${range.from}` };
    },
    onConfirmed: () => undefined,
    onWait: () => undefined,
  });
  return { result, journal, sent };
}

test('every batch is confirmed once, with a line before and a line after it', async () => {
  const batches = cutIntoBatches([{ from: 0, to: 95 }], 10);
  const { result, journal, sent } = await deliver(batches, () => undefined);
  expect(result.confirmed).toEqual([{ from: 0, to: 95 }]);
  expect(sent).toHaveLength(10);
  for (const { from } of batches) {
    const states = journal.lines.flatMap((line) =>
      line.type === 'batch' && line.from === from ? [line.state] : [],
    );
    expect(states).toEqual(['sent', 'confirmed']);
  }
});

test('entries that TikTok refuses are isolated, and all the others go through', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(199), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 2, max: 60 }),
      async (guilty, size) => {
        const { result, sent } = await deliver(
          cutIntoBatches([{ from: 0, to: 200 }], size),
          ({ from, to }) => {
            if (guilty.some((entry) => entry >= from && entry < to)) refuse('invalid-parameters', 40002);
          },
        );
        expect(result.fault).toBeUndefined();
        expect(
          result.refused.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)),
        ).toEqual(guilty.toSorted((a, b) => a - b));
        expect(rangesSize(result.confirmed)).toBe(200 - guilty.length);
        expect(new Set(sent.map(({ from, to }) => `${from}-${to}`)).size).toBe(sent.length);
      },
    ),
    { numRuns: 60 },
  );
});

test('when nobody is ever taken, it stops instead of asking about every person', async () => {
  const { result, sent } = await deliver(cutIntoBatches([{ from: 0, to: 5000 }], 1000), () =>
    refuse('invalid-parameters', 40002),
  );
  expect(result.fault?.kind).toBe('invalid-parameters');
  expect(sent.length).toBeLessThan(80);
});

test('after "too many at once" the following batches are smaller from the start', async () => {
  const { result, sent } = await deliver(cutIntoBatches([{ from: 0, to: 4000 }], 1000), ({ from, to }) => {
    if (to - from > 250) refuse('invalid-parameters', 40061);
  });
  expect(result.confirmed).toEqual([{ from: 0, to: 4000 }]);
  expect(sent.filter(({ from, to }) => to - from > 250).length).toBeLessThan(12);
});

test('a permission fault ends the sending and leaves no entry uncertain', async () => {
  const { result, journal } = await deliver(cutIntoBatches([{ from: 0, to: 100 }], 10), ({ from }) => {
    if (from >= 40) refuse('missing-permission', 40001);
  });
  expect(result.fault?.kind).toBe('missing-permission');
  expect(result.unknown).toEqual([]);
  expect(readJournalState(journal.lines).confirmed).toEqual(result.confirmed);
  expect(rangesSize(result.confirmed)).toBeLessThanOrEqual(40);
});

test('a lost connection leaves the batch unknown, never failed and never done', async () => {
  const { result } = await deliver([{ from: 0, to: 10 }], () => refuse('network', 0));
  expect(result.confirmed).toEqual([]);
  expect(result.unknown).toEqual([{ from: 0, to: 10 }]);
});

test('a clear refusal after a lost first attempt is still unknown', async () => {
  const { result } = await deliver([{ from: 0, to: 10 }], () => {
    const fault = makeFault({ kind: 'missing-permission', code: 40001, message: 'no' });
    throw new OutcomeUnknownError({ fault, message: 'no', hint: 'next' });
  });
  expect(result.unknown).toEqual([{ from: 0, to: 10 }]);
});

test('a partial answer is bisected: its entries are confirmed by their own answers only', async () => {
  const { result } = await deliver([{ from: 0, to: 8 }], ({ from, to }) => {
    if (from <= 5 && to > 5) refuse('partial', 20001);
  });
  expect(result.refused).toEqual([{ from: 5, to: 6 }]);
  expect(rangesSize(result.confirmed)).toBe(7);
});

test('a lone entry that was taken in part is refused, and uncertain to the ledger', async () => {
  const { result, journal } = await deliver([{ from: 0, to: 1 }], () => refuse('partial', 20001));
  expect(result.refused).toEqual([{ from: 0, to: 1 }]);
  expect(readUncertainEntries(journal.lines)).toEqual([{ from: 0, to: 1 }]);
});

test('cancelling finishes what is in flight and starts nothing new', async () => {
  const cancel = new AbortController();
  const { result, sent } = await deliver(
    cutIntoBatches([{ from: 0, to: 1000 }], 10),
    async ({ from }) => {
      if (from === 50) cancel.abort();
      await Promise.resolve();
    },
    cancel.signal,
  );
  expect(rangesSize(result.confirmed)).toBe(rangesSize(sent));
  expect(sent.length).toBeLessThan(15);
  expect(result.unknown).toEqual([]);
});

test('cancelling ends a back-off wait at once and says the batch is unknown', async () => {
  const cancel = new AbortController();
  const { result } = await deliver(
    [{ from: 0, to: 10 }],
    async (_range, { onWait, signal }) => {
      onWait?.({ reason: 'rate limit', seconds: 300 });
      cancel.abort();
      await new Promise((_resolve, reject) => {
        if (signal?.aborted === true) reject(signal.reason);
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    },
    cancel.signal,
  );
  expect(result.unknown).toEqual([{ from: 0, to: 10 }]);
});

test('a bug in sending is handed on as a bug, not as TikTok’s answer', async () => {
  const { result } = await deliver([{ from: 0, to: 10 }], () => {
    throw new TypeError('oops');
  });
  expect(result.bug).toBeInstanceOf(TypeError);
  expect(result.confirmed).toEqual([]);
});
