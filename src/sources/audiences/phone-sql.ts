import type { IdentifierRules } from '../../core/identifiers/types.ts';
import { fullMatch, partMatch, quoteText } from '../duckdb/sql-text.ts';
import { type PhoneArm, type PhoneOutcome, type PhoneTest, phoneArms } from './phone-arms.ts';

/** Phone numbers in SQL: {@link phoneArms} as an expression, which gives NULL for what the library has to decide. */

/** A comparison costs a fifth of what an expression does. */
function testSql(test: PhoneTest, value: string): string {
  switch (test.kind) {
    case 'whole':
      return fullMatch(value, test.pattern);
    case 'front':
      return partMatch(value, `^(?:${test.pattern})`);
    case 'literal':
      return `system.main.starts_with(${value}, ${quoteText(test.text)})`;
    case 'not':
      return `NOT ${testSql(test.of, value)}`;
    case 'all':
      return `(${test.of.map((each) => testSql(each, value)).join(' AND ')})`;
    case 'any':
      return test.of.length === 0 ? 'false' : `(${test.of.map((each) => testSql(each, value)).join(' OR ')})`;
  }
}

function armsSql(arms: readonly PhoneArm[], value: string): string {
  const each = arms.map(
    ({ when, outcome }) => `WHEN ${testSql(when, value)} THEN ${outcomeSql(outcome, value)}`,
  );
  return `CASE ${each.join(' ')} END`;
}

function outcomeSql(outcome: PhoneOutcome, value: string): string {
  if (outcome === undefined) return 'NULL';
  if (!('add' in outcome)) return armsSql(outcome, value);
  const rest = outcome.cut === 0 ? value : `system.main.substr(${value}, ${outcome.cut + 1})`;
  return outcome.add === '' ? rest : `${quoteText(outcome.add)} || ${rest}`;
}

/** The number to hash, or NULL where the library has to decide; `digits` names a column of {@link phoneDigitsSql}. */
export function phoneNumberSql(
  digits: string,
  rules: Pick<IdentifierRules, 'phoneRule' | 'defaultCountry'>,
): string {
  const inside = armsSql(phoneArms(rules), digits);
  return rules.phoneRule === 'plus' ? inside : `system.main.substr(${inside}, 2)`;
}

/** A whole number that a spreadsheet turned into a fraction; taking the zeros off is left to the library. */
const FRACTION = '\\+?[0-9]+\\.0+';

/** Digits with at most one `+` in front, for values written with ASCII digits and the usual separators; else NULL. */
export function phoneDigitsSql(value: string): string {
  return `CASE WHEN ${fullMatch(value, '\\+?[0-9]{4,17}')} THEN ${value}
    WHEN ${fullMatch(value, '[0-9 ().+-]{4,40}')}
      AND NOT (system.main.suffix(${value}, '0') AND ${fullMatch(value, FRACTION)})
    THEN system.main.translate(${value}, ' ().-', '') END`;
}
