import { phoneDigits } from '../../core/identifiers/phone-digits.ts';
import { unwrapText } from '../../core/identifiers/text.ts';
import { type CountryPlan, countriesOf, countryPlan } from './phone-plans.ts';

/**
 * Phone numbers that SQL left over. The library takes ten microseconds for a good number and a quarter of a
 * millisecond for a bad one, because it compiles the patterns of every country of the calling code anew, and
 * messy files are full of both. Here the patterns are compiled once. Only what is certain is judged, exactly as
 * the library would; whatever is unclear goes to the library.
 */

/** The number in E.164, or why it is none; undefined where the library has to look. */
export type PhoneVerdict =
  | { readonly e164: string }
  | { readonly reason: 'invalid-number' | 'too-short' | 'too-long' }
  | undefined;

/** Shorter ones have rules of their own. */
const MINIMUM_DIGITS = 4;

interface CallingCode {
  readonly plans: readonly CompiledPlan[];
  readonly isValidAnywhere: RegExp;
}

interface CompiledPlan extends CountryPlan {
  readonly validPattern: RegExp;
  readonly generalPattern: RegExp;
  readonly leadingPattern: RegExp | undefined;
  readonly prefixPattern: RegExp | undefined;
  readonly internationalPattern: RegExp;
}

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);
const front = (pattern: string | undefined) =>
  pattern === undefined ? undefined : new RegExp(`^(?:${pattern})`);

const callingCodes = new Map<string, CallingCode | undefined>();

function compile(plan: CountryPlan): CompiledPlan {
  return {
    ...plan,
    validPattern: whole(plan.valid),
    generalPattern: whole(plan.general),
    leadingPattern: front(plan.leadingDigits),
    prefixPattern: front(plan.nationalPrefix),
    internationalPattern: new RegExp(`^(?:${plan.internationalPrefix})`),
  };
}

function callingCodeOf(code: string): CallingCode | undefined {
  if (callingCodes.has(code)) return callingCodes.get(code);
  const plans = countriesOf(code).flatMap((country) => {
    const plan = countryPlan(country);
    return plan === undefined ? [] : [compile(plan)];
  });
  const isValidAnywhere = whole(plans.map(({ valid }) => valid).join('|'));
  const found = plans.length === 0 ? undefined : { plans, isValidAnywhere };
  callingCodes.set(code, found);
  return found;
}

/** `home` is the default country. */
export function judgePhone(value: string, home: string | undefined): PhoneVerdict {
  const digits = phoneDigits(unwrapText(value));
  if (digits === undefined || digits.startsWith('+0')) return undefined;
  return digits.startsWith('+') ? judgeAbroad(digits.slice(1)) : judgeAtHome(digits, home);
}

function judgeAbroad(digits: string): PhoneVerdict {
  // No calling code begins with another one.
  const length = [1, 2, 3].find((each) => callingCodeOf(digits.slice(0, each)) !== undefined);
  if (length === undefined) return undefined;
  const code = callingCodeOf(digits.slice(0, length));
  const national = digits.slice(length);
  const [main] = code?.plans ?? [];
  // People also write +44 0…; taking the zero off is left to the library.
  if (code === undefined || main === undefined || main.prefixPattern?.test(national) === true)
    return undefined;
  return judgeNational(code, main, national, true);
}

function judgeAtHome(digits: string, home: string | undefined): PhoneVerdict {
  const plan = home === undefined ? undefined : compiledHome(home);
  if (plan === undefined || digits.startsWith('00')) return undefined;
  const code = callingCodeOf(plan.callingCode);
  if (code === undefined || plan.internationalPattern.test(digits)) return undefined;
  const { nationalPrefix, callingCode } = plan;
  // Where the prefix is the calling code (North America), 1 415 … means the same either way.
  const isPrefixCode = nationalPrefix === callingCode;
  if (digits.startsWith(callingCode) && !isPrefixCode) return undefined;
  if (plan.prefixPattern?.test(digits) !== true) return judgeNational(code, plan, digits, true);
  // What is a number with its prefix already keeps it.
  const isPlain = nationalPrefix !== undefined && /^\d+$/.test(nationalPrefix);
  if (!isPlain || plan.generalPattern.test(digits)) return undefined;
  const national = digits.slice(nationalPrefix.length);
  if (isPrefixCode && (plan.prefixPattern.test(national) || !plan.generalPattern.test(national)))
    return undefined;
  // Of an impossible length, the prefix may not be taken off at all.
  return judgeNational(code, plan, national, false);
}

const homes = new Map<string, CompiledPlan | undefined>();

function compiledHome(country: string): CompiledPlan | undefined {
  if (homes.has(country)) return homes.get(country);
  const plan = countryPlan(country);
  const compiled = plan === undefined ? undefined : compile(plan);
  homes.set(country, compiled);
  return compiled;
}

function judgeNational(
  { plans, isValidAnywhere }: CallingCode,
  plan: CountryPlan,
  national: string,
  isWhole: boolean,
): PhoneVerdict {
  const [main = plan] = plans;
  const mayBeOf = plans.filter(({ leadingPattern }) => leadingPattern?.test(national) === true);
  if (!isValidAnywhere.test(national)) {
    // What is wrong with it has to be the same wherever it may belong to.
    const [reason, ...others] = [main, plan, ...mayBeOf].map(({ lengths }) =>
      lengthReason(lengths, national.length),
    );
    const isClear = reason !== undefined && others.every((other) => other === reason);
    const isUsable = reason === 'invalid-number' || (isWhole && national.length >= MINIMUM_DIGITS);
    return isClear && isUsable ? { reason } : undefined;
  }
  // The first country whose leading digits fit, or which has none and whose numbers fit, has the number.
  const owner = plans.find(({ leadingPattern, validPattern }) =>
    (leadingPattern ?? validPattern).test(national),
  );
  return owner?.validPattern.test(national) === true
    ? { e164: `+${plan.callingCode}${national}` }
    : undefined;
}

/** Why a number that is none is told to be none, by its length; lengths are in rising order. */
function lengthReason(
  lengths: readonly number[],
  length: number,
): 'invalid-number' | 'too-short' | 'too-long' | undefined {
  const shortest = lengths[0];
  const longest = lengths.at(-1);
  if (shortest === undefined || longest === undefined) return undefined;
  if (length < shortest) return 'too-short';
  if (length > longest) return 'too-long';
  return lengths.includes(length) ? 'invalid-number' : undefined;
}
