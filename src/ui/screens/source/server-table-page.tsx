import type { ReactNode } from 'react';
import { KnownError } from '../../../core/errors.ts';
import type { SampleRows, TableInfo } from '../../../core/ports/sources.ts';
import type { ServerSource } from '../../../core/profiles/schema.ts';
import { formatAmount } from '../../../core/wording.ts';
import { SAMPLE_ROWS, sampleColumnsQuery, viewTable } from '../../../wizard/journeys/source/look.ts';
import { toServerSource } from '../../../wizard/journeys/source/server-answers.ts';
import type { SourceService } from '../../../wizard/source-service.ts';
import { Choice } from '../../components/choice.tsx';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { Loaded } from '../common/loaded.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import type { QueryPageProps } from '../query/page-props.ts';

/** The table to start from, of those in the schema: a query is proposed by its columns and what they hold. */
export function ServerTablePage({ answers, answer, back }: QueryPageProps): ReactNode {
  const { sources } = useServices();
  const looking = useTask<string>();
  const { asked, kind } = answers;
  const source = toServerSource(asked);

  function choose(table: TableInfo | undefined): void {
    if (table === undefined) {
      answer({ serverTable: undefined, proposedSql: undefined });
      return;
    }
    looking.start(
      `Looking at ${visible(table.name)}`,
      async ({ signal }) => {
        const sample = await sampleOf(sources, source, table, signal);
        return viewTable(table, sample, kind).proposedSql;
      },
      (proposedSql) => answer({ serverTable: table.name, proposedSql }),
    );
  }

  if (looking.state.status === 'running') {
    return <Working label={looking.state.label} onCancel={looking.cancel} />;
  }
  return (
    <Loaded
      label="Looking at the tables"
      work={({ signal }) => sources.inspect(source, { signal })}
      onBack={back}
      items={() => [{ id: 'sql', label: 'Write the SQL without it' }]}
      onChoose={() => choose(undefined)}
    >
      {(tables) => (
        <Choice
          label={kind === 'events' ? 'Which table holds the events?' : 'Which table holds the people?'}
          items={[
            ...tables.map((table) => ({
              id: ` ${table.name}`,
              label: visible(table.name),
              note: formatAmount(table.columns.length, 'column'),
            })),
            { id: 'sql', label: 'None of them: write the SQL', description: 'For a query over several.' },
          ]}
          initialId={answers.serverTable === undefined ? undefined : ` ${answers.serverTable}`}
          onChoose={(id) => choose(tables.find(({ name }) => id === ` ${name}`))}
        />
      )}
    </Loaded>
  );
}

/** Some rows of the table; none where its user may not see them: then the columns' names have to do. */
async function sampleOf(
  sources: SourceService,
  source: ServerSource,
  table: TableInfo,
  signal: AbortSignal,
): Promise<SampleRows> {
  try {
    return await sources.sample(source, sampleColumnsQuery(table), SAMPLE_ROWS, { signal });
  } catch (error) {
    if (error instanceof KnownError && error.kind === 'query-failed')
      return { columns: table.columns, rows: [] };
    throw error;
  }
}
