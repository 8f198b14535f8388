import type { IdentifierRules } from '../../core/identifiers/types.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { type CountryPlan, countriesOf, countryPlan } from './phone-plans.ts';

/**
 * Phone numbers in SQL: the common ways of writing a number of the common countries. It gives the number in
 * E.164 only where the library is certain to give the same, and NULL for everything else, which then goes to
 * the library.
 */

/**
 * Countries with much online trade. Each costs a millisecond when the statement is planned; numbers of others
 * are judged in JavaScript, which takes three times as long.
 */
const FAST_COUNTRIES = ['US', 'GB', 'DE', 'FR', 'ES', 'IT', 'AU', 'JP', 'BR', 'MX', 'IN', 'ID'];

const matchesAll = (value: string, pattern: string) =>
  `system.main.regexp_full_match(${value}, ${quoteText(pattern)})`;
/** `start` stands in front of the pattern; a comparison costs a fifth of what an expression does. */
const matchesStart = (value: string, pattern: string, start = '') =>
  /^\d+$/.test(pattern)
    ? `system.main.starts_with(${value}, ${quoteText(start.replace('\\', '') + pattern)})`
    : `system.main.regexp_matches(${value}, ${quoteText(`^${prefixed(start, pattern)}`)})`;

/** DuckDB's RE2 knows no `\d` for other scripts either, and the values have ASCII digits only by now. */
function prefixed(start: string, pattern: string): string {
  return `${start}(?:${pattern})`;
}

/**
 * True where the library takes `value`, digits behind `start` that are a national number of this calling code,
 * for valid. `start` is what stands in front of them, such as `\+1`.
 */
