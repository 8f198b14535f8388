import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { formatAmount } from '../../../core/wording.ts';
import { areDemoEventTables, DEMO_EVENTS_SQL } from '../../../wizard/journeys/query/events-sql.ts';
import { withTables } from '../../../wizard/journeys/query/query-form.ts';
import { nameOfFile } from '../../../wizard/journeys/source/file-parts.ts';
import {
  mainTable,
  namesIn,
  SAMPLE_ROWS,
  sampleQuery,
  type TableView,
  viewTable,
} from '../../../wizard/journeys/source/look.ts';
import {
  addTable,
  checkRename,
  removeTable,
  renameTable,
  toSourceTables,
} from '../../../wizard/journeys/source/tables.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Loaded } from '../common/loaded.tsx';
import type { TaskCall } from '../common/use-task.ts';
import type { QueryPageProps } from '../query/page-props.ts';
import { ColumnsTable } from './columns-table.tsx';
import { FilePage } from './file-page.tsx';
import { SourceNotes, sourceNoteRows } from './source-notes.tsx';

type Mode =
  | { readonly at: 'overview' }
  | { readonly at: 'all' }
  | { readonly at: 'add' }
  | { readonly at: 'rename'; readonly table: string }
  | { readonly at: 'remove' };

const OVERVIEW: Mode = { at: 'overview' };

/** The tables of a query: what they are called, what their columns hold. */
export function TablesPage(props: QueryPageProps): ReactNode {
  const { answers, back } = props;
  const { sources } = useServices();
  const { tables, kind } = answers;

  async function look({ signal }: TaskCall): Promise<readonly TableView[]> {
    const files = toSourceTables(tables);
    const views: TableView[] = [];
    for (const info of await sources.inspect(files, { signal })) {
      const sample = await sources.sample(files, sampleQuery(info.name), SAMPLE_ROWS, { signal });
      views.push(viewTable(info, sample, kind));
    }
    return views;
  }

  return (
    <Loaded
      // Other tables, or other names for them, are looked at anew.
      key={JSON.stringify(tables)}
      label="Reading the columns"
      work={look}
      onBack={back}
      retryDescription="After the file was put right."
      backLabel="Pick another file"
    >
      {(views) => <Tables {...props} views={views} />}
    </Loaded>
  );
}

interface TablesProps extends QueryPageProps {
  readonly views: readonly TableView[];
}

function Tables(props: TablesProps): ReactNode {
  const { answers, note, views } = props;
  const { tables } = answers;
  const [mode, setMode] = useState<Mode>(OVERVIEW);
  const close = (): void => setMode(OVERVIEW);
  switch (mode.at) {
    case 'overview':
      return <Overview {...props} onMode={setMode} />;
    case 'all':
      return <AllColumns views={views} onClose={close} />;
    case 'add':
      return (
        <Inside onClose={close}>
          <FilePage
            label="Which file holds the other table?"
            onPick={(path) => {
              note(withTables(addTable(tables, path)));
              close();
            }}
            onBack={close}
          />
        </Inside>
      );
    case 'rename':
      return (
        <Inside onClose={close}>
          <TextField
            label={`What should ${mode.table} be called in SQL?`}
            note="The query uses this name; write it there as well."
            initialValue={mode.table}
            validate={(name) => checkRename(tables, mode.table, name)}
            onSubmit={(name) => {
              note(withTables(renameTable(tables, mode.table, name)));
              close();
            }}
          />
        </Inside>
      );
    case 'remove':
      return (
        <Inside onClose={close}>
          <Choice
            label="Which table is not needed?"
            items={tables.map(({ name, files }) => ({ id: name, label: name, note: files.join(', ') }))}
            onChoose={(name) => {
              note(withTables(removeTable(tables, name)));
              close();
            }}
          />
        </Inside>
      );
  }
}

interface OverviewProps extends TablesProps {
  readonly onMode: (mode: Mode) => void;
}

