import { Box } from 'ink';
import { type ReactNode, useEffect, useRef } from 'react';
import { sqlOf } from '../../../wizard/journeys/query/query-form.ts';
import { sourceTablesOf } from '../../../wizard/journeys/source/tables.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visibleLines } from '../../text/visible.ts';
import { ErrorMessage } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import type { QueryPageProps } from './page-props.ts';

interface SqlOverviewProps extends QueryPageProps {
  readonly onEdit: () => void;
}

type WayOn = 'use' | 'edit' | 'propose';

/** Label, items, and what is told about them. */
const CHOICE_ROWS = 6;
/** What came of checking the query, with an empty row. */
const CHECK_ROWS = 5;

/** The query as it stands, checked by the engine. */
export function SqlOverview({ answers, answer, note, onEdit }: SqlOverviewProps): ReactNode {
  const { sources } = useServices();
  const { rows } = useBodySize();
  const { state, start } = useTask<readonly string[]>();
  const isWanted = useRef(false);
  const sql = sqlOf(answers);
  const { server, tables, proposedSql, writtenSql } = answers;

  useEffect(() => {
    start('Checking the query', async ({ signal }) => {
      const columns = await sources.describe(sourceTablesOf({ server, tables }), sql, { signal });
      return columns.map(({ name }) => name);
    });
  }, [sources, server, tables, sql, start]);

  // Enter may come before the engine's answer: it counts as soon as the query is found good.
  useEffect(() => {
    if (state.status === 'done' && isWanted.current) {
      isWanted.current = false;
      answer({ checked: { sql, columns: state.value } });
    }
  });

  function choose(way: WayOn): void {
    if (way === 'edit') onEdit();
    else if (way === 'propose') note({ writtenSql: undefined });
    else if (state.status === 'done') answer({ checked: { sql, columns: state.value } });
    else isWanted.current = true;
  }

  const lines = visibleLines(sql)
    .split('\n')
    .map((text, index) => ({ text, number: index + 1 }));
  const room = Math.max(3, rows - CHOICE_ROWS - CHECK_ROWS);
  const isCut = lines.length > room;
  const items: readonly ChoiceItem<WayOn>[] = [
    {
      id: 'use',
      label: 'Use this query',
      ...(state.status === 'failed' ? { disabledBecause: 'It does not work yet.' } : {}),
    },
    { id: 'edit', label: 'Edit the SQL' },
    ...(proposedSql !== undefined && writtenSql !== undefined && writtenSql !== proposedSql
      ? [{ id: 'propose' as const, label: 'Use the proposed query again' }]
      : []),
  ];
  return (
    <Box flexDirection="column" flexShrink={0}>
      {(isCut ? lines.slice(0, room - 1) : lines).map(({ text, number }) => (
        <Toned key={number} tone="accent" wrap="truncate-end">
          {text === '' ? ' ' : text}
        </Toned>
      ))}
      {isCut ? <Toned tone="muted">and {lines.length - room + 1} more lines</Toned> : null}
      <Box minHeight={CHECK_ROWS - 2} marginTop={1} flexDirection="column">
        {state.status === 'done' ? <Toned>It gives the columns {state.value.join(', ')}.</Toned> : null}
        {state.status === 'failed' ? <ErrorMessage error={state.error} /> : null}
        {state.status === 'running' ? <Spinner label={state.label} /> : null}
      </Box>
      <Choice
        key={state.status === 'failed' ? 'failed' : 'good'}
        label="Is this the right query?"
        items={items}
        rows={CHOICE_ROWS}
        onChoose={choose}
      />
    </Box>
  );
}
