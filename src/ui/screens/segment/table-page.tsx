import { type ReactNode, useEffect, useState } from 'react';
import type { TableInfo } from '../../../core/ports.ts';
import { sourceTablesOf, withTable } from '../../../wizard/journeys/segment/segment-form.ts';
import { Choice } from '../../components/choice.tsx';
import { useServices } from '../../navigation/services-context.ts';
import { formatAmount } from '../../text/format.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import type { SegmentPageProps } from './page-props.ts';

const LOOKING = 'Looking at the tables';

/** Which of several tables, or of a server's, holds the rows. */
export function TablePage({ answers, answer, back }: SegmentPageProps): ReactNode {
  const { sources } = useServices();
  const { state, start } = useTask<readonly TableInfo[]>();
  const [attempt, setAttempt] = useState(1);
  const { tables, server } = answers;

  useEffect(() => {
    start(attempt === 1 ? LOOKING : `${LOOKING} again`, ({ signal }) =>
      sources.inspect(sourceTablesOf({ tables, server }), { signal }),
    );
  }, [sources, tables, server, attempt, start]);

  if (state.status === 'failed') {
    return (
      <Failure
        error={state.error}
        items={[
          { id: 'retry', label: 'Try again' },
          { id: 'back', label: 'Go back' },
        ]}
        onChoose={(id) => (id === 'back' ? back() : setAttempt((number) => number + 1))}
      />
    );
  }
  if (state.status !== 'done') return <Working label={LOOKING} onCancel={back} />;
  return (
    <Choice
      label="Which table holds the rows?"
      items={state.value.map(({ name, columns }) => ({
        id: name,
        label: name,
        note: formatAmount(columns.length, 'column'),
      }))}
      initialId={answers.table}
      emptyText="There is no table to choose from. Esc leads back to the data."
      onChoose={(name) => answer(withTable(answers, name))}
    />
  );
}
