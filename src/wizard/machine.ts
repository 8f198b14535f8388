/**
 * The machinery of every journey: a table of steps, a position, the answers. Position is explicit and answers
 * are only ever added to, so going back loses nothing; what is shown is derived from the answers.
 */

/** A row of a journey's table. */
export interface Step<Id extends string, Answers> {
  readonly id: Id;
  readonly title: (answers: Answers) => string;
  /** True while earlier answers make the step needless; it is passed over in both directions. */
  readonly isSkipped?: (answers: Answers) => boolean;
  /** True when the step has what it needs; a step without this needs nothing. */
  readonly isAnswered?: (answers: Answers) => boolean;
  /** From here there is no way back: what the step does can't be undone. */
  readonly isWall?: boolean;
}

export interface Journey<Id extends string, Answers> {
  readonly steps: readonly [Step<Id, Answers>, ...Step<Id, Answers>[]];
  /** The step that shows all answers, where edits come back to. */
  readonly review?: Id;
}

export interface JourneyState<Id extends string, Answers> {
  readonly at: Id;
  readonly answers: Answers;
  /** Set while a single step is being changed from the review. */
  readonly isEditing: boolean;
  /** True when the last step is done. */
  readonly isFinished: boolean;
}

export type JourneyAction<Id extends string, Answers> =
  /** Keeps what was entered so far, without moving. */
  | { readonly type: 'note'; readonly answers: Partial<Answers> }
  /** Answers the step and goes on. */
  | { readonly type: 'answer'; readonly answers: Partial<Answers> }
  | { readonly type: 'back' }
  /** From the review: goes to one step, which comes back to the review when it is answered or left. */
  | { readonly type: 'edit'; readonly step: Id };

/** The journey at its first step that isn't skipped. */
export function startJourney<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  answers: Answers,
): JourneyState<Id, Answers> {
  const first = visibleSteps(journey, answers)[0] ?? journey.steps[0];
  return { at: first.id, answers, isEditing: false, isFinished: false };
}

/** One action on the journey; what isn't possible (back from a wall) changes nothing. */
export function reduceJourney<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  state: JourneyState<Id, Answers>,
  action: JourneyAction<Id, Answers>,
): JourneyState<Id, Answers> {
  switch (action.type) {
    case 'note':
      return { ...state, answers: { ...state.answers, ...action.answers } };
    case 'answer':
      return goOn(journey, { ...state, answers: { ...state.answers, ...action.answers } });
    case 'back':
      return goBack(journey, state);
    case 'edit':
      return edit(journey, state, action.step);
  }
}

function goOn<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  state: JourneyState<Id, Answers>,
): JourneyState<Id, Answers> {
  if (state.isEditing) {
    return returnToReview(journey, state);
  }
  const next = stepAfter(journey, state);
  return next === undefined ? { ...state, isFinished: true } : { ...state, at: next.id };
}

/**
 * Back to the review, unless the change has made steps necessary that were never answered: those come first,
 * wherever they stand.
 */
function returnToReview<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  state: JourneyState<Id, Answers>,
): JourneyState<Id, Answers> {
  // The step just left doesn't count: its screen has let it go.
  const open = openSteps(journey, state.answers).find((step) => step.id !== state.at);
  return open === undefined ? atReview(journey, state) : { ...state, at: open.id };
}

/** While a change is incomplete there is no way back to the review, only to the question before. */
function goBack<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  state: JourneyState<Id, Answers>,
): JourneyState<Id, Answers> {
  if (state.isEditing && openSteps(journey, state.answers).length === 0) {
    return atReview(journey, state);
  }
  const previous = stepBefore(journey, state);
  return previous === undefined ? state : { ...state, at: previous.id, isFinished: false };
}

function atReview<Id extends string, Answers>(
  { review }: Journey<Id, Answers>,
  state: JourneyState<Id, Answers>,
): JourneyState<Id, Answers> {
  return { ...state, at: review ?? state.at, isEditing: false };
}

function edit<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  state: JourneyState<Id, Answers>,
  target: Id,
): JourneyState<Id, Answers> {
  const step = journey.steps.find(({ id }) => id === target);
  const isPossible =
    state.at === journey.review &&
    step !== undefined &&
    step.isSkipped?.(state.answers) !== true &&
    indexOf(journey, target) < indexOf(journey, state.at) &&
    !isBehindWall(journey, target, state.at);
  return isPossible ? { ...state, at: target, isEditing: true } : state;
}

