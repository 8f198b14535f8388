import { findEntity, namesOf } from '../../../core/profiles/entities.ts';
import type { Orchestration, OrchestrationSet, Profile } from '../../../core/profiles/schema.ts';
import { checkOptionalLine, filled, freeName } from '../common/check-field.ts';
import { defineForm } from '../common/form.ts';
import { DESCRIPTION_STEP, proposedNameStep } from '../common/steps.ts';
import { checkCommand, notifyInWords } from './command-words.ts';
import {
  asksForEventName,
  asksForSource,
  checkEventSource,
  checkFixedName,
  type EventsChoice,
  eventsChoice,
} from './events-choice.ts';
import {
  checkWhen,
  readWhen,
  type ScheduleAnswers,
  savedTimes,
  timedOf,
  toSchedule,
  whenInWords,
} from './schedule-answers.ts';

/** A template, and the audience name that it or its destination gives. */
export interface TemplateChoice {
  readonly name: string;
  readonly destination: string;
  /** Undefined where both leave it open, and for events. */
  readonly audienceName: string | undefined;
  /** Set for a template that sends events: where they go, as far as it or its destination gives it. */
  readonly events?: EventsChoice | undefined;
}

/** An orchestration as it is being set up. */
export interface OrchestrationAnswers extends ScheduleAnswers {
  /** The saved one it started from; its name stays. */
  readonly saved: Orchestration | undefined;
  /** Names that a new orchestration can't have. */
  readonly taken: readonly string[];
  readonly query: string | undefined;
  readonly template: TemplateChoice | undefined;
  /** What template and destination leave open; empty where they don't. */
  readonly audienceName: string;
  /** The same for events; undefined where they don't. */
  readonly eventSourceId: string | undefined;
  readonly fixedEventName: string | undefined;
  /** Empty: a name is made of the audience's. */
  readonly name: string;
  readonly description: string;
}

export type OrchestrationStep =
  | 'query'
  | 'template'
  | 'audienceName'
  | 'eventSourceId'
  | 'eventName'
  | 'when'
  | 'timeZone'
  | 'notify'
  | 'name'
  | 'description'
  | 'review';

/** Templates that an orchestration can use: those that are open to orchestrations. */
export function listTemplates(profile: Profile): readonly TemplateChoice[] {
  return profile.templates
    .filter((template) => template.access?.orchestrations !== false)
    .flatMap((template) => templateChoice(profile, template.name) ?? []);
}

/** What an orchestration has to know of a template; undefined for one that isn't there. */
export function templateChoice(profile: Profile, name: string): TemplateChoice | undefined {
  const template = findEntity(profile, 'template', name);
  const destination = template && findEntity(profile, 'destination', template.destination);
  if (template === undefined || destination === undefined) return undefined;
  if (destination.kind === 'events') {
    const events = eventsChoice(template, destination);
    return { name, destination: destination.name, audienceName: undefined, events };
  }
  const audienceName = template.audienceName ?? destination.audienceName;
  return { name, destination: destination.name, audienceName };
}

export function newOrchestration(
  profile: Profile,
  given: { readonly query?: string | undefined; readonly template?: string | undefined } = {},
): OrchestrationAnswers {
  return {
    saved: undefined,
    taken: namesOf(profile, 'orchestration'),
    query: given.query,
    template: given.template === undefined ? undefined : templateChoice(profile, given.template),
    audienceName: '',
    eventSourceId: undefined,
    fixedEventName: undefined,
    ...savedTimes(undefined),
    name: '',
    description: '',
  };
}

/** A saved orchestration to be changed. */
export function savedOrchestration(profile: Profile, saved: Orchestration): OrchestrationAnswers {
  return {
    saved,
    taken: [],
    query: saved.query,
    template: templateChoice(profile, saved.template),
    audienceName: saved.set?.audienceName ?? '',
    eventSourceId: saved.set?.eventSourceId,
    fixedEventName: saved.set?.fixedEventName,
    ...savedTimes(saved.schedule),
    name: saved.name,
    description: saved.description ?? '',
  };
}

/** The audience that a run fills; undefined while nobody has named it. */
export function audienceNameOf({ audienceName, template }: OrchestrationAnswers): string | undefined {
  return filled(audienceName) ?? template?.audienceName;
}

/** The name it is saved under: as given, else the audience's, or of events the query's. */
export function nameOf(answers: OrchestrationAnswers): string {
  const { name, saved, taken, query } = answers;
  return saved?.name ?? filled(name) ?? freeName(audienceNameOf(answers) ?? query ?? 'audience', taken);
}

