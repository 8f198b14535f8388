import type { ReactNode } from 'react';
import type { ReviewRow } from '../../../wizard/journeys/common/form.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { visible } from '../../text/visible.ts';
import { fitTo, widthOf } from '../../text/width.ts';

export interface AnswersReviewProps<Id extends string> {
  readonly label: string;
  readonly saveLabel: string;
  readonly answers: readonly ReviewRow<Id>[];
  /** Rows for everything; default: the whole body. */
  readonly rows?: number | undefined;
  readonly initialId?: Id | undefined;
  readonly onSave: () => void;
  readonly onEdit: (id: Id) => void;
}

/** Keeps the ids of answers apart from that of saving. */
const SAVE = ' save';

/** Every answer in a row, each an Enter away from being changed; saving comes first. */
export function AnswersReview<Id extends string>(props: AnswersReviewProps<Id>): ReactNode {
  const { answers, onSave, onEdit } = props;
  const wrong = answers.find(({ problem }) => problem !== undefined);
  const titleColumns = Math.max(0, ...answers.map(({ title }) => widthOf(title)));
  const items: ChoiceItem<Id | typeof SAVE>[] = [
    {
      id: SAVE,
      label: props.saveLabel,
      description: 'Or choose an answer to change it.',
      ...(wrong === undefined ? {} : { disabledBecause: `${wrong.title}: ${wrong.problem}` }),
    },
    ...answers.map(({ id, title, value, problem }) => ({
      id,
      label: `${fitTo(title, titleColumns)}  ${visible(value)}`,
      description: problem ?? 'Press Enter to change it.',
    })),
  ];
  return (
    <Choice
      label={props.label}
      items={items}
      rows={props.rows}
      initialId={props.initialId ?? wrong?.id ?? SAVE}
      onChoose={(id) => (id === SAVE ? onSave() : onEdit(id))}
    />
  );
}
