/**
 * Every time zone by its IANA name, UTC first. Zones that the person is likely to mean come next: they are there
 * even where this machine's list has them under another name.
 */
export function zoneNames(likely: readonly (string | undefined)[]): readonly string[] {
  const known = likely.filter((zone) => zone !== undefined);
  return [...new Set(['UTC', ...known, ...Intl.supportedValuesOf('timeZone')])];
}
