import type { DestinationAnswers } from '../../../wizard/journeys/destination/answers.ts';
import type { DestinationStep } from '../../../wizard/journeys/destination/destination-form.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import type { PageProps } from '../common/use-form.ts';

/** A page that asks for some of the answers, whatever else its destination has. */
export interface PartPageProps<Key extends keyof DestinationAnswers> {
  readonly answers: Pick<DestinationAnswers, Key>;
  readonly note: (answers: Partial<Pick<DestinationAnswers, Key>>) => void;
  readonly answer: (answers: Partial<Pick<DestinationAnswers, Key>>) => void;
}

export interface DestinationPageProps extends PageProps<DestinationStep, DestinationAnswers> {
  readonly navigation: Navigation<'destination'>;
}
