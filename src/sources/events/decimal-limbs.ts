import type { DecimalText } from '../../core/events/money.ts';

/**
 * Amounts as whole numbers of 15 digits each, which a database adds up exactly in bulk; a sum of binary
 * fractions would be off by cents.
 */

const DIGITS = 15;

/** Powers of ten that the limbs count, highest first; amounts below 10^30 with at most 30 decimals are exact. */
export const LIMB_EXPONENTS = [15, 0, -15, -30] as const;

/** The limbs of an amount that isn't negative; decimals behind the thirtieth are cut. */
export function toLimbs(amount: DecimalText): readonly number[] {
  const dot = amount.indexOf('.');
  if (dot === -1 && amount.length <= DIGITS) return [0, Number(amount), 0, 0];
  const whole = dot === -1 ? amount : amount.slice(0, dot);
  const decimals = dot === -1 ? '' : amount.slice(dot + 1);
  return [
    whole.length > DIGITS ? Number(whole.slice(0, -DIGITS)) : 0,
    Number(whole.slice(-DIGITS)),
    decimals === '' ? 0 : Number(decimals.slice(0, DIGITS).padEnd(DIGITS, '0')),
    decimals.length > DIGITS ? Number(decimals.slice(DIGITS, 2 * DIGITS).padEnd(DIGITS, '0')) : 0,
  ];
}

/** Steps in which ready events count their value: ten-thousandths. */
export const AMOUNT_STEPS = 10_000;

const STEP_LIMB = 10 ** DIGITS / AMOUNT_STEPS;

/** In SQL, the limbs of a column of whole numbers of {@link AMOUNT_STEPS}, below 10^15. */
export function limbsOfSteps(steps: string): readonly string[] {
  return LIMB_EXPONENTS.map((exponent) => {
    if (exponent === 0) return `floor(${steps} / ${AMOUNT_STEPS})`;
    return exponent === -DIGITS ? `(${steps} % ${AMOUNT_STEPS}) * ${STEP_LIMB}` : '0::DOUBLE';
  });
}

/** The amount that sums of limbs make; a sum may have more than 15 digits. */
export function fromLimbSums(sums: readonly bigint[]): DecimalText {
  const lowest = LIMB_EXPONENTS.at(-1) ?? 0;
  const total = LIMB_EXPONENTS.reduce(
    (sum, exponent, index) => sum + (sums[index] ?? 0n) * 10n ** BigInt(exponent - lowest),
    0n,
  );
  const digits = String(total).padStart(1 - lowest, '0');
  const decimals = digits.slice(lowest).replace(/0+$/, '');
  const whole = digits.slice(0, lowest);
  return decimals === '' ? whole : `${whole}.${decimals}`;
}
