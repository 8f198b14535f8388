/** TikTok cuts the names of streaming audiences above this many characters. */
export const STREAMING_NAME_LIMIT = 70;
/** Customer-file audiences take 1 to 128 characters. */
export const FILE_NAME_LIMIT = 128;

const ELLIPSIS = '...';

/**
 * The name under which TikTok will list an audience: a streaming name above 70 characters is cut to 67 and
 * `...`. Whether TikTok counts characters as code points is unknown; for names of letters and digits every
 * way of counting agrees.
 */
export function nameAtTikTok(name: string, channel: 'streaming' | 'file'): string {
  if (channel === 'file') return name;
  const characters = [...name];
  if (characters.length <= STREAMING_NAME_LIMIT) return name;
  return characters.slice(0, STREAMING_NAME_LIMIT - ELLIPSIS.length).join('') + ELLIPSIS;
}

/** The separate audience that a test run fills, so that the real one stays as it is. */
export function testAudienceName(name: string): string {
  const suffix = ' (test)';
  return [...name].slice(0, STREAMING_NAME_LIMIT - suffix.length).join('') + suffix;
}
