import type { TemplateAnswers, TemplateStep } from '../../../wizard/journeys/template/template-form.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import type { PageProps } from '../common/use-form.ts';

export interface TemplatePageProps extends PageProps<TemplateStep, TemplateAnswers> {
  readonly navigation: Navigation<'template'>;
  /** A destination for events was picked: another form goes on. */
  readonly onEvents: (destination: string) => void;
}
