import { useCallback, useLayoutEffect, useState } from 'react';
import { attempt, KnownError } from '../../core/errors.ts';
import { EMPTY_PROFILE, type Profile } from '../../core/profiles/schema.ts';
import type { Services } from '../../wizard/services.ts';
import { useIsSeen } from './navigator.tsx';
import { useServices } from './services-context.ts';

export interface LoadedProfile {
  readonly profile: Profile;
  /** Why it couldn't be read; the profile is empty then, and nothing is written over the broken file. */
  readonly problem: KnownError | undefined;
}

export interface ProfileReader extends LoadedProfile {
  /** Reads again, after own changes. */
  readonly reload: () => void;
  /** The profile of this moment, for what comes back from another screen. */
  readonly latest: () => Profile;
}

/** What is set up, read anew whenever the screen comes into view. */
export function useProfile(): ProfileReader {
  const services = useServices();
  const isSeen = useIsSeen();
  const [loaded, setLoaded] = useState(() => loadProfile(services));
  const reload = useCallback(() => {
    // What hasn't changed stays the same object, so that nothing that depends on it starts over.
    setLoaded((before) => {
      const now = loadProfile(services);
      return JSON.stringify(now) === JSON.stringify(before) ? before : now;
    });
  }, [services]);
  useLayoutEffect(() => {
    if (isSeen) reload();
  }, [isSeen, reload]);
  const latest = useCallback(() => {
    const now = loadProfile(services);
    return now.problem === undefined ? now.profile : loaded.profile;
  }, [services, loaded]);
  return { ...loaded, reload, latest };
}

function loadProfile({ profile }: Services): LoadedProfile {
  const loaded = attempt(() => profile.load());
  return loaded instanceof KnownError
    ? { profile: EMPTY_PROFILE, problem: loaded }
    : { profile: loaded, problem: undefined };
}
