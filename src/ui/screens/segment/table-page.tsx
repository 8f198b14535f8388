import type { ReactNode } from 'react';
import { formatAmount } from '../../../core/wording.ts';
import { withTable } from '../../../wizard/journeys/segment/segment-answers.ts';
import { sourceTablesOf } from '../../../wizard/journeys/source/tables.ts';
import { Choice } from '../../components/choice.tsx';
import { useServices } from '../../navigation/services-context.ts';
import { Loaded } from '../common/loaded.tsx';
import type { SegmentPageProps } from './page-props.ts';

/** Which of several tables, or of a server's, holds the rows. */
export function TablePage({ answers, answer, back }: SegmentPageProps): ReactNode {
  const { sources } = useServices();
  const { tables, server } = answers;
  return (
    <Loaded
      label="Looking at the tables"
      work={({ signal }) => sources.inspect(sourceTablesOf({ tables, server }), { signal })}
      onBack={back}
    >
      {(found) => (
        <Choice
          label="Which table holds the rows?"
          items={found.map(({ name, columns }) => ({
            id: name,
            label: name,
            note: formatAmount(columns.length, 'column'),
          }))}
          initialId={answers.table}
          emptyText="There is no table to choose from. Esc leads back to the data."
          onChoose={(name) => answer(withTable(answers, name))}
        />
      )}
    </Loaded>
  );
}
