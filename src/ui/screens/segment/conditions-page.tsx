import { type ReactNode, useState } from 'react';
import { attempt } from '../../../core/errors.ts';
import type { FilterBuilder } from '../../../wizard/journeys/segment/builder.ts';
import type { SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { hasMovingDays, sqlOf } from '../../../wizard/journeys/segment/segment-answers.ts';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Loaded } from '../common/loaded.tsx';
import type { ListWords } from './condition-list.tsx';
import { FilterEditor } from './filter-editor.tsx';
import { FitLine, fitLineRows } from './fit-line.tsx';
import { loadFields } from './load-fields.ts';
import type { SegmentPageProps } from './page-props.ts';
import { SqlPage } from './sql-page.tsx';
import { useFitCount } from './use-fit-count.ts';
import { WrittenFilter } from './written-filter.tsx';

/** What the rows have to be like: conditions that are put together, or what was written by hand. */
export function ConditionsPage(props: SegmentPageProps): ReactNode {
  const { builder } = props.answers;
  return builder === undefined ? <WrittenFilter {...props} /> : <WithFields {...props} builder={builder} />;
}

interface WithBuilder extends SegmentPageProps {
  readonly builder: FilterBuilder;
}

/** Looks at the table first, unless that was done. */
function WithFields(props: WithBuilder): ReactNode {
  const { answers, note, back } = props;
  const { sources } = useServices();
  const { fields } = answers;
  if (fields !== undefined) return <Conditions {...props} fields={fields} />;
  return (
    <Loaded
      key={JSON.stringify([answers.tables, answers.server, answers.table])}
      label="Reading the fields"
      work={({ signal }) => loadFields(sources, answers, signal)}
      onDone={(found) => note(found)}
      onBack={back}
      retryDescription="After the file was put right."
    >
      {({ fields: found }) => <Conditions {...props} fields={found} />}
    </Loaded>
  );
}

const WORDS: ListWords = {
  question: 'Which rows belong to it?',
  subject: 'Rows',
  everything: 'With every row of the table.',
  onwards: 'To the review.',
};

interface ConditionsProps extends WithBuilder {
  readonly fields: readonly SegmentField[];
}

function Conditions({ answers, builder, fields, note, answer, makeQuery }: ConditionsProps): ReactNode {
  const { rows } = useBodySize();
  const [now] = useState(() => Date.now());
  const [isSqlShown, setIsSqlShown] = useState(false);
  const count = useFitCount(answers, fields, now);
  const { unreadable } = answers;
  const countRows = fitLineRows(count, unreadable, rows);

  if (isSqlShown) {
    return (
      <SqlPage
        sql={attempt(() => sqlOf(answers, fields, now))}
        isMoving={hasMovingDays(answers)}
        backLabel="Back to the conditions"
        makeQuery={makeQuery}
        onClose={() => setIsSqlShown(false)}
      />
    );
  }
  return (
    <FilterEditor
      builder={builder}
      fields={fields}
      words={WORDS}
      head={<FitLine {...count} unreadable={unreadable} rows={countRows} />}
      headRows={countRows}
      onChange={(next) => note({ builder: next })}
      onDone={() => answer({})}
      onSql={() => setIsSqlShown(true)}
    />
  );
}
