import { Decimal } from 'decimal.js';

/** Own settings: sums of large orders must not be rounded to the library's 20 digits, nor change globally. */
const Exact = Decimal.clone({ precision: 60, toExpNeg: -60, toExpPos: 60 });

/** A number as JSON writes it: no exponent, no needless zero. Text, because binary fractions aren't exact. */
export type DecimalText = string;

/**
 * What is read as a number: digits, a dot for decimals, and an exponent where an engine prints one. Commas are
 * refused, as `1,234` is a thousand to one and a fraction to another; so are currency signs, and anything
 * below zero, because a refund is no conversion. Applied to the trimmed text.
 */
const READABLE = /^\+?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?$/;

/** More than any order is worth; what is larger is an id in the wrong column. */
const MAXIMUM = new Exact('1e15');

/** A cent: prices divided and rounded by a query differ by less. */
const ROUNDING = new Exact('0.01');

const CANONICAL = /^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,29}[1-9])?$/;
const CANONICAL_INTEGER = /^(?:0|[1-9][0-9]{0,14})$/;

function shorten(number: Decimal): DecimalText {
  return number.toFixed();
}

/** A price or value; undefined when it isn't a number of at least zero and less than 10^15. */
export function readAmount(text: string): DecimalText | undefined {
  const trimmed = text.trim();
  if (CANONICAL.test(trimmed)) return trimmed;
  if (!READABLE.test(trimmed)) return undefined;
  const number = new Exact(trimmed);
  return number.lessThan(MAXIMUM) ? shorten(number) : undefined;
}

/** A whole number of items, also written `2.0`; undefined for anything else. */
export function readQuantity(text: string): DecimalText | undefined {
  const amount = readAmount(text);
  return amount !== undefined && CANONICAL_INTEGER.test(amount) ? amount : undefined;
}

export interface PricedItem {
  readonly price: DecimalText | undefined;
  readonly quantity: DecimalText | undefined;
}

/** What is added to a sum: an amount, so many times (a whole number). */
interface Term {
  readonly amount: DecimalText;
  readonly times: DecimalText;
}

function decimalsOf(amount: DecimalText): number {
  const dot = amount.indexOf('.');
  return dot === -1 ? 0 : amount.length - dot - 1;
}

/** An amount in whole numbers of its digit `decimals` behind the dot, of which it may have fewer. */
function inSteps(amount: DecimalText, decimals: number): number {
  const dot = amount.indexOf('.');
  if (dot === -1) return Number(amount) * 10 ** decimals;
  const own = amount.length - dot - 1;
  return Number(amount.slice(0, dot) + amount.slice(dot + 1)) * 10 ** (decimals - own);
}

/**
 * Σ amount × times in whole numbers of the last digit that any amount has, which most orders fit into; undefined
 * when a number on the way would be larger than integers are exact.
 */
function sumInSteps(terms: readonly Term[]): DecimalText | undefined {
  let decimals = 0;
  for (const { amount } of terms) decimals = Math.max(decimals, decimalsOf(amount));
  let sum = 0;
  for (const { amount, times } of terms) {
    const steps = inSteps(amount, decimals);
    const product = steps * Number(times);
    sum += product;
    // Nothing is below zero, so a sum that is exact has had exact numbers on its way.
    if (!Number.isSafeInteger(steps) || !Number.isSafeInteger(sum)) return undefined;
  }
  if (decimals === 0 || sum === 0) return String(sum);
  const digits = String(sum).padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  const whole = digits.slice(0, -decimals);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function sumTerms(terms: readonly Term[]): DecimalText {
  const sum = sumInSteps(terms);
  if (sum !== undefined) return sum;
  return shorten(
    terms.reduce((all, { amount, times }) => all.plus(new Exact(amount).times(times)), new Exact(0)),
  );
}

/** Σ price × quantity; undefined when there are no items, or one lacks either and the sum would be too small. */
export function sumItems(items: readonly PricedItem[]): DecimalText | undefined {
  if (items.length === 0) return undefined;
  const terms: Term[] = [];
  for (const { price, quantity } of items) {
    if (price === undefined || quantity === undefined) return undefined;
    terms.push({ amount: price, times: quantity });
  }
  return sumTerms(terms);
}

function sumOf(values: readonly DecimalText[]): DecimalText {
  return sumTerms(values.map((amount) => ({ amount, times: '1' })));
}

/** Whether two amounts differ by a cent or more. */
export function amountsDiffer(left: DecimalText, right: DecimalText): boolean {
  return left !== right && new Exact(left).minus(right).abs().greaterThanOrEqualTo(ROUNDING);
}

export interface EventValue {
  readonly value: DecimalText | undefined;
  /** An explicit value was used although the items add up to something else. */
  readonly mismatch: boolean;
}

/**
 * What an event is worth. `explicit` holds the value column of each of its rows. Where the rows of an order
 * repeat one value, that is the value of the order; where they differ, each is the value of its line and they
 * are added up. Two equal lines could be either, so whichever agrees with Σ price × quantity is taken. An
 * explicit value always wins over the items.
 */
export function eventValue(explicit: readonly DecimalText[], items: readonly PricedItem[]): EventValue {
  const computed = sumItems(items);
  const [first] = explicit;
  if (first === undefined) return { value: computed, mismatch: false };
  const total = explicit.length === 1 ? first : sumOf(explicit);
  const isRepeated = explicit.every((value) => value === first);
  if (computed === undefined) return { value: isRepeated ? first : total, mismatch: false };
  if (isRepeated && !amountsDiffer(first, computed)) return { value: first, mismatch: false };
  if (!amountsDiffer(total, computed)) return { value: total, mismatch: false };
  return { value: isRepeated ? first : total, mismatch: true };
}
