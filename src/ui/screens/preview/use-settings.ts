import { useMemo } from 'react';
import { attempt, KnownError } from '../../../core/errors.ts';
import { type EffectiveSettings, effectiveSettings } from '../../../core/profiles/effective-settings.ts';
import type { OrchestrationSet, Profile } from '../../../core/profiles/schema.ts';
import { useProfile } from '../../navigation/use-profile.ts';

export interface Settings {
  readonly profile: Profile;
  /** Undefined when names lead nowhere, or the profile can't be read; `problem` says so then. */
  readonly settings: EffectiveSettings | undefined;
  readonly problem: KnownError | undefined;
}

/** What a run of the orchestration would use, with the profile as it is whenever the screen comes into view. */
export function useSettings(orchestration: string, set: OrchestrationSet | undefined): Settings {
  const { profile, problem } = useProfile();
  return useMemo(() => {
    if (problem !== undefined) return { profile, settings: undefined, problem };
    const settings = attempt(() => effectiveSettings(profile, orchestration, set));
    return settings instanceof KnownError
      ? { profile, settings: undefined, problem: settings }
      : { profile, settings, problem: undefined };
  }, [profile, problem, orchestration, set]);
}
