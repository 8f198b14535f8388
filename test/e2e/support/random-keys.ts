import fc from 'fast-check';

/** What a person may do with the wizard, or somebody who doesn't look, or a cat. */
export type Act =
  /** One key after the other. */
  | { readonly type: 'keys'; readonly keys: readonly string[] }
  /** All of them before anything is drawn. */
  | { readonly type: 'burst'; readonly keys: readonly string[] }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'wait'; readonly milliseconds: number };

const ONES = fc.constantFrom('enter', 'down', 'up', 'right', 'left');
const DIGITS = fc.constantFrom(...'123456789');
const MOVES = fc.constantFrom(
  ...['escape', 'tab', 'shift+tab', 'space', 'backspace', 'home', 'end', 'pageup', 'pagedown'],
);
const SIGNS = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzY?+-/');
const RARE = fc.constantFrom(
  ...['delete', 'ctrl+u', 'ctrl+k', 'ctrl+w', 'ctrl+s', 'ctrl+x', 'ctrl+r', 'ctrl+o'],
  ...['ctrl+home', 'ctrl+end', 'alt+enter', 'alt+backspace'],
);
const KEY = fc.oneof(
  { weight: 10, arbitrary: ONES },
  { weight: 4, arbitrary: DIGITS },
  { weight: 2, arbitrary: MOVES },
  { weight: 2, arbitrary: SIGNS },
  { weight: 1, arbitrary: RARE },
);

/** Without the letter that says yes. */
const TEXT = fc.constantFrom(
  ...['VIP', 'spring 顧客', '👨‍👩‍👧', '*/5 * * * *', '10', 'SELECT 1', "'; DROP TABLE x", 'customers.csv'],
  ...['/nowhere/at all', 'Customer360', 'email'],
);

const ACT: fc.Arbitrary<Act> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant('keys'), keys: keysOf(1) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('burst'), keys: keysOf(2) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('text'), text: TEXT }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('paste'), text: TEXT }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('resize'),
      columns: fc.integer({ min: 36, max: 130 }),
      rows: fc.integer({ min: 12, max: 45 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('wait'), milliseconds: fc.constantFrom(0, 5, 30, 100) }),
  },
);

function keysOf(minLength: number): fc.Arbitrary<readonly string[]> {
  return fc.array(KEY, { minLength, maxLength: 4 });
}

export const SIZE = fc.constantFrom([80, 24], [120, 40], [40, 20], [40, 15] as const);

export function actsUpTo(maxLength: number): fc.Arbitrary<readonly Act[]> {
  return fc.array(ACT, { minLength: Math.floor(maxLength / 3), maxLength });
}

/**
 * How many sequences fast-check tries: those of the suite; by hand as many as `TADA_KEYS_RUNS` says, beginning at
 * `TADA_KEYS_SEED`. A failure prints its seed. A sequence once found isn't made shorter: what it meets depends
 * on how far the engine is, and a shorter one may pass.
 */
export function effort(runs: number): fc.Parameters<unknown> {
  const { TADA_KEYS_RUNS = runs, TADA_KEYS_SEED = 20_261_122 } = process.env;
  return { seed: Number(TADA_KEYS_SEED), numRuns: Number(TADA_KEYS_RUNS), endOnFailure: true };
}

/** A screen that asks whether something may leave or go for good. */
export function isAsking(screen: string): boolean {
  return /Don’t send|to go on\.|y\/n answer/.test(screen);
}

/** The key, or where it would say yes to what the screen asks the one that leaves the question. */
export function sayingNothing(key: string, screen: string): string {
  const wouldAgree =
    key.toLowerCase() === 'y' || (key === 'enter' && !/❯ (?:Don’t send|No|Keep)/.test(screen));
  return isAsking(screen) && wouldAgree ? 'escape' : key;
}

/** What TikTok was asked to change or to take, by path; everything else only looks. */
export function changesAskedOf(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const changes = /mapping|upload|track|revoke|audience\/.*(?:create|update|delete|apply)|segment\/audience/;
  return Object.fromEntries(Object.entries(counts).filter(([path]) => changes.test(path)));
}
