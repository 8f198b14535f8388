import { audienceDestinationSchema } from '../../../core/profiles/schema.ts';

export interface Country {
  /** ISO 3166 alpha-2. */
  readonly code: string;
  readonly name: string;
}

const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** Every country a destination can have as its default, by English name. */
export function listCountries(): readonly Country[] {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const schema = audienceDestinationSchema.shape.defaultCountry;
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => schema.safeParse(code).success)
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** `United States (US)` */
export function countryName(code: string): string {
  const name = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(code) ?? code;
  return `${name} (${code})`;
}
