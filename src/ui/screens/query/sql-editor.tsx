import { Box } from 'ink';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { sourceTablesOf, sqlOf } from '../../../wizard/journeys/query/query-form.ts';
import { locateProblem } from '../../../wizard/journeys/query/sql-problem.ts';
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
  const { sources } = useServices();
  const { rows } = useBodySize();
  const { state, start } = useTask<Checked>();
  const [submitted, setSubmitted] = useState<string | undefined>(undefined);
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

  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: onClose }] });

  const error = state.status === 'failed' ? state.error : undefined;
  const problem = useMemo(
    () => (error === undefined ? undefined : locateProblem(sql, error.message)),
    [error, sql],
  );
  return (
    <Box flexDirection="column" flexShrink={0}>
      <MultiLineEditor
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
        {error !== undefined && problem === undefined ? <ErrorMessage error={error} /> : null}
        {state.status === 'done' ? (
          <Toned tone="muted" wrap="truncate-end">
            It gives the columns {state.value.columns.join(', ')}.
          </Toned>
        ) : null}
      </Box>
    </Box>
  );
}
