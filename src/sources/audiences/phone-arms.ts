import type { IdentifierRules } from '../../core/identifiers/types.ts';
import { type CountryPlan, countriesOf, countryPlan } from './phone-plans.ts';

/**
 * How the common ways of writing a number of the common countries are told from the rest, as data: SQL and the
 * tables of the staging both are made from it. A number comes out only where the library is certain to give the
 * same; everything else goes to the library.
 */

/** A question about digits with at most one `+` in front. Patterns are RE2-compatible. */
export type PhoneTest =
  | { readonly kind: 'whole' | 'front'; readonly pattern: string }
  /** Begins with just this text. */
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly PhoneTest[] }
  | { readonly kind: 'not'; readonly of: PhoneTest };

/** The digits without their first `cut` characters, behind `add`. */
export interface PhoneRewrite {
  readonly add: string;
  readonly cut: number;
}

/** `undefined` leaves the number to the library; so do arms none of which fits. */
export type PhoneOutcome = PhoneRewrite | readonly PhoneArm[] | undefined;

/** The first arm that fits decides. */
export interface PhoneArm {
  readonly when: PhoneTest;
  readonly outcome: PhoneOutcome;
}

/**
 * Countries with much online trade. Each costs a millisecond when a statement is planned; numbers of others
 * are judged one by one, which takes three times as long.
 */
const FAST_COUNTRIES = ['US', 'GB', 'DE', 'FR', 'ES', 'IT', 'AU', 'JP', 'BR', 'MX', 'IN', 'ID'];

const AS_IT_IS: PhoneRewrite = { add: '', cut: 0 };

const whole = (pattern: string): PhoneTest => ({ kind: 'whole', pattern });
const all = (...of: readonly PhoneTest[]): PhoneTest => ({ kind: 'all', of });
const not = (of: PhoneTest): PhoneTest => ({ kind: 'not', of });
const literal = (text: string): PhoneTest => ({ kind: 'literal', text });

/** `start`, digits perhaps behind `\+`, stands in front of the pattern. */
function front(pattern: string, start = ''): PhoneTest {
  return /^\d+$/.test(pattern)
    ? literal(start.replace('\\', '') + pattern)
    : { kind: 'front', pattern: prefixed(start, pattern) };
}

/** RE2 knows no `\d` for other scripts either, and the values have ASCII digits only by now. */
function prefixed(start: string, pattern: string): string {
  return `${start}(?:${pattern})`;
}

/**
 * True where the library takes digits behind `start` that are a national number of this calling code for valid.
 * `start` is what stands in front of them, such as `\+1`.
 */
function validNumber(callingCode: string, start: string): PhoneTest {
  const earlierDigits: string[] = [];
  const conditions: PhoneTest[] = [];
  for (const [index, country] of countriesOf(callingCode).entries()) {
    const plan = countryPlan(country);
    if (plan === undefined) continue;
    const isFast = index === 0 || country === 'CA';
    if (isFast) {
      const parts = [whole(prefixed(start, plan.valid))];
      if (plan.leadingDigits !== undefined) parts.push(front(plan.leadingDigits, start));
      // A number that begins like one of an earlier country is that country's, valid or not.
      if (earlierDigits.length > 0) parts.push(not(front(earlierDigits.join('|'), start)));
      conditions.push(all(...parts));
    }
    if (plan.leadingDigits !== undefined) earlierDigits.push(plan.leadingDigits);
  }
  return { kind: 'any', of: conditions };
}

/** True for a valid number that is written as `+`, the calling code and digits. */
function isInternational(plan: CountryPlan): PhoneTest {
  const start = `\\+${plan.callingCode}`;
  const isValid = validNumber(plan.callingCode, start);
  // People also write +44 0…; taking the zero off is left to the library.
  return plan.nationalPrefix === undefined ? isValid : all(isValid, not(front(plan.nationalPrefix, start)));
}

function internationalArm(plan: CountryPlan): PhoneArm {
  return {
    when: literal(`+${plan.callingCode}`),
    outcome: [{ when: isInternational(plan), outcome: AS_IT_IS }],
  };
}

/** An international number is read with the prefix of the calling code's main country. */
function validWithoutPlus(callingCode: string): PhoneTest {
  const [main = ''] = countriesOf(callingCode);
  const prefix = countryPlan(main)?.nationalPrefix;
  const isValid = validNumber(callingCode, callingCode);
  return prefix === undefined ? isValid : all(isValid, not(front(prefix, callingCode)));
}

/** Arms for digits without `+`, in a country. */
function nationalArms(plan: CountryPlan): readonly PhoneArm[] {
  const { callingCode, nationalPrefix } = plan;
  const arms: readonly PhoneArm[] = [
    // Both mean an international number that was dialled from somewhere.
    { when: literal('00'), outcome: undefined },
    { when: front(plan.internationalPrefix), outcome: undefined },
    {
      when: literal(callingCode),
      outcome: [{ when: validWithoutPlus(callingCode), outcome: { add: '+', cut: 0 } }],
    },
  ];
  const number: PhoneRewrite = { add: `+${callingCode}`, cut: 0 };
  const isValid = validNumber(callingCode, '');
  if (nationalPrefix === undefined) return [...arms, { when: isValid, outcome: number }];
  const hasPrefix = front(nationalPrefix);
  if (!/^\d+$/.test(nationalPrefix))
    return [...arms, { when: all(not(hasPrefix), isValid), outcome: number }];
  return [
    ...arms,
    { when: not(hasPrefix), outcome: [{ when: isValid, outcome: number }] },
    // What is a number with its prefix already keeps it.
    {
      when: all(not(whole(plan.general)), validNumber(callingCode, nationalPrefix)),
      outcome: { add: number.add, cut: nationalPrefix.length },
    },
  ];
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

/** What becomes of digits: the number in E.164, or the library's answer. */
export function phoneArms({ defaultCountry }: Pick<IdentifierRules, 'defaultCountry'>): readonly PhoneArm[] {
  const home = defaultCountry === undefined ? undefined : countryPlan(defaultCountry);
  return [
    { when: literal('+'), outcome: plansOf(defaultCountry).map(internationalArm) },
    ...(home === undefined ? [] : nationalArms(home)),
  ];
}
