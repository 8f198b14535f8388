import { capitalised } from '../wording.ts';
import { checkCampaigns } from './check-campaigns.ts';
import { fieldsOf, findField, mapsField } from './columns.ts';
import {
  dependenciesOf,
  describeEntity,
  type EntityReference,
  findEntity,
  listEntities,
  namesOf,
} from './entities.ts';
import { didYouMean } from './nearest.ts';
import type {
  Destination,
  EventsDestination,
  Orchestration,
  OrchestrationSet,
  Profile,
  Template,
} from './schema.ts';

/**
 * What can't work in a profile whose parts are each well formed: names that lead nowhere, and settings that
 * don't fit the kind they stand on. One sentence each; empty when all is well. What is merely still missing
 * is not a problem here: it can be given when the run is started.
 */
export function checkProfile(profile: Profile): readonly string[] {
  return [
    ...listEntities(profile).flatMap((reference) => checkReferences(profile, reference)),
    ...profile.destinations.flatMap(checkDestination),
    ...profile.templates.flatMap((template) => checkTemplate(profile, template)),
    ...profile.orchestrations.flatMap((orchestration) => [
      ...checkOrchestration(profile, orchestration, orchestration.set ?? {}),
      ...checkEventName(profile, orchestration),
    ]),
    ...checkCampaigns(profile),
  ];
}

function checkReferences(profile: Profile, reference: EntityReference): readonly string[] {
  return dependenciesOf(profile, reference)
    .filter(({ kind, name }) => findEntity(profile, kind, name) === undefined)
    .map(({ kind, name }) => {
      const meant = didYouMean(name, namesOf(profile, kind));
      return `${capitalised(describeEntity(reference))} needs the ${kind} "${name}", which doesn't exist${meant === '' ? '.' : meant}`;
    });
}

function checkDestination(destination: Destination): readonly string[] {
  if (destination.kind === 'audience') return [];
  const problems: string[] = [];
  const subject = `Destination "${destination.name}"`;
  if (destination.eventSource === 'offline' && destination.limitedDataUse === true) {
    problems.push(`${subject}: limited data use exists for web events only.`);
  }
  return [...problems, ...checkEventSourceId(subject, destination, destination.eventSourceId)];
}

/**
 * Offline events go to an event set, whose id is digits; web events to a pixel, named by its *code* of about
 * 20 letters and digits. TikTok lists a pixel's id, digits only, beside its code: easily taken for it.
 */
function checkEventSourceId(
  subject: string,
  { eventSource }: EventsDestination,
  id: string | undefined,
): readonly string[] {
  if (id === undefined) return [];
  const isDigits = /^\d+$/.test(id);
  if (eventSource === 'offline' && !isDigits) {
    return [`${subject}: the event source id of offline events is the id of an event set, digits only.`];
  }
  if (eventSource === 'web' && isDigits) {
    return [
      `${subject}: the event source id of web events is the pixel's code, not its id; a code has letters in it.`,
    ];
  }
  if (eventSource === 'web' && !/^[A-Za-z0-9_-]+$/.test(id)) {
    return [`${subject}: a pixel code is made of letters and digits.`];
  }
  return [];
}

function checkTemplate(profile: Profile, template: Template): readonly string[] {
  const destination = findEntity(profile, 'destination', template.destination);
  if (destination === undefined) return [];
  const subject = `Template "${template.name}"`;
  const problems = [...checkKind(subject, destination, template)];
  if (destination.kind === 'events') {
    if (template.access?.campaigns === true) {
      problems.push(`${subject}: a template for events can't be used by campaigns, only by orchestrations.`);
    }
    problems.push(...checkEventSourceId(subject, destination, template.eventSourceId));
  }
  const fields = fieldsOf(destination.kind);
  for (const field of Object.keys(template.columns ?? {})) {
    if (findField(destination.kind, field) !== undefined) continue;
    const meant = didYouMean(field, fields);
    problems.push(
      `${subject} maps columns to ${JSON.stringify(field)}, which ${destination.kind === 'audience' ? 'an audience' : 'an event'} doesn't have${meant === '' ? `; possible are ${fields.join(', ')}.` : meant}`,
    );
  }
  return problems;
}

/** Checks an orchestration with what is set for a run, which may be more than the orchestration's own `set`. */
export function checkOrchestration(
  profile: Profile,
  orchestration: Orchestration,
  set: OrchestrationSet,
): readonly string[] {
  const template = findEntity(profile, 'template', orchestration.template);
  const destination = template && findEntity(profile, 'destination', template.destination);
  if (template === undefined || destination === undefined) return [];
  const subject = `Orchestration "${orchestration.name}"`;
  const problems = [...checkKind(subject, destination, set)];
  if (template.access?.orchestrations === false) {
    problems.push(`${subject}: the template "${template.name}" isn't open to orchestrations (its access).`);
  }
  if (destination.kind === 'audience') return problems;
  return [...problems, ...checkEventSourceId(subject, destination, set.eventSourceId)];
}

/** Events need a name: from a column, or one for all. Without a mapping only the query can tell. */
function checkEventName(profile: Profile, orchestration: Orchestration): readonly string[] {
  const template = findEntity(profile, 'template', orchestration.template);
  const destination = template && findEntity(profile, 'destination', template.destination);
  if (destination?.kind !== 'events' || template?.columns === undefined) return [];
  const fixedName =
    orchestration.set?.fixedEventName ?? template.fixedEventName ?? destination.fixedEventName;
  if (fixedName !== undefined || mapsField('events', template.columns, 'event')) return [];
  return [
    `Orchestration "${orchestration.name}": events have no name. Map a column to "event" in the template "${template.name}", or give a fixed event name.`,
  ];
}

const SETTINGS_OF_KIND = {
  audience: ['audienceName', 'audienceId', 'mode'],
  events: ['eventSourceId', 'fixedEventName'],
} as const;

/** A setting of the other kind would be ignored, so it is refused. */
function checkKind(subject: string, destination: Destination, settings: object): readonly string[] {
  const other = destination.kind === 'audience' ? 'events' : 'audience';
  const given = new Map<string, unknown>(Object.entries(settings));
  return SETTINGS_OF_KIND[other]
    .filter((key) => given.get(key) !== undefined)
    .map(
      (key) =>
        `${subject}: "${key}" doesn't apply to the ${destination.kind} destination "${destination.name}".`,
    );
}
