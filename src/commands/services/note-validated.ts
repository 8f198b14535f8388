import { KnownError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { ProfileStore } from '../../core/ports/storage.ts';
import { findEntity } from '../../core/profiles/entities.ts';
import { isWorthNoting } from '../../core/profiles/stale-tokens.ts';

interface NoteDependencies {
  readonly profile: ProfileStore;
  readonly clock: Clock;
}

/** Remembers that TikTok accepted the credential's token now. */
export async function noteValidated({ profile, clock }: NoteDependencies, name: string): Promise<void> {
  const lastValidated = new Date(clock.now()).toISOString();
  await profile.update((current) => ({
    ...current,
    credentials: current.credentials.map((each) => (each.name === name ? { ...each, lastValidated } : each)),
  }));
}

/**
 * The same in passing, once a day: a run and a check know it anyway. A profile that can't be written just now
 * (another process has it, the disk is full) is no reason to stop either of them.
 */
export async function noteInPassing(dependencies: NoteDependencies, name: string): Promise<void> {
  const { profile, clock } = dependencies;
  try {
    const credential = findEntity(profile.load(), 'credential', name);
    if (credential === undefined || !isWorthNoting(credential, clock.now())) return;
    await noteValidated(dependencies, name);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
  }
}
