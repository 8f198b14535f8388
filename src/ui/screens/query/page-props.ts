import type { QueryAnswers, QueryStep } from '../../../wizard/journeys/query/query-form.ts';
import type { PageProps } from '../common/use-form.ts';

export interface QueryPageProps extends PageProps<QueryStep, QueryAnswers> {
  readonly save: () => void;
}
