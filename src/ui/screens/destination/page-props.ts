import type { DestinationAnswers } from '../../../wizard/journeys/destination/answers.ts';
import type { DestinationStep } from '../../../wizard/journeys/destination/destination-form.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import type { PageProps } from '../common/use-form.ts';

export interface DestinationPageProps extends PageProps<DestinationStep, DestinationAnswers> {
  readonly navigation: Navigation<'destination'>;
  readonly save: () => void;
}
