import type { EventSource } from '../../../core/events/settings.ts';
import { findEntity, namesOf } from '../../../core/profiles/entities.ts';
import type { Columns, Profile, Template } from '../../../core/profiles/schema.ts';
import { templateAccessInWords } from '../common/access.ts';
import { filled, freeName } from '../common/check-field.ts';
import { defineForm } from '../common/form.ts';
import { DESCRIPTION_STEP, proposedNameStep } from '../common/steps.ts';
import { checkName } from '../destination/events-names.ts';
import { checkSource } from '../destination/events-sources.ts';
import { columnsOfField, eventMappingInWords, missingInWords } from './events-mapping.ts';
import { DESTINATION_STEP, QUERY_STEP } from './steps.ts';

/** What a template for events has to know of its destination. */
export interface EventsTarget {
  readonly name: string;
  readonly credential: string;
  readonly advertiserIds: readonly string[];
  readonly eventSource: EventSource;
  /** Undefined where the destination leaves it open. */
  readonly eventSourceId: string | undefined;
  readonly fixedEventName: string | undefined;
}

/** A data template for events as it is being set up. */
export interface EventsTemplateAnswers {
  /** The saved one it started from; its name stays. */
  readonly saved: Template | undefined;
  /** Names that a new template can't have. */
  readonly taken: readonly string[];
  /** True when the destination was chosen before. */
  readonly isTargetGiven: boolean;
  readonly target: EventsTarget | undefined;
  /** True when the query was chosen before. */
  readonly isQueryGiven: boolean;
  /** The query whose columns are shown; a template itself belongs to no query. */
  readonly query: string | undefined;
  /** Event field → columns; undefined until a proposal was made or something was chosen. */
  readonly columns: Columns | undefined;
  /** True: no mapping is kept, and columns called like the event fields are used. */
  readonly isByName: boolean;
  /** What the destination leaves open; undefined: the orchestration gives it. */
  readonly eventSourceId: string | undefined;
  readonly fixedEventName: string | undefined;
  /** Empty: a name is made of the query's or the destination's. */
  readonly name: string;
  readonly description: string;
  /** Undefined: everything it can be for. */
  readonly access: Template['access'];
}

export type EventsTemplateStep =
  | 'destination'
  | 'query'
  | 'mapping'
  | 'eventSourceId'
  | 'eventName'
  | 'name'
  | 'description'
  | 'access'
  | 'review';

/** What the template has to know of a destination; undefined for one that isn't there or isn't for events. */
export function eventsTargetOf(profile: Profile, name: string | undefined): EventsTarget | undefined {
  const destination = name === undefined ? undefined : findEntity(profile, 'destination', name);
  if (destination?.kind !== 'events') return undefined;
  const { credential, advertiserIds, eventSource, eventSourceId, fixedEventName } = destination;
  return { name: destination.name, credential, advertiserIds, eventSource, eventSourceId, fixedEventName };
}

export function newEventsTemplate(
  profile: Profile,
  target: EventsTarget,
  query: string | undefined,
): EventsTemplateAnswers {
  return {
    saved: undefined,
    taken: namesOf(profile, 'template'),
    isTargetGiven: true,
    target,
    isQueryGiven: query !== undefined,
    query,
    columns: undefined,
    isByName: false,
    eventSourceId: undefined,
    fixedEventName: undefined,
    name: '',
    description: '',
    access: undefined,
  };
}

/** A saved template to be changed; `query` is one that uses it, so that columns can be shown. */
export function savedEventsTemplate(
  profile: Profile,
  saved: Template,
  query: string | undefined,
): EventsTemplateAnswers {
  return {
    saved,
    taken: [],
    isTargetGiven: false,
    target: eventsTargetOf(profile, saved.destination),
    isQueryGiven: query !== undefined,
    query,
    columns: saved.columns,
    isByName: saved.columns === undefined,
    eventSourceId: saved.eventSourceId,
    fixedEventName: saved.fixedEventName,
    name: saved.name,
    description: saved.description ?? '',
    access: saved.access,
  };
}

/** The source whose rules count; nothing is known before there is a destination. */
export function sourceOfTarget({ target }: EventsTemplateAnswers): EventSource {
  return target?.eventSource ?? 'offline';
}

/** The name it is saved under: as given, else the query's or the destination's. */
export function eventsTemplateName({ name, query, target, taken }: EventsTemplateAnswers): string {
  return filled(name) ?? freeName(query ?? target?.name ?? 'template', taken);
}

/** What is saved; settings that aren't asked for here stay as they were. */
export function toEventsTemplate(answers: EventsTemplateAnswers): Template {
  const { saved, columns, isByName, target, eventSourceId, fixedEventName } = answers;
  const description = filled(answers.description);
  return {
    name: eventsTemplateName(answers),
    ...(description === undefined ? {} : { description }),
    destination: target?.name ?? saved?.destination ?? '',
    ...(columns === undefined || isByName ? {} : { columns }),
    ...(eventSourceId === undefined ? {} : { eventSourceId }),
    ...(fixedEventName === undefined ? {} : { fixedEventName }),
    ...(answers.access === undefined ? {} : { access: answers.access }),
  };
}

function checkColumns(answers: EventsTemplateAnswers): string | undefined {
  const { columns, isByName } = answers;
  if (isByName) return undefined;
  return missingInWords(columns ?? {}, sourceOfTarget(answers));
}

/** A name is needed where the destination has none and no column gives one; without a mapping nobody knows. */
function isEventNameOpen({ target, columns, isByName }: EventsTemplateAnswers): boolean {
  return target?.fixedEventName === undefined && (isByName || columnsOfField(columns, 'event').length === 0);
}

/** Setting up a data template for events: how a query's columns become TikTok's fields. */
export const EVENTS_TEMPLATE_FORM = defineForm<EventsTemplateStep, EventsTemplateAnswers>('review', [
  DESTINATION_STEP,
  QUERY_STEP,
  {
    id: 'mapping',
    title: 'Mapping',
    check: checkColumns,
    inWords: ({ columns, isByName }) => eventMappingInWords(isByName ? undefined : columns),
  },
  {
    id: 'eventSourceId',
    title: 'Event source',
    isSkipped: ({ target, eventSourceId }) =>
      target?.eventSourceId !== undefined && eventSourceId === undefined,
    check: (answers) => checkSource(sourceOfTarget(answers), answers.eventSourceId),
    inWords: ({ eventSourceId }) => eventSourceId ?? 'given later',
  },
  {
    id: 'eventName',
    title: 'Event name',
    isSkipped: (answers) => answers.fixedEventName === undefined && !isEventNameOpen(answers),
    check: (answers) => checkName(answers.fixedEventName, sourceOfTarget(answers)),
    inWords: ({ fixedEventName }) => fixedEventName ?? 'given later',
  },
  proposedNameStep(eventsTemplateName),
  DESCRIPTION_STEP,
  {
    id: 'access',
    title: 'What it is for',
    isOptional: true,
    inWords: ({ access }) => templateAccessInWords(access, 'events'),
  },
  { id: 'review', title: 'Review' },
]);
