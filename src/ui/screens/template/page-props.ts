import type { TemplateAnswers, TemplateStep } from '../../../wizard/journeys/template/template-form.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import type { PageProps } from '../common/use-form.ts';

export interface TemplatePageProps extends PageProps<TemplateStep, TemplateAnswers> {
  readonly navigation: Navigation<'template'>;
  readonly save: () => void;
}
