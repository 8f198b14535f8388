import {
  canStepBack,
  type Form,
  type FormAction,
  type FormState,
  formProgress,
  pageOf,
  reduceForm,
} from '../../../wizard/journeys/common/form.ts';
import type { JourneyProgress } from '../../../wizard/machine.ts';
import { useDraft } from '../../navigation/drafts.ts';

export interface OpenForm<Id extends string, Answers> {
  readonly answers: Answers;
  /** The newest answers, also in the tick in which they were given. */
  readonly read: () => Answers;
  /** The step on the screen. */
  readonly page: Id;
  readonly progress: JourneyProgress;
  /** Keeps what was entered so far. */
  readonly note: (answers: Partial<Answers>) => void;
  /** Answers the step and goes on. */
  readonly answer: (answers: Partial<Answers>) => void;
  readonly edit: (step: Id) => void;
  /** One step back; out of the form from its first one. */
  readonly back: () => void;
  /** Forgets the draft, once it is saved or given up. */
  readonly forget: () => void;
  /** Gives up what was entered and not saved; undefined while there is nothing of the kind. */
  readonly startOver: (() => void) | undefined;
}

/**
 * A form on the screen. Its answers outlive the screen under the name of `place`, until they are saved. `reopen`
 * shows the screen anew, when what was begun earlier is given up.
 */
export function useForm<Id extends string, Answers>(
  form: Form<Id, Answers>,
  place: string,
  initial: () => FormState<Id, Answers>,
  leave: () => void,
  reopen: () => void,
): OpenForm<Id, Answers> {
  const { state, dispatch, read, forget, isResumed } = useDraft<
    FormState<Id, Answers>,
    FormAction<Id, Answers>
  >(place, (current, action) => reduceForm(form, current, action), initial);
  return {
    answers: state.answers,
    read: () => read().answers,
    page: pageOf(state),
    progress: formProgress(form, state),
    note: (answers) => void dispatch({ type: 'note', answers }),
    answer: (answers) => void dispatch({ type: 'answer', answers }),
    edit: (step) => void dispatch({ type: 'edit', step }),
    back: () => {
      if (canStepBack(form, read())) dispatch({ type: 'back' });
      else leave();
    },
    forget,
    startOver: isResumed
      ? () => {
          forget();
          reopen();
        }
      : undefined,
  };
}

/** What every page of a form gets. */
export type PageProps<Id extends string, Answers> = Pick<
  OpenForm<Id, Answers>,
  'answers' | 'note' | 'answer' | 'edit' | 'back' | 'startOver'
> & {
  readonly save: () => void;
};
