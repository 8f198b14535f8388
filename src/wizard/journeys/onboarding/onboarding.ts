import { z } from 'zod';
import { type EntityKind, findEntity } from '../../../core/profiles/entities.ts';
import type { Destination, Profile } from '../../../core/profiles/schema.ts';
import { describeSource } from '../../../core/profiles/source-tables.ts';
import { type Journey, progressOf } from '../../machine.ts';
import { asksForEventName, asksForSource } from '../orchestration/events-choice.ts';
import {
  findSameOrchestration,
  nameOf,
  newOrchestration,
  type OrchestrationAnswers,
  savedOrchestration,
  templateChoice,
  toOrchestration,
} from '../orchestration/orchestration-form.ts';

/** What has been picked or set up on the way to a first delivery. */
export interface OnboardingAnswers {
  readonly kind: Destination['kind'];
  readonly credential: string | undefined;
  readonly destination: string | undefined;
  readonly query: string | undefined;
  readonly template: string | undefined;
  /** Asked for only where destination and template leave it open. */
  readonly audienceName: string;
  readonly isNameOpen: boolean;
  /** The same for events. */
  readonly eventSourceId: string | undefined;
  readonly isSourceOpen: boolean;
  readonly fixedEventName: string | undefined;
  readonly isEventNameOpen: boolean;
  /** What was saved at the end, so that coming back and changing something doesn't make a second one. */
  readonly orchestration: string | undefined;
}

export const NOTHING_PICKED: OnboardingAnswers = {
  kind: 'audience',
  credential: undefined,
  destination: undefined,
  query: undefined,
  template: undefined,
  audienceName: '',
  isNameOpen: false,
  eventSourceId: undefined,
  isSourceOpen: false,
  fixedEventName: undefined,
  isEventNameOpen: false,
  orchestration: undefined,
};

const keptSchema = z.object({
  kind: z.enum(['audience', 'events']),
  credential: z.string().optional(),
  destination: z.string().optional(),
  query: z.string().optional(),
  template: z.string().optional(),
  audienceName: z.string(),
  eventSourceId: z.string().optional(),
  fixedEventName: z.string().optional(),
});

/**
 * Answers that were kept when the wizard was left; undefined where they can't be read, or are of the other kind.
 * What has been removed from the profile since is asked for again.
 */
export function readOnboarding(
  profile: Profile,
  kind: Destination['kind'],
  kept: unknown,
): OnboardingAnswers | undefined {
  const { success, data } = keptSchema.safeParse(kept);
  if (!success || data.kind !== kind) return undefined;
  const { credential, destination, query, template, ...open } = data;
  let answers: OnboardingAnswers = { ...NOTHING_PICKED, ...open };
  for (const [step, name] of Object.entries({ credential, destination, query, template })) {
    const pick = PICK_STEPS.find((each) => each === step);
    if (pick === undefined || name === undefined || findEntity(profile, pick, name) === undefined) continue;
    answers = { ...answers, ...picked(profile, answers, pick, name) };
  }
  return answers;
}

const PICK_STEPS = ['credential', 'destination', 'query', 'template'] as const;

export type OnboardingStep =
  | 'credential'
  | 'destination'
  | 'query'
  | 'template'
  | 'audienceName'
  | 'eventSourceId'
  | 'eventName'
  | 'preview';

/** Steps at which something is picked, or set up in a screen of its own. */
export type PickStep = Extract<OnboardingStep, EntityKind>;

/** The guided way: each step builds on the one before; preview and sending are screens of their own. */
export const ONBOARDING: Journey<OnboardingStep, OnboardingAnswers> = {
  steps: [
    {
      id: 'credential',
      title: () => 'Credential',
      isAnswered: ({ credential }) => credential !== undefined,
    },
    {
      id: 'destination',
      title: () => 'Destination',
      isAnswered: ({ destination }) => destination !== undefined,
    },
    { id: 'query', title: () => 'Data', isAnswered: ({ query }) => query !== undefined },
    { id: 'template', title: () => 'Mapping', isAnswered: ({ template }) => template !== undefined },
    {
      id: 'audienceName',
      title: () => 'Audience name',
      isSkipped: ({ isNameOpen }) => !isNameOpen,
      isAnswered: ({ audienceName }) => audienceName.trim() !== '',
    },
    {
      id: 'eventSourceId',
      title: () => 'Event source',
      isSkipped: ({ isSourceOpen }) => !isSourceOpen,
      isAnswered: ({ eventSourceId }) => eventSourceId !== undefined,
    },
    {
      id: 'eventName',
      title: () => 'Event name',
      isSkipped: ({ isEventNameOpen }) => !isEventNameOpen,
    },
    { id: 'preview', title: () => 'Preview' },
  ],
};

/** The preview is followed by one more step, which has its own screens: review and run. */
const STEPS_AFTER = 1;

