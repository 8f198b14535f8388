import { type ReactNode, useEffect, useRef, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import type { FilterBuilder } from '../../../wizard/journeys/segment/builder.ts';
import type { SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { hasMovingDays, sqlOf } from '../../../wizard/journeys/segment/segment-form.ts';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
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

const READING = 'Reading the fields';

/** Looks at the table first. */
function WithFields(props: WithBuilder): ReactNode {
  const { answers, note, back } = props;
  const { sources } = useServices();
  const { state, start } = useTask<readonly SegmentField[]>();
  const [attempt, setAttempt] = useState(1);
  const tell = useRef(note);
  tell.current = note;
  const { tables, server, table, fields } = answers;
  const isKnown = fields !== undefined;

  useEffect(() => {
    if (isKnown) return;
    start(
      attempt === 1 ? READING : `${READING} again`,
      ({ signal }) => loadFields(sources, { tables, server, table }, signal),
      (found) => tell.current({ fields: found }),
    );
  }, [sources, tables, server, table, isKnown, attempt, start]);

  if (fields !== undefined) return <Conditions {...props} fields={fields} />;
  if (state.status === 'failed') {
    return (
      <Failure
        error={state.error}
        items={[
          { id: 'retry', label: 'Try again', description: 'After the file was put right.' },
          { id: 'back', label: 'Go back' },
        ]}
        onChoose={(id) => (id === 'back' ? back() : setAttempt((number) => number + 1))}
      />
    );
  }
  return <Working label={READING} onCancel={back} />;
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
  const countRows = fitLineRows(count, rows);

  if (isSqlShown) {
    return (
      <SqlPage
        sql={trySql(() => sqlOf(answers, fields, now))}
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
      head={<FitLine {...count} rows={countRows} />}
      headRows={countRows}
      onChange={(next) => note({ builder: next })}
      onDone={() => answer({})}
      onSql={() => setIsSqlShown(true)}
    />
  );
}

function trySql(write: () => string): string | KnownError {
  try {
    return write();
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
}