/** The label of the list and what is told about an item. */
const ROWS_AROUND_ITEMS = 3;
/** A list with four items and what is around them. */
const SHORT_LIST_ROWS = 7;
const WARNING_ROWS = 2;
/** The titles of a table and the rule below them. */
const HEAD_ROWS = 2;

function Overview({ answers, answer, views, onMode }: OverviewProps): ReactNode {
  const { rows } = useBodySize();
  const { simulator } = useServices();
  const { tables, kind } = answers;
  const main = mainTable(views);
  const unreadable = views.filter((view) => view.unreadable.count > 0);
  const notes = views.flatMap((view) => view.notes);
  const items: readonly ChoiceItem[] = [
    { id: 'continue', label: 'Continue', description: 'Next: the query that picks rows and columns.' },
    { id: 'all', label: 'See all columns' },
    { id: 'add', label: 'Add another file', description: 'For a query over several tables.' },
    ...tables.map(({ name }) => ({ id: `rename ${name}`, label: `Rename ${name}` })),
    ...(tables.length < 2 ? [] : [{ id: 'remove', label: 'Take a table out' }]),
  ];
  const room = rows - 1 - unreadable.length * WARNING_ROWS - sourceNoteRows(notes);
  const tableRows = (main?.columns.length ?? 0) + HEAD_ROWS;
  // The list shows all it can where the table leaves room, and a few items where it doesn't.
  const listRows = Math.min(items.length + ROWS_AROUND_ITEMS, Math.max(SHORT_LIST_ROWS, room - tableRows));

  function choose(id: string): void {
    if (id === 'continue') {
      const isDemo =
        kind === 'events' && simulator !== undefined && areDemoEventTables(tables, simulator.sampleFolder);
      answer({
        knownNames: namesIn(views),
        proposedSql: isDemo ? DEMO_EVENTS_SQL : main?.proposedSql,
      });
    } else if (id.startsWith('rename ')) {
      onMode({ at: 'rename', table: id.slice('rename '.length) });
    } else if (id === 'all' || id === 'add' || id === 'remove') {
      onMode({ at: id });
    }
  }

  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned wrap="truncate-end">
        <Toned isBold>{main?.name ?? ''}</Toned> {nameOfFile(main?.files[0])},{' '}
        {formatAmount(main?.columns.length ?? 0, 'column')}
        {views.length > 1 ? `; ${formatAmount(views.length, 'table')} in all` : ''}
      </Toned>
      <ColumnsTable columns={main?.columns ?? []} rows={Math.max(2, room - listRows)} />
      {unreadable.map((view) => (
        <Message
          key={view.name}
          kind="warning"
          text={`${formatAmount(view.unreadable.count, 'row')} of ${view.name} can’t be read.`}
          hint={firstExample(view)}
        />
      ))}
      <SourceNotes notes={notes} />
      <Choice label="Is this the right data?" items={items} rows={listRows} onChoose={choose} />
    </Box>
  );
}

function firstExample({ unreadable }: TableView): string | undefined {
  const [first] = unreadable.examples;
  return first === undefined ? undefined : `Line ${first.line}: ${first.problem}`;
}

interface AllColumnsProps {
  readonly views: readonly TableView[];
  readonly onClose: () => void;
}

function AllColumns({ views, onClose }: AllColumnsProps): ReactNode {
  const { rows } = useBodySize();
  useKeys({
    level: 'field',
    bindings: [{ keys: ['escape', 'enter', 'q'], hint: 'close', run: onClose }],
  });
  return (
    <ScrollView rows={rows}>
      {views.map(({ name, files, columns }) => (
        <Box key={name} flexDirection="column" marginBottom={1}>
          <Toned>
            <Toned isBold>{name}</Toned> {files.join(', ')}
          </Toned>
          <ColumnsTable columns={columns} rows={Number.POSITIVE_INFINITY} />
        </Box>
      ))}
    </ScrollView>
  );
}

/** A part of the page that Esc closes, instead of leaving the page. */
function Inside({
  onClose,
  children,
}: {
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: onClose }] });
  return children;
}