/** Where a step stands in the whole of it: `Step 2 of 6`. */
export function guidedStep(
  step: OnboardingStep,
  answers: OnboardingAnswers,
): { readonly number: number; readonly total: number } {
  const { number, total } = progressOf(ONBOARDING, { at: step, answers });
  return { number, total: total + STEPS_AFTER };
}

export interface Pickable {
  readonly name: string;
  readonly description: string | undefined;
  readonly note?: string | undefined;
  /** True for what has served another purpose only: it can be picked, and isn't proposed. */
  readonly isUnlikely?: boolean | undefined;
}

/** What a step can pick from: only what fits to what was picked before. */
export function pickables(profile: Profile, step: PickStep, answers: OnboardingAnswers): readonly Pickable[] {
  switch (step) {
    case 'credential':
      return profile.credentials.map(({ name, environment, description }) => ({
        name,
        description: [environment, description].filter((part) => part !== undefined).join(', '),
      }));
    case 'destination':
      return profile.destinations
        .filter(({ kind, credential }) => kind === answers.kind && credential === answers.credential)
        .map(({ name, description }) => ({ name, description }));
    case 'query':
      return profile.queries.map(({ name, description, source }) => ({
        name,
        description: description ?? describeSource(source),
        ...usedOtherwise(profile, name, answers.kind),
      }));
    case 'template':
      return profile.templates
        .filter(
          ({ destination, access }) =>
            destination === answers.destination && access?.orchestrations !== false,
        )
        .map(({ name, description }) => ({ name, description }));
  }
}

/** A query whose rows go to destinations of the other kind only would hardly do for this one. */
function usedOtherwise(
  { orchestrations, templates, destinations }: Profile,
  query: string,
  kind: OnboardingAnswers['kind'],
): Pick<Pickable, 'note' | 'isUnlikely'> {
  const kinds = orchestrations
    .filter((orchestration) => orchestration.query === query)
    .map(({ template }) => templates.find(({ name }) => name === template)?.destination)
    .map((destination) => destinations.find(({ name }) => name === destination)?.kind);
  if (kinds.length === 0 || kinds.includes(kind)) return {};
  return { note: kind === 'events' ? 'used for people' : 'used for events', isUnlikely: true };
}

/** What picking something changes: later answers stay as long as they fit to it. */
export function picked(
  profile: Profile,
  answers: OnboardingAnswers,
  step: PickStep,
  name: string,
): Partial<OnboardingAnswers> {
  const next = { ...answers, [step]: name };
  const destination = findEntity(profile, 'destination', next.destination ?? '');
  const keepsDestination = step === 'destination' || destination?.credential === next.credential;
  const template = findEntity(profile, 'template', next.template ?? '');
  const keepsTemplate =
    step === 'template' || (keepsDestination && template?.destination === next.destination);
  const choice = keepsTemplate ? templateChoice(profile, next.template ?? '') : undefined;
  return {
    [step]: name,
    ...(keepsDestination ? {} : { destination: undefined }),
    ...(keepsTemplate ? {} : { template: undefined }),
    isNameOpen: answers.kind === 'audience' && choice !== undefined && choice.audienceName === undefined,
    ...(answers.kind === 'events'
      ? {
          isSourceOpen: asksForSource(choice?.events, undefined),
          isEventNameOpen: asksForEventName(choice?.events, undefined),
        }
      : {}),
  };
}

export interface GuidedOrchestration {
  readonly name: string;
  /** The profile with it; the same one when it was there already. */
  readonly profile: Profile;
}

/**
 * The orchestration that the answers amount to: the one made before, one that does the same, or a new one named
 * after its audience, or for events after its query.
 */
export function withOrchestration(profile: Profile, answers: OnboardingAnswers): GuidedOrchestration {
  const made = findEntity(profile, 'orchestration', answers.orchestration ?? '');
  const started =
    made === undefined
      ? newOrchestration(profile, { query: answers.query, template: answers.template })
      : savedOrchestration(profile, made);
  const template = answers.template === undefined ? undefined : templateChoice(profile, answers.template);
  const wanted: OrchestrationAnswers = {
    ...started,
    query: answers.query,
    template,
    audienceName: answers.isNameOpen ? answers.audienceName : '',
    eventSourceId: answers.isSourceOpen ? answers.eventSourceId : undefined,
    fixedEventName: answers.isEventNameOpen ? answers.fixedEventName : undefined,
  };
  const same = findSameOrchestration(profile, wanted);
  if (same !== undefined) return { name: same.name, profile };
  const orchestration = toOrchestration(wanted);
  const others = profile.orchestrations.filter(({ name }) => name !== orchestration.name);
  return {
    name: nameOf(wanted),
    profile: { ...profile, orchestrations: [...others, orchestration] },
  };
}