/** What is saved; settings that aren't asked for here stay as they were. */
export function toOrchestration(answers: OrchestrationAnswers): Orchestration {
  const { saved, query, template } = answers;
  const description = filled(answers.description);
  const set = settingsOf(answers);
  const schedule = toSchedule(answers, saved?.schedule);
  return {
    name: nameOf(answers),
    ...(description === undefined ? {} : { description }),
    query: query ?? '',
    template: template?.name ?? saved?.template ?? '',
    ...(Object.keys(set).length === 0 ? {} : { set }),
    ...(schedule === undefined ? {} : { schedule }),
  };
}

/** What an orchestration gives; settings of the other kind would be refused. */
function settingsOf(answers: OrchestrationAnswers): OrchestrationSet {
  const { saved, template, eventSourceId, fixedEventName } = answers;
  if (template?.events !== undefined) {
    return {
      ...(eventSourceId === undefined ? {} : { eventSourceId }),
      ...(fixedEventName === undefined ? {} : { fixedEventName }),
    };
  }
  const { audienceId, mode } = saved?.set ?? {};
  const audienceName = filled(answers.audienceName);
  return {
    ...(audienceName === undefined ? {} : { audienceName }),
    ...(audienceId === undefined ? {} : { audienceId }),
    ...(mode === undefined ? {} : { mode }),
  };
}

/** One that does the same already, so that it isn't made a second time. */
export function findSameOrchestration(
  profile: Profile,
  answers: OrchestrationAnswers,
): Orchestration | undefined {
  const { query, template, set } = toOrchestration(answers);
  return profile.orchestrations.find(
    (other) =>
      other.query === query &&
      other.template === template &&
      other.set?.audienceName === set?.audienceName &&
      other.set?.eventSourceId === set?.eventSourceId &&
      other.set?.fixedEventName === set?.fixedEventName &&
      other.set?.audienceId === undefined &&
      other.set?.mode === undefined,
  );
}

/** Setting up an orchestration: which query goes through which template, into which audience, and when. */
export const ORCHESTRATION_FORM = defineForm<OrchestrationStep, OrchestrationAnswers>('review', [
  {
    id: 'query',
    title: 'Query',
    check: ({ query }) => (query === undefined ? 'A query is needed.' : undefined),
    inWords: ({ query }) => query ?? 'none',
  },
  {
    id: 'template',
    title: 'Template',
    check: ({ template }) => (template === undefined ? 'A template is needed.' : undefined),
    inWords: ({ template }) =>
      template === undefined ? 'none' : `${template.name} (${template.destination})`,
  },
  {
    id: 'audienceName',
    title: 'Audience name',
    isSkipped: ({ template, audienceName }) =>
      template?.events !== undefined || (template?.audienceName !== undefined && audienceName === ''),
    check: (answers) =>
      audienceNameOf(answers) === undefined
        ? 'Destination and template leave it open: a name is needed.'
        : checkOptionalLine(answers.audienceName),
    inWords: (answers) => audienceNameOf(answers) ?? 'none',
  },
  {
    id: 'eventSourceId',
    title: 'Event source',
    isSkipped: ({ template, eventSourceId }) => !asksForSource(template?.events, eventSourceId),
    check: ({ template, eventSourceId }) => checkEventSource(template?.events, eventSourceId),
    inWords: ({ template, eventSourceId }) => eventSourceId ?? template?.events?.eventSourceId ?? 'none',
  },
  {
    id: 'eventName',
    title: 'Event name',
    isSkipped: ({ template, fixedEventName }) => !asksForEventName(template?.events, fixedEventName),
    check: ({ template, fixedEventName }) => checkFixedName(template?.events, fixedEventName),
    inWords: ({ template, fixedEventName }) =>
      fixedEventName ?? template?.events?.fixedEventName ?? 'from the rows',
  },
  {
    id: 'when',
    title: 'When',
    isOptional: true,
    check: ({ when }) => checkWhen(when),
    inWords: whenInWords,
  },
  {
    id: 'timeZone',
    title: 'Time zone',
    isOptional: true,
    isSkipped: ({ when }) => readWhen(when).kind === 'by hand',
    inWords: ({ timeZone }) => timeZone ?? 'this machine’s',
  },
  {
    id: 'notify',
    title: 'When it fails',
    isOptional: true,
    isSkipped: ({ when }) => readWhen(when).kind === 'by hand',
    check: ({ notify = '' }) => checkCommand(notify),
    inWords: ({ notify, saved }) => notifyInWords(notify, timedOf(saved?.schedule)?.notify),
  },
  proposedNameStep(nameOf),
  DESCRIPTION_STEP,
  { id: 'review', title: 'Review' },
]);
