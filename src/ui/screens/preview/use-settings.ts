import { useMemo } from 'react';
import { KnownError } from '../../../core/errors.ts';
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
    try {
      return { profile, settings: effectiveSettings(profile, orchestration, set), problem: undefined };
    } catch (error) {
      if (error instanceof KnownError) return { profile, settings: undefined, problem: error };
      throw error;
    }
  }, [profile, problem, orchestration, set]);
}
