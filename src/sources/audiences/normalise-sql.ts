import { UUID_PATTERN } from '../../core/identifiers/device-id.ts';
import type { AudienceIdType, IdentifierRules } from '../../core/identifiers/types.ts';
import { fullMatch, quoteText } from '../duckdb/sql-text.ts';
import { phoneDigitsSql, phoneNumberSql } from './phone-sql.ts';

/**
 * Normalising in SQL. It settles the plain majority of values exactly as core/identifiers does and gives NULL
 * for the rest, which goes through the core's own function. Functions are named with their schema, because
 * the statement also runs the person's SQL, for which Presto's functions come first.
 */

/** Longer values are rare, and then lengths of parts begin to matter. */
const FAST_EMAIL_BYTES = 64;

/** A part of what the core accepts: no quotes or braces that it would unwrap, ASCII only, nothing to trim. */
export const FAST_EMAIL =
  '[A-Za-z0-9_+-]+(?:\\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.)+' +
  '[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]';

/** The string that is hashed, or NULL where the core has to decide. */
function emailSql(value: string, { emailRule }: IdentifierRules): string {
  const isShort = `system.main.strlen(${value}) <= ${FAST_EMAIL_BYTES}`;
  const fits = (pattern: string) => fullMatch(value, pattern);
  const lower = `system.main.lower(${value})`;
  // Spaces around an address are the one untidiness that is common enough for a look of its own.
  const trimmed = `system.main.lower(system.main.trim(${value}, ' '))`;
  const text = `CASE WHEN NOT (${isShort}) THEN NULL WHEN ${fits(FAST_EMAIL)} THEN ${lower}
    WHEN ${fits(` *(?:${FAST_EMAIL}) *`)} THEN ${trimmed} END`;
  return emailRule === 'standard' ? text : legacySql(text);
}

/** Without dots and without what follows a `+` in the local part; a name that begins with `+` has nothing left. */
function legacySql(text: string): string {
  const local = `system.main.string_split(system.main.string_split(${text}, '@')[1], '+')[1]`;
  return `CASE WHEN NOT system.main.starts_with(${text}, '+')
    THEN system.main.replace(${local}, '.', '') || '@' || system.main.string_split(${text}, '@')[2] END`;
}

function deviceIdSql(type: 'IDFA' | 'AAID', value: string, { idfaCase }: IdentifierRules): string {
  const inCase = type === 'IDFA' && idfaCase === 'upper' ? 'system.main.upper' : 'system.main.lower';
  return `CASE WHEN system.main.regexp_full_match(${value}, ${quoteText(UUID_PATTERN)})
    AND ${value} <> '00000000-0000-0000-0000-000000000000' THEN ${inCase}(${value}) END`;
}

/** What phones are prepared with first, so that it is computed once; other types need nothing. */
export function preparedSql(type: AudienceIdType, value: string): string {
  return type === 'PHONE' ? phoneDigitsSql(value) : value;
}

/** `prepared` names a column with what {@link preparedSql} gave. */
export function normalisedSql(type: AudienceIdType, prepared: string, rules: IdentifierRules): string {
  switch (type) {
    case 'EMAIL':
      return emailSql(prepared, rules);
    case 'PHONE':
      return phoneNumberSql(prepared, rules);
    case 'IDFA':
    case 'AAID':
      return deviceIdSql(type, prepared, rules);
  }
}
