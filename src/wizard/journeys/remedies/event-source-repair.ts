import { getEntity } from '../../../core/profiles/entities.ts';
import type { OrchestrationSet, Profile, Template } from '../../../core/profiles/schema.ts';

type EventSetting = keyof Pick<OrchestrationSet & Template, 'eventSourceId' | 'fixedEventName'>;

/**
 * The profile with another event source, or another name for rows that name no event, in the place that
 * decides it: the orchestration where it says so itself, else its template, else the destination. Throws kind
 * `configuration` when the orchestration or what it leads to isn't there.
 */
export function withEventSetting(
  profile: Profile,
  orchestrationName: string,
  setting: EventSetting,
  value: string,
): Profile {
  const orchestration = getEntity(profile, 'orchestration', orchestrationName);
  const template = getEntity(profile, 'template', orchestration.template);
  if (orchestration.set?.[setting] !== undefined) {
    const set = { ...orchestration.set, [setting]: value };
    return {
      ...profile,
      orchestrations: replaced(profile.orchestrations, { ...orchestration, set }),
    };
  }
  if (template[setting] !== undefined) {
    return { ...profile, templates: replaced(profile.templates, { ...template, [setting]: value }) };
  }
  const destination = getEntity(profile, 'destination', template.destination);
  if (destination.kind !== 'events') return profile;
  return {
    ...profile,
    destinations: replaced(profile.destinations, { ...destination, [setting]: value }),
  };
}

function replaced<Item extends { readonly name: string }>(items: readonly Item[], item: Item): Item[] {
  return items.map((other) => (other.name === item.name ? item : other));
}
