import type { ReactNode } from 'react';
import { checkNewName } from '../../../wizard/journeys/common/check-field.ts';
import { reviewRows } from '../../../wizard/journeys/common/form.ts';
import { nameOf, QUERY_FORM, withTables } from '../../../wizard/journeys/query/query-form.ts';
import { pickFirst } from '../../../wizard/journeys/source/tables.ts';
import { TextField } from '../../components/text-field.tsx';
import { useServices } from '../../navigation/services-context.ts';
import { AnswersReview } from '../common/answers-review.tsx';
import { FilePage } from '../source/file-page.tsx';
import type { QueryPageProps } from './page-props.ts';

export function FirstFilePage({ answers, answer, back }: QueryPageProps): ReactNode {
  const { simulator } = useServices();
  const { tables, kind } = answers;
  return (
    <FilePage
      label={kind === 'events' ? 'Which file holds the events?' : 'Which file holds the people?'}
      initialPath={tables[0]?.files[0]}
      isProposing={simulator !== undefined && kind === 'audience'}
      onPick={(path) => {
        const picked = pickFirst(tables, path);
        answer(picked === tables ? {} : withTables(picked));
      }}
      onBack={back}
    />
  );
}

export function NamePage({ answers, note, answer }: QueryPageProps): ReactNode {
  return (
    <TextField
      label="Name of this query"
      initialValue={nameOf(answers)}
      validate={(name) => checkNewName(name, answers.taken)}
      onChange={(name) => note({ name })}
      onSubmit={(name) => answer({ name })}
    />
  );
}

export function ReviewPage({ answers, edit, save, startOver }: QueryPageProps): ReactNode {
  return (
    <AnswersReview
      label={`Query ${nameOf(answers)}`}
      saveLabel="Save this query"
      answers={reviewRows(QUERY_FORM, answers)}
      onSave={save}
      onStartOver={startOver}
      onEdit={edit}
    />
  );
}
