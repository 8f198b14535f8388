import type { Profile } from '../../../core/profiles/schema.ts';

/** The list with this item in place of the one of its name, or at the end. */
function put<Item extends { readonly name: string }>(items: readonly Item[], item: Item): Item[] {
  const isThere = items.some(({ name }) => name === item.name);
  return isThere ? items.map((other) => (other.name === item.name ? item : other)) : [...items, item];
}

export function putDestination(profile: Profile, destination: Profile['destinations'][number]): Profile {
  return { ...profile, destinations: put(profile.destinations, destination) };
}

export function putTemplate(profile: Profile, template: Profile['templates'][number]): Profile {
  return { ...profile, templates: put(profile.templates, template) };
}

export function putQuery(profile: Profile, query: Profile['queries'][number]): Profile {
  return { ...profile, queries: put(profile.queries, query) };
}

export function putSegment(profile: Profile, segment: Profile['segments'][number]): Profile {
  return { ...profile, segments: put(profile.segments, segment) };
}

export function putOrchestration(
  profile: Profile,
  orchestration: Profile['orchestrations'][number],
): Profile {
  return { ...profile, orchestrations: put(profile.orchestrations, orchestration) };
}

export function putCampaign(profile: Profile, campaign: Profile['campaigns'][number]): Profile {
  return { ...profile, campaigns: put(profile.campaigns, campaign) };
}
