import {
  canGoBack,
  type Journey,
  type JourneyAction,
  type JourneyProgress,
  type JourneyState,
  progressOf,
  reduceJourney,
  resumeJourney,
  type Step,
  startJourney,
} from '../../machine.ts';

/**
 * A form is a journey whose review also holds settings that nobody has to be asked for: they have good
 * defaults, are seen in the review, and each is one key away.
 */
export interface FormStep<Id extends string, Answers> {
  readonly id: Id;
  readonly title: string;
  /** True: asked only when a person opens it in the review. */
  readonly isOptional?: boolean;
  /** True while earlier answers make the step needless. */
  readonly isSkipped?: (answers: Answers) => boolean;
  /** What is wrong with the answer, in one sentence; undefined when nothing. */
  readonly check?: (answers: Answers) => string | undefined;
  /** The answer in a few words, for the review; undefined: it has no row there. */
  readonly inWords?: (answers: Answers) => string | undefined;
}

export interface Form<Id extends string, Answers> {
  readonly steps: readonly FormStep<Id, Answers>[];
  readonly journey: Journey<Id, Answers>;
  readonly review: Id;
}

export interface FormState<Id extends string, Answers> extends JourneyState<Id, Answers> {
  /** The optional setting that is open above the review. */
  readonly option: Id | undefined;
  /** True for a saved thing: it begins at its review, so that the way back from there leads out of the form. */
  readonly isReviewFirst: boolean;
}

export type FormAction<Id extends string, Answers> = JourneyAction<Id, Answers>;

/** Makes a form of its table; `review` is the step that shows all answers, and the last one. */
export function defineForm<Id extends string, Answers>(
  review: Id,
  steps: readonly FormStep<Id, Answers>[],
): Form<Id, Answers> {
  const asked = steps.filter((step) => step.isOptional !== true).map(toStep);
  const [first, ...others] = asked;
  if (first === undefined) throw new Error('A form has at least one step');
  return { steps, review, journey: { steps: [first, ...others], review } };
}

function toStep<Id extends string, Answers>(step: FormStep<Id, Answers>): Step<Id, Answers> {
  const { id, title, isSkipped, check } = step;
  return {
    id,
    title: () => title,
    ...(isSkipped === undefined ? {} : { isSkipped }),
    ...(check === undefined ? {} : { isAnswered: (answers: Answers) => check(answers) === undefined }),
  };
}

/** A new thing is asked for step by step; a saved one opens at its review. */
export function startForm<Id extends string, Answers>(
  form: Form<Id, Answers>,
  answers: Answers,
  at: 'first' | 'review' = 'first',
): FormState<Id, Answers> {
  const state =
    at === 'first'
      ? startJourney(form.journey, answers)
      : resumeJourney(form.journey, { at: form.review, answers });
  return { ...state, option: undefined, isReviewFirst: at === 'review' };
}

/** The step that is on the screen. */
export function pageOf<Id extends string, Answers>({ at, option }: FormState<Id, Answers>): Id {
  return option ?? at;
}

/** One action on the form; what is entered into an optional setting comes back to the review. */
export function reduceForm<Id extends string, Answers>(
  form: Form<Id, Answers>,
  state: FormState<Id, Answers>,
  action: FormAction<Id, Answers>,
): FormState<Id, Answers> {
  if (state.option !== undefined) {
    switch (action.type) {
      case 'note':
        return { ...state, answers: { ...state.answers, ...action.answers } };
      case 'answer':
        return { ...state, answers: { ...state.answers, ...action.answers }, option: undefined };
      case 'back':
        return { ...state, option: undefined };
      case 'edit':
        return state;
    }
  }
  if (action.type === 'edit' && isOption(form, action.step)) {
    return state.at === form.review ? { ...state, option: action.step } : state;
  }
  if (action.type === 'back' && !canStepBack(form, state)) return state;
  return { ...state, ...reduceJourney(form.journey, state, action), option: undefined };
}

function isOption<Id extends string, Answers>(form: Form<Id, Answers>, id: Id): boolean {
  return form.steps.some((step) => step.id === id && step.isOptional === true);
}

/** False where going back means leaving the form. */
export function canStepBack<Id extends string, Answers>(
  form: Form<Id, Answers>,
  state: FormState<Id, Answers>,
): boolean {
  if (state.option !== undefined) return true;
  if (state.isReviewFirst && state.at === form.review) return false;
  return canGoBack(form.journey, state);
}

/** Where one is in the form; an optional setting counts as the review it was opened from. */
export function formProgress<Id extends string, Answers>(
  form: Form<Id, Answers>,
  state: FormState<Id, Answers>,
): JourneyProgress {
  const progress = progressOf(form.journey, state);
  const option = form.steps.find(({ id }) => id === state.option);
  return option === undefined ? progress : { ...progress, title: option.title };
}

export interface ReviewRow<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly value: string;
  /** What is wrong with the answer; it has to be changed before anything is saved. */
  readonly problem: string | undefined;
}

/** Every answer that counts, for the review. */
export function reviewRows<Id extends string, Answers>(
  form: Form<Id, Answers>,
  answers: Answers,
): readonly ReviewRow<Id>[] {
  return form.steps.flatMap((step) => {
    const value = step.inWords?.(answers);
    if (value === undefined || step.isSkipped?.(answers) === true) return [];
    return [{ id: step.id, title: step.title, value, problem: step.check?.(answers) }];
  });
}
