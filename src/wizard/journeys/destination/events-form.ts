import { destinationAccessInWords } from '../common/access.ts';
import { defineForm, type FormState, reduceForm, startForm } from '../common/form.ts';
import { DESCRIPTION_STEP, NAME_STEP } from '../common/steps.ts';
import { countryName } from './countries.ts';
import { type EventsDestinationAnswers, sourceIdOf } from './events-answers.ts';
import { EVENT_SOURCES, LIMITED_DATA_USE, OLD_EVENTS } from './events-explanations.ts';
import { checkName } from './events-names.ts';
import { checkSource } from './events-sources.ts';
import { EMAIL_RULES, labelOf, PHONE_RULES } from './explanations.ts';
import { ADVERTISER_STEP, CREDENTIAL_STEP } from './steps.ts';

export type EventsDestinationStep =
  | 'credential'
  | 'name'
  | 'advertiser'
  | 'eventSource'
  | 'eventSourceId'
  | 'eventName'
  | 'country'
  | 'timeZone'
  | 'limitedDataUse'
  | 'oldEvents'
  | 'description'
  | 'emailRule'
  | 'phoneRule'
  | 'access'
  | 'review';

/** Setting up a destination for events. */
export const EVENTS_DESTINATION_FORM = defineForm<EventsDestinationStep, EventsDestinationAnswers>('review', [
  CREDENTIAL_STEP,
  NAME_STEP,
  ADVERTISER_STEP,
  {
    id: 'eventSource',
    title: 'Source',
    inWords: ({ eventSource }) => labelOf(EVENT_SOURCES, eventSource),
  },
  {
    id: 'eventSourceId',
    title: 'Event source',
    check: (answers) => checkSource(answers.eventSource, sourceIdOf(answers)),
    inWords: (answers) => sourceInWords(answers),
  },
  {
    id: 'eventName',
    title: 'Event name',
    check: ({ fixedEventName, eventSource }) => checkName(fixedEventName, eventSource),
    inWords: ({ fixedEventName }) =>
      fixedEventName === undefined
        ? 'from the rows, or given later'
        : `${fixedEventName}, where a row names none`,
  },
  {
    id: 'country',
    title: 'Default country',
    inWords: ({ defaultCountry }) => (defaultCountry === undefined ? 'none' : countryName(defaultCountry)),
  },
  {
    id: 'timeZone',
    title: 'Time zone',
    inWords: ({ timeZone }) => timeZone ?? 'none, so UTC',
  },
  {
    id: 'limitedDataUse',
    title: 'Limited data use',
    isOptional: true,
    isSkipped: ({ eventSource }) => eventSource === 'offline',
    inWords: ({ limitedDataUse }) => labelOf(LIMITED_DATA_USE, limitedDataUse ? 'yes' : 'no'),
  },
  {
    id: 'oldEvents',
    title: 'Old events',
    isOptional: true,
    inWords: ({ sendOldEvents }) => labelOf(OLD_EVENTS, sendOldEvents ? 'send' : 'hold'),
  },
  DESCRIPTION_STEP,
  {
    id: 'emailRule',
    title: 'E-mail rule',
    isOptional: true,
    inWords: ({ emailRule }) => labelOf(EMAIL_RULES, emailRule),
  },
  {
    id: 'phoneRule',
    title: 'Phone rule',
    isOptional: true,
    inWords: ({ phoneRule }) => labelOf(PHONE_RULES, phoneRule),
  },
  {
    id: 'access',
    title: 'Who may use it',
    isOptional: true,
    inWords: ({ access }) => destinationAccessInWords(access),
  },
  { id: 'review', title: 'Review' },
]);

function sourceInWords(answers: EventsDestinationAnswers): string {
  const id = sourceIdOf(answers);
  if (id === undefined) return 'given later';
  const isTracked = answers.eventSource === 'offline' && answers.autoTracking === true;
  return `${answers.eventSource === 'offline' ? 'event set' : 'pixel'} ${id}${isTracked ? ', auto tracking' : ''}`;
}

/** The parts of a destination for events that a person is sent to from elsewhere; each is a step. */
export type EventsFocusStep = Extract<
  EventsDestinationStep,
  'credential' | 'advertiser' | 'eventSourceId' | 'eventName'
>;

const FOCUS_STEPS: readonly EventsFocusStep[] = ['credential', 'advertiser', 'eventSourceId', 'eventName'];

/** A saved destination opened at one of its answers, which leads to the review; a part it lacks opens the review. */
export function startEventsAtFocus(
  answers: EventsDestinationAnswers,
  focus: string | undefined,
): FormState<EventsDestinationStep, EventsDestinationAnswers> {
  const review = startForm(EVENTS_DESTINATION_FORM, answers, 'review');
  const step = FOCUS_STEPS.find((each) => each === focus);
  return step === undefined ? review : reduceForm(EVENTS_DESTINATION_FORM, review, { type: 'edit', step });
}
