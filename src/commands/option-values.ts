import { InvalidArgumentError } from 'commander';
import { readAge } from '../core/history/age.ts';

/** What the options of commands take; a wrong value is said in a sentence, which commander puts behind the option's name. */

/** For options that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** From 0 to 999,999,999; throws InvalidArgumentError otherwise, as all of these do. */
export function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(value);
}

/** `90`, `90d` or `12w` as days, up to a hundred years. */
export function age(value: string): number {
  const days = readAge(value);
  if (days === undefined) throw new InvalidArgumentError('It takes days or weeks, such as 90d or 12w.');
  return days;
}

/** From 1 to 999,999,999. */
export function positiveNumber(value: string): number {
  const number = wholeNumber(value);
  if (number === 0) throw new InvalidArgumentError('It takes a whole number above 0.');
  return number;
}

/** From 0 to 100, with or without a percent sign. */
export function percentage(value: string): number {
  const number = Number(value.replace(/%$/, ''));
  if (value.trim() === '' || !(number >= 0 && number <= 100)) {
    throw new InvalidArgumentError('It takes a percentage from 0 to 100.');
  }
  return number;
}
