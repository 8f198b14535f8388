import { Box, useApp } from 'ink';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import { sqlOf } from '../../../wizard/journeys/query/query-form.ts';
import { locateProblem } from '../../../wizard/journeys/query/sql-problem.ts';
import { sourceTablesOf } from '../../../wizard/journeys/source/tables.ts';
import { MultiLineEditor } from '../../components/multi-line-editor.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { ErrorMessage } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import type { QueryPageProps } from './page-props.ts';

interface SqlEditorProps extends QueryPageProps {
  readonly onClose: () => void;
}

/** What came of the check, below the editor. */
const CHECK_ROWS = 2;

interface Checked {
  readonly sql: string;
  readonly columns: readonly string[];
}

/** The SQL in an editor. The engine looks at it after every edit; what is wrong is shown at its place. */
export function SqlEditor({ answers, answer, note, onClose }: SqlEditorProps): ReactNode {
  const { sources, editSql } = useServices();
  const { suspendTerminal } = useApp();
  const { rows } = useBodySize();
  const { state, start } = useTask<Checked>();
  const [submitted, setSubmitted] = useState<string | undefined>(undefined);
  // Counts what came from the person's own editor: each begins a new text here.
  const [edition, setEdition] = useState(0);
  const [editorProblem, setEditorProblem] = useState<KnownError | undefined>(undefined);
  const sql = sqlOf(answers);
  const { server, tables } = answers;

  useEffect(() => {
    start('Checking', async ({ signal }) => {
      const columns = await sources.describe(sourceTablesOf({ server, tables }), sql, { signal });
      return { sql, columns: columns.map(({ name }) => name) };
    });
  }, [sources, server, tables, sql, start]);

  // Submitted before the engine's answer: it counts if this very text is found good.
  useEffect(() => {
    if (state.status === 'done' && state.value.sql === submitted) {
      answer({ writtenSql: submitted, checked: state.value });
    }
  });

  async function editOutside(): Promise<void> {
    try {
      let edited = sql;
      await suspendTerminal(async () => {
        edited = await editSql(sql);
      });
      setEditorProblem(undefined);
      if (edited === sql) return;
      setSubmitted(undefined);
      note({ writtenSql: edited });
      setEdition((count) => count + 1);
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      setEditorProblem(error);
    }
  }

  useKeys({
    level: 'field',
    bindings: [
      { keys: ['escape'], hint: 'back', run: onClose },
      { keys: ['ctrl+o'], hint: 'your editor', run: () => void editOutside() },
    ],
  });

  const error = state.status === 'failed' ? state.error : undefined;
  const problem = useMemo(
    () => (error === undefined ? undefined : locateProblem(sql, error.message)),
    [error, sql],
  );
  return (
    <Box flexDirection="column" flexShrink={0}>
      <MultiLineEditor
        key={edition}
        label="SQL"
        initialText={sql}
        names={answers.knownNames}
        problem={problem}
        rows={rows - CHECK_ROWS}
        onChange={(writtenSql) => {
          setSubmitted(undefined);
          note({ writtenSql });
        }}
        onSubmit={setSubmitted}
      />
      <Box minHeight={CHECK_ROWS}>
        {editorProblem === undefined ? null : <ErrorMessage error={editorProblem} />}
        {editorProblem === undefined && error !== undefined && problem === undefined ? (
          <ErrorMessage error={error} />
        ) : null}
        {editorProblem === undefined && state.status === 'done' ? (
          <Toned tone="muted" wrap="truncate-end">
            It gives the columns {state.value.columns.join(', ')}.
          </Toned>
        ) : null}
      </Box>
    </Box>
  );
}
