import type { RunRecord } from '../ports/storage.ts';

/** The last time a destination was tried, as its runs tell. */
export interface Trial {
  readonly run: string;
  readonly orchestration: string;
  /** ISO time. */
  readonly at: string;
  /** `all`: everything was sent, not only a test. */
  readonly of: 'test-audience' | 'test-events' | 'all';
  /** True when TikTok confirmed all that was sent. */
  readonly isGood: boolean;
}

/**
 * The newest run through a destination that ended by itself and confirmed something; `runs` come newest first. Undefined
 * where there is none: nothing was sent through it, it failed, or its runs were deleted.
 */
export function lastTrial(runs: readonly RunRecord[], destination: string): Trial | undefined {
  const found = runs.find(
    ({ settings, outcome }) =>
      settings.destination === destination &&
      settings.undoOf === undefined &&
      (outcome === 'completed' || outcome === 'alert'),
  );
  if (found === undefined) return undefined;
  const { id, orchestration, startedAt, finishedAt, outcome, settings } = found;
  return {
    run: id,
    orchestration,
    at: finishedAt ?? startedAt,
    of:
      settings.testMembers !== undefined
        ? 'test-audience'
        : settings.testEventCode !== undefined
          ? 'test-events'
          : 'all',
    isGood: outcome === 'completed',
  };
}

const WHAT: Readonly<Record<Trial['of'], string>> = {
  'test-audience': 'a test audience',
  'test-events': 'test events',
  all: 'everything',
};

/** The trial as a sentence. */
export function trialInWords(destination: string, trial: Trial | undefined): string {
  if (trial === undefined) {
    return `Nothing went through "${destination}" yet, as far as this machine knows: send a test before it is promoted.`;
  }
  const { run, at, of, isGood } = trial;
  const outcome = isGood ? 'TikTok took all of it' : 'TikTok took it with issues';
  return `"${destination}" was tried with ${WHAT[of]} on ${at.slice(0, 10)}, and ${outcome} (run ${run}).`;
}
