/** What the surroundings say about how to draw. */
export interface Appearance {
  readonly hasColour: boolean;
  /** False where the terminal is known to lack the signs used here; plain ASCII stands in. */
  readonly hasUnicode: boolean;
  /** False where moving signs disturb: screen readers, dumb terminals. */
  readonly hasMotion: boolean;
  readonly isReadAloud: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the usual variables: `FORCE_COLOR` is an explicit wish and wins over `NO_COLOR` (as in Node itself);
 * `TERM=dumb` has no colours.
 */
export function appearanceOf(environment: Environment): Appearance {
  const isDumb = environment.TERM === 'dumb';
  const isReadAloud = environment.INK_SCREEN_READER === 'true';
  return {
    hasColour: hasColour(environment, isDumb),
    hasUnicode: hasUnicode(environment, isDumb),
    hasMotion: !isDumb && !isReadAloud,
    isReadAloud,
  };
}

function hasColour(environment: Environment, isDumb: boolean): boolean {
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined) {
    return forced !== '0' && forced !== 'false';
  }
  const refused = environment.NO_COLOR;
  return !isDumb && (refused === undefined || refused === '');
}

function hasUnicode(environment: Environment, isDumb: boolean): boolean {
  if (isDumb || environment.TERM === 'linux') {
    return false;
  }
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  // No locale at all says nothing; "C" and "POSIX" say ASCII.
  return locale === undefined || locale === '' || !/^(?:C|POSIX)$/i.test(locale);
}
