import type { SegmentAnswers } from '../../../wizard/journeys/segment/segment-answers.ts';
import type { SegmentStep } from '../../../wizard/journeys/segment/segment-form.ts';
import type { PageProps } from '../common/use-form.ts';

export interface SegmentPageProps extends PageProps<SegmentStep, SegmentAnswers> {
  /** Keeps the rows as a query in place of the segment. */
  readonly makeQuery: () => void;
}
