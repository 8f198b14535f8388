import metadata from 'libphonenumber-js/max/metadata';

/**
 * The numbering plans of libphonenumber's metadata, as far as they can be said in regular expressions whose
 * meaning is exactly the library's. Whatever a pattern here doesn't take is left to the library, so a pattern
 * may take too little, never too much.
 */

/** One country's row of the metadata; the places are those of the library's fourth format. */
type CountryRow = readonly unknown[];

export interface CountryPlan {
  readonly callingCode: string;
  /** What the country dials before an international number; a regular expression. */
  readonly internationalPrefix: string;
  /** Any number of the country. */
  readonly general: string;
  /** Digits that a national number can have. */
  readonly lengths: readonly number[];
  /** What the library takes off a national number; a regular expression, or undefined for nothing. */
  readonly nationalPrefix: string | undefined;
  /** Numbers of a country that shares its calling code are told by these digits, where it has them. */
  readonly leadingDigits: string | undefined;
  /** Any number of any type that the country gives out. */
  readonly valid: string;
}

interface Metadata {
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>;
  readonly countries: Readonly<Record<string, CountryRow>>;
}

const METADATA = metadata as unknown as Metadata;

function textAt(row: CountryRow, place: number): string | undefined {
  const value = row[place];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Undefined for a country that the library doesn't know. */
export function countryPlan(country: string): CountryPlan | undefined {
  const row = METADATA.countries[country];
  if (row === undefined) return undefined;
  const types = (row[11] as readonly (readonly [pattern?: string] | 0)[] | undefined) ?? [];
  const patterns = types.map((type) => (type === 0 ? undefined : type[0])).filter((pattern) => !!pattern);
  const general = String(row[2]);
  return {
    callingCode: String(row[0]),
    internationalPrefix: String(row[1]),
    general,
    lengths: (row[3] as readonly number[] | undefined) ?? [],
    nationalPrefix: textAt(row, 7) ?? textAt(row, 5),
    leadingDigits: textAt(row, 10),
    // Countries without types are valid by their general pattern.
    valid: patterns.length === 0 ? general : patterns.map((pattern) => `(?:${pattern})`).join('|'),
  };
}

/**
 * The countries of a calling code, the main one first, in the order in which the library looks whose number
 * it is. The first whose leading digits fit, or which has none and whose types fit, is the one.
 */
export function countriesOf(callingCode: string): readonly string[] {
  return METADATA.country_calling_codes[callingCode] ?? [];
}
