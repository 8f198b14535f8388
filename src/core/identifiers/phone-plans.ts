import { type CountryCode, getCountries, getCountryCallingCode, Metadata } from 'libphonenumber-js/max';

/**
 * A short cut past the phone library. Parsing takes the library about ten microseconds, which is most of the
 * time spent on a row; a number written in the usual way can be recognised by the library's own patterns in a
 * twentieth of that. Only certain hits are answered here: a number is either valid beyond doubt, or it is
 * left to the library. Equality with the library is tested.
 */

const TYPES = [
  'FIXED_LINE',
  'MOBILE',
  'TOLL_FREE',
  'PREMIUM_RATE',
  'PERSONAL_NUMBER',
  'VOICEMAIL',
  'UAN',
  'PAGER',
  'VOIP',
  'SHARED_COST',
] as const;

interface NumberType {
  pattern(): string | undefined;
  possibleLengths(): readonly number[] | undefined;
}

/** What the library knows of a country; its type declarations name only a part of it. */
interface NumberingPlan {
  IDDPrefix(): string | undefined;
  leadingDigits(): string | undefined;
  nationalNumberPattern(): string;
  nationalPrefixForParsing(): string | undefined;
  type(type: string): NumberType | undefined;
}

const PLAN_METHODS = [
  'IDDPrefix',
  'leadingDigits',
  'nationalNumberPattern',
  'nationalPrefixForParsing',
  'type',
] as const;

function isNumberingPlan(plan: unknown): plan is NumberingPlan {
  if (typeof plan !== 'object' || plan === null) return false;
  const members: object = plan;
  return PLAN_METHODS.every((method) => typeof Reflect.get(members, method) === 'function');
}

interface CountryPatterns {
  readonly national: RegExp;
  readonly leadingDigits: RegExp | undefined;
  readonly types: readonly { readonly pattern: RegExp; readonly lengths: readonly number[] | undefined }[];
}

/** A calling code and the countries that share it. */
interface SharedCode {
  readonly countries: readonly CountryPatterns[];
  /** What any of them dials before a number of its own. */
  readonly nationalPrefix: RegExp | undefined;
}

interface DiallingRules {
  readonly callingCode: string;
  /** What is dialled before a foreign number. */
  readonly internationalPrefix: RegExp | undefined;
  /** What is dialled before a number of the country and isn't part of it. */
  readonly nationalPrefix: RegExp | undefined;
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

function start(pattern: string | undefined): RegExp | undefined {
  return pattern ? new RegExp(`^(?:${pattern})`) : undefined;
}

function planOf(country: CountryCode): NumberingPlan | undefined {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const plan: unknown = metadata.numberingPlan;
  return isNumberingPlan(plan) ? plan : undefined;
}

function readPatterns(plan: NumberingPlan): CountryPatterns {
  const types = TYPES.flatMap((name) => {
    const type = plan.type(name);
    const pattern = type?.pattern();
    return type && pattern ? [{ pattern: whole(pattern), lengths: type.possibleLengths() }] : [];
  });
  return {
    national: whole(plan.nationalNumberPattern()),
    leadingDigits: start(plan.leadingDigits()),
    types,
  };
}

const countriesByCode = Map.groupBy(getCountries(), (country) => getCountryCallingCode(country));
const codes = new Map<string, SharedCode>();
const rulesByCountry = new Map<CountryCode, DiallingRules | undefined>();

function codeOf(callingCode: string): SharedCode {
  const kept = codes.get(callingCode);
  if (kept !== undefined) return kept;
  const plans = (countriesByCode.get(callingCode) ?? []).flatMap((country) => planOf(country) ?? []);
  const prefixes = plans.flatMap((plan) => plan.nationalPrefixForParsing() || []);
  // Countries without leading digits are the large ones of their code, so they are tried first.
  const [small = [], large = []] = [true, false].map((has) =>
    plans.filter((plan) => Boolean(plan.leadingDigits()) === has),
  );
  const code = {
    countries: [...large, ...small].map(readPatterns),
    nationalPrefix: start(prefixes.join('|')),
  };
  codes.set(callingCode, code);
  return code;
}

function rulesOf(country: CountryCode): DiallingRules | undefined {
  if (rulesByCountry.has(country)) return rulesByCountry.get(country);
  const plan = planOf(country);
  const rules: DiallingRules | undefined = plan && {
    callingCode: getCountryCallingCode(country),
    internationalPrefix: start(plan.IDDPrefix()),
    nationalPrefix: start(plan.nationalPrefixForParsing()),
  };
  rulesByCountry.set(country, rules);
  return rules;
}

function isOfCountry(number: string, { national, leadingDigits, types }: CountryPatterns): boolean {
  if (leadingDigits !== undefined && !leadingDigits.test(number)) return false;
  return (
    national.test(number) &&
    types.some(({ pattern, lengths }) => (lengths?.includes(number.length) ?? true) && pattern.test(number))
  );
}

function isOfCode(number: string, callingCode: string): boolean {
  return codeOf(callingCode).countries.some((patterns) => isOfCountry(number, patterns));
}

/** Calling codes are one to three digits long, and none begins with another. */
function callingCodeOf(digits: string): string | undefined {
  for (let length = 1; length <= 3; length += 1) {
    const code = digits.slice(0, length);
    if (countriesByCode.has(code)) return code;
  }
  return undefined;
}

/** True when the digits behind a `+` are surely a valid number as they stand; false: ask the library. */
export function isPlainInternational(digits: string): boolean {
  const callingCode = callingCodeOf(digits);
  if (callingCode === undefined) return false;
  const number = digits.slice(callingCode.length);
  // A prefix that shouldn't be there is taken off by the library, by the rules of any country of the code.
  if (codeOf(callingCode).nationalPrefix?.test(number)) return false;
  return isOfCode(number, callingCode);
}

/** The E.164 form of digits that are surely a number of a country, with its prefix or without. */
export function plainNational(digits: string, country: CountryCode): string | undefined {
  const rules = rulesOf(country);
  if (rules === undefined || digits.startsWith(rules.callingCode)) return undefined;
  if (rules.internationalPrefix?.test(digits)) return undefined;
  const prefix = rules.nationalPrefix?.exec(digits);
  // Groups in the prefix are carriers and area codes, which the library knows how to treat.
  if (prefix?.slice(1).some((group) => group !== undefined)) return undefined;
  const number = prefix == null ? digits : digits.slice(prefix[0].length);
  return isOfCode(number, rules.callingCode) ? `+${rules.callingCode}${number}` : undefined;
}