function validNumber(callingCode: string, start: string, value: string): string {
  const earlierDigits: string[] = [];
  const conditions: string[] = [];
  for (const [index, country] of countriesOf(callingCode).entries()) {
    const plan = countryPlan(country);
    if (plan === undefined) continue;
    const isFast = index === 0 || country === 'CA';
    if (isFast) {
      const parts = [matchesAll(value, prefixed(start, plan.valid))];
      if (plan.leadingDigits !== undefined) parts.push(matchesStart(value, plan.leadingDigits, start));
      // A number that begins like one of an earlier country is that country's, valid or not.
      if (earlierDigits.length > 0) {
        parts.push(`NOT ${matchesStart(value, earlierDigits.join('|'), start)}`);
      }
      conditions.push(`(${parts.join(' AND ')})`);
    }
    if (plan.leadingDigits !== undefined) earlierDigits.push(plan.leadingDigits);
  }
  return conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`;
}

/** True for a valid number that is written as `+`, the calling code and digits. */
function isInternational(plan: CountryPlan, digits: string): string {
  const start = `\\+${plan.callingCode}`;
  const conditions = [validNumber(plan.callingCode, start, digits)];
  // People also write +44 0…; taking the zero off is left to the library.
  if (plan.nationalPrefix !== undefined) {
    conditions.push(`NOT ${matchesStart(digits, plan.nationalPrefix, start)}`);
  }
  return conditions.join(' AND ');
}

/** `digits` begins with `+`. */
function internationalArm(plan: CountryPlan, digits: string): string {
  return `WHEN system.main.starts_with(${digits}, '+${plan.callingCode}')
    THEN CASE WHEN ${isInternational(plan, digits)} THEN ${digits} END`;
}

/** Arms for digits without `+`, in a country. */
function nationalArms(plan: CountryPlan, digits: string): readonly string[] {
  const { callingCode, nationalPrefix } = plan;
  const withPlus = `'+' || ${digits}`;
  const arms = [
    // Both mean an international number that was dialled from somewhere.
    `WHEN system.main.starts_with(${digits}, '00') THEN NULL`,
    `WHEN ${matchesStart(digits, plan.internationalPrefix)} THEN NULL`,
    `WHEN system.main.starts_with(${digits}, '${callingCode}') THEN CASE
      WHEN ${validNumber(callingCode, callingCode, digits)}
        ${mainPrefixCondition(callingCode, digits)} THEN ${withPlus} END`,
  ];
  const number = `'+${callingCode}' || ${digits}`;
  const valid = validNumber(callingCode, '', digits);
  if (nationalPrefix === undefined) return [...arms, `WHEN ${valid} THEN ${number}`];
  if (!/^\d+$/.test(nationalPrefix)) {
    return [...arms, `WHEN NOT ${matchesStart(digits, nationalPrefix)} AND ${valid} THEN ${number}`];
  }
  const rest = `system.main.substr(${digits}, ${nationalPrefix.length + 1})`;
  return [
    ...arms,
    `WHEN NOT ${matchesStart(digits, nationalPrefix)} THEN CASE WHEN ${valid} THEN ${number} END`,
    // What is a number with its prefix already keeps it.
    `WHEN NOT ${matchesAll(digits, plan.general)} AND ${validNumber(callingCode, nationalPrefix, digits)}
      THEN '+${callingCode}' || ${rest}`,
  ];
}

/** An international number is read with the prefix of the calling code's main country. */
function mainPrefixCondition(callingCode: string, digits: string): string {
  const [main = ''] = countriesOf(callingCode);
  const prefix = countryPlan(main)?.nationalPrefix;
  return prefix === undefined ? '' : `AND NOT ${matchesStart(digits, prefix, callingCode)}`;
}

/** The calling code of the customers' country first: it decides most numbers. */
function plansOf(defaultCountry: string | undefined): readonly CountryPlan[] {
  const home = defaultCountry === undefined ? undefined : countryPlan(defaultCountry);
  const plans = new Map<string, CountryPlan>();
  const homeMain = home === undefined ? [] : countriesOf(home.callingCode).slice(0, 1);
  for (const country of [...homeMain, ...FAST_COUNTRIES]) {
    const plan = countryPlan(country);
    if (plan !== undefined && !plans.has(plan.callingCode)) plans.set(plan.callingCode, plan);
  }
  return [...plans.values()];
}

/**
 * The number in E.164 where the value is nothing else, and is of the customers' country; NULL for other values.
 * In many files all numbers are, and this saves them every other look.
 */
export function plainPhoneSql(
  value: string,
  { defaultCountry }: Pick<IdentifierRules, 'defaultCountry'>,
): string {
  const [plan] = plansOf(defaultCountry);
  if (plan === undefined) return 'NULL::VARCHAR';
  return `CASE WHEN system.main.starts_with(${value}, '+${plan.callingCode}')
    AND ${isInternational(plan, value)} THEN ${value} END`;
}

/**
 * The number to hash, or NULL where the library has to decide. `digits` and `plain` name columns that hold what
 * {@link phoneDigitsSql} and {@link plainPhoneSql} give.
 */
export function phoneNumberSql(
  digits: string,
  rules: Pick<IdentifierRules, 'phoneRule' | 'defaultCountry'>,
  plain = 'NULL::VARCHAR',
): string {
  const home = rules.defaultCountry === undefined ? undefined : countryPlan(rules.defaultCountry);
  const international = plansOf(rules.defaultCountry).map((plan) => internationalArm(plan, digits));
  const national = home === undefined ? [] : nationalArms(home, digits);
  const inside = `CASE WHEN ${plain} IS NOT NULL THEN ${plain}
    WHEN system.main.starts_with(${digits}, '+') THEN CASE ${international.join(' ')} END
    ${national.join(' ')} END`;
  return rules.phoneRule === 'plus' ? inside : `system.main.substr(${inside}, 2)`;
}

/** A whole number that a spreadsheet turned into a fraction; taking the zeros off is left to the library. */
const FRACTION = '\\+?[0-9]+\\.0+';

/** Digits with at most one `+` in front, for values written with ASCII digits and the usual separators; else NULL. */
export function phoneDigitsSql(value: string): string {
  return `CASE WHEN ${matchesAll(value, '\\+?[0-9]{4,17}')} THEN ${value}
    WHEN ${matchesAll(value, '[0-9 ().+-]{4,40}')}
      AND NOT (system.main.suffix(${value}, '0') AND ${matchesAll(value, FRACTION)})
    THEN system.main.translate(${value}, ' ().-', '') END`;
}
