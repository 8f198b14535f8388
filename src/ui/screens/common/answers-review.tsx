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
  /** Given when the answers are from earlier and were never saved. */
  readonly onStartOver?: (() => void) | undefined;
  readonly onEdit: (id: Id) => void;
}

/** Keeps the ids of answers apart from these. */
const SAVE = ' save';
const START_OVER = ' start over';

/** Every answer in a row, each an Enter away from being changed; saving comes first. */
export function AnswersReview<Id extends string>(props: AnswersReviewProps<Id>): ReactNode {
  const { answers, onSave, onStartOver, onEdit } = props;
  const wrong = answers.find(({ problem }) => problem !== undefined);
  const titleColumns = Math.max(0, ...answers.map(({ title }) => widthOf(title)));
  const items: ChoiceItem<Id | typeof SAVE | typeof START_OVER>[] = [
    {
      id: SAVE,
      label: props.saveLabel,
      description: 'Saving sends nothing. Or choose an answer to change it.',
      ...(wrong === undefined ? {} : { disabledBecause: `${wrong.title}: ${wrong.problem}` }),
    },
    ...answers.map(({ id, title, value, problem }) => ({
      id,
      label: `${fitTo(title, titleColumns)}  ${visible(value)}`,
      description: problem ?? 'Press Enter to change it.',
    })),
    ...(onStartOver === undefined
      ? []
      : [
          {
            id: START_OVER,
            label: 'Start over',
            description: 'Forgets what you entered earlier and did not save.',
          } as const,
        ]),
  ];

  function choose(id: Id | typeof SAVE | typeof START_OVER): void {
    if (id === SAVE) onSave();
    else if (id === START_OVER) onStartOver?.();
    else onEdit(id);
  }

  return (
    <Choice
      label={props.label}
      items={items}
      rows={props.rows}
      initialId={props.initialId ?? wrong?.id ?? SAVE}
      onChoose={choose}
    />
  );
}
