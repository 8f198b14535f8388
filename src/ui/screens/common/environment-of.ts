import { findEntity } from '../../../core/profiles/entities.ts';
import type { Environment, Profile } from '../../../core/profiles/schema.ts';
import type { Services } from '../../../wizard/services.ts';

const MOST_SERIOUS_FIRST: readonly Environment[] = ['production', 'sandbox', 'simulator'];

/**
 * Whose data goes where, for the banner: the credential's environment; without one the most serious that
 * anything is set up for. In the demo nothing but the simulator exists.
 */
export function environmentOf(
  { simulator }: Pick<Services, 'simulator'>,
  profile: Profile,
  credential: string | undefined,
): Environment | undefined {
  if (simulator !== undefined) return 'simulator';
  const chosen = credential === undefined ? undefined : findEntity(profile, 'credential', credential);
  if (chosen !== undefined) return chosen.environment;
  const used = profile.credentials.map(({ environment }) => environment);
  return MOST_SERIOUS_FIRST.find((environment) => used.includes(environment));
}

/** Of the credentials that a campaign's deliveries are made with, the one of the most serious environment. */
export function credentialOfCampaign(profile: Profile, name: string): string | undefined {
  const groups = findEntity(profile, 'campaign', name)?.groups ?? [];
  const credentials = groups.flatMap(({ destination = '' }) => {
    const found = findEntity(profile, 'destination', destination)?.credential;
    return found === undefined ? [] : (findEntity(profile, 'credential', found) ?? []);
  });
  const serious = MOST_SERIOUS_FIRST.flatMap((each) =>
    credentials.filter(({ environment }) => environment === each),
  );
  return serious[0]?.name;
}

/** The credential that an orchestration's deliveries are made with. */
export function credentialOfOrchestration(profile: Profile, name: string): string | undefined {
  const orchestration = findEntity(profile, 'orchestration', name);
  const template = orchestration && findEntity(profile, 'template', orchestration.template);
  const destination = template && findEntity(profile, 'destination', template.destination);
  return destination?.credential;
}