/** True when `back` would do something. */
export function canGoBack<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  state: JourneyState<Id, Answers>,
): boolean {
  return goBack(journey, state) !== state;
}

/** The steps before the review that need an answer and have none; in a journey without a review, all of them. */
export function openSteps<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  answers: Answers,
): readonly Step<Id, Answers>[] {
  const end = journey.review === undefined ? journey.steps.length : indexOf(journey, journey.review);
  return visibleSteps(journey, answers).filter(
    (step) => indexOf(journey, step.id) < end && step.isAnswered?.(answers) === false,
  );
}

export interface JourneyProgress {
  /** 1-based, among the steps that aren't skipped. */
  readonly number: number;
  readonly total: number;
  readonly title: string;
}

/** Where the journey is, as a person is told; the total changes when answers make steps needless. */
export function progressOf<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  { at, answers }: Pick<JourneyState<Id, Answers>, 'at' | 'answers'>,
): JourneyProgress {
  // The step one stands on counts, also when its own answer has made it needless.
  const steps = journey.steps.filter((step) => step.id === at || step.isSkipped?.(answers) !== true);
  const index = steps.findIndex((step) => step.id === at);
  return { number: index + 1, total: steps.length, title: steps[index]?.title(answers) ?? '' };
}

/** The steps that aren't skipped, in order. */
export function visibleSteps<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  answers: Answers,
): readonly Step<Id, Answers>[] {
  return journey.steps.filter((step) => step.isSkipped?.(answers) !== true);
}

/** A journey put aside: plain data, fit for JSON. */
export interface Draft<Answers> {
  readonly at: string;
  readonly answers: Answers;
}

export function draftOf<Id extends string, Answers>(state: JourneyState<Id, Answers>): Draft<Answers> {
  return { at: state.at, answers: state.answers };
}

/**
 * Takes up a draft, which may come from another version: at its step, or at the first one without an answer
 * where that comes before or the step doesn't exist any more. Never beyond a wall, because what happens there must be asked for again.
 */
export function resumeJourney<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  draft: Draft<Answers>,
): JourneyState<Id, Answers> {
  const start = startJourney(journey, draft.answers);
  const steps = visibleSteps(journey, draft.answers);
  const wall = steps.findIndex((step) => step.isWall === true);
  const reachable = wall === -1 ? steps : steps.slice(0, wall);
  const open = reachable.find((step) => step.isAnswered?.(draft.answers) === false) ?? reachable.at(-1);
  const saved = steps.some((step) => step.id === draft.at)
    ? (reachable.find((step) => step.id === draft.at) ?? reachable.at(-1))
    : undefined;
  const isOpenFirst =
    open !== undefined && saved !== undefined && indexOf(journey, open.id) < indexOf(journey, saved.id);
  const target = saved === undefined || isOpenFirst ? open : saved;
  return { ...start, at: target?.id ?? start.at };
}

function indexOf<Id extends string, Answers>(journey: Journey<Id, Answers>, id: Id): number {
  return journey.steps.findIndex((step) => step.id === id);
}

function stepAfter<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  { at, answers }: JourneyState<Id, Answers>,
): Step<Id, Answers> | undefined {
  const index = indexOf(journey, at);
  return visibleSteps(journey, answers).find((step) => indexOf(journey, step.id) > index);
}

function stepBefore<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  { at, answers }: JourneyState<Id, Answers>,
): Step<Id, Answers> | undefined {
  const index = indexOf(journey, at);
  const behind = visibleSteps(journey, answers).filter((step) => indexOf(journey, step.id) < index);
  const previous = behind.at(-1);
  return previous === undefined || isBehindWall(journey, previous.id, at) ? undefined : previous;
}

/** True when a wall stands between: on the way back from `at`, or under our feet. */
function isBehindWall<Id extends string, Answers>(
  journey: Journey<Id, Answers>,
  target: Id,
  at: Id,
): boolean {
  const from = indexOf(journey, target);
  const to = indexOf(journey, at);
  return journey.steps.some((step, index) => step.isWall === true && index >= from && index <= to);
}
