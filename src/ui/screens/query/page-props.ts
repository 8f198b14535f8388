import type { QueryAnswers, QueryStep } from '../../../wizard/journeys/query/query-form.ts';
import type { PageProps } from '../common/use-form.ts';

export type QueryPageProps = PageProps<QueryStep, QueryAnswers>;
