import { Box } from 'ink';
import type { ReactNode } from 'react';
import { formatAmount } from '../../../core/wording.ts';
import { nameOfFile } from '../../../wizard/journeys/source/file-parts.ts';
import { SAMPLE_ROWS, sampleQuery, type TableView, viewTable } from '../../../wizard/journeys/source/look.ts';
import { proposeTableName } from '../../../wizard/journeys/source/table-name.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { Loaded } from '../common/loaded.tsx';
import type { TaskCall } from '../common/use-task.ts';
import { ColumnsTable } from '../source/columns-table.tsx';
import { SourceNotes, sourceNoteRows } from '../source/source-notes.tsx';

export interface FoundColumnsPageProps {
  readonly file: string;
  /** Gets the query for the columns that were found. */
  readonly onContinue: (sql: string) => void;
  readonly onBack: () => void;
}

const CHOICE_ROWS = 5;
const TITLE_ROWS = 1;
const WARNING_ROWS = 2;
/** The titles of a table and the rule below them. */
const HEAD_ROWS = 2;

/** What tada found in a file: which column holds what, with masked examples. */
export function FoundColumnsPage({ file, onContinue, onBack }: FoundColumnsPageProps): ReactNode {
  const { sources } = useServices();
  async function look({ signal }: TaskCall): Promise<TableView> {
    const tables = { [proposeTableName(file)]: [file] };
    const [info] = await sources.inspect(tables, { signal });
    if (info === undefined) throw new Error('One table was asked for, and none came.');
    const sample = await sources.sample(tables, sampleQuery(info.name), SAMPLE_ROWS, { signal });
    return viewTable(info, sample);
  }

  return (
    <Loaded
      key={file}
      label="Reading the file"
      work={look}
      onBack={onBack}
      retryDescription="After the file was put right."
      backLabel="Pick another file"
    >
      {(view) => <Found view={view} onContinue={onContinue} onBack={onBack} />}
    </Loaded>
  );
}

interface FoundProps {
  readonly view: TableView;
  readonly onContinue: (sql: string) => void;
  readonly onBack: () => void;
}

function Found({ view, onContinue, onBack }: FoundProps): ReactNode {
  const { rows } = useBodySize();
  const { unreadable, notes, fields, columns } = view;
  const name = nameOfFile(view.files[0]);
  const hasWarning = unreadable.count > 0 || fields === 0;
  const room = rows - TITLE_ROWS - CHOICE_ROWS - (hasWarning ? WARNING_ROWS : 0) - sourceNoteRows(notes);
  const [first] = unreadable.examples;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned wrap="truncate-end">
        <Toned isBold>{visible(name)}</Toned> {formatAmount(columns.length, 'column')}, {fields} of them can
        be sent
      </Toned>
      <ColumnsTable columns={columns} rows={Math.max(HEAD_ROWS + 1, room)} />
      {fields === 0 ? (
        <Message
          kind="warning"
          text="No column holds e-mail addresses, phone numbers or advertising ids."
          hint="Pick another file, or look at this one: the first rows are what counts."
        />
      ) : unreadable.count > 0 ? (
        <Message
          kind="warning"
          text={`${formatAmount(unreadable.count, 'row')} can’t be read and will be left out.`}
          hint={first === undefined ? undefined : `Line ${first.line}: ${first.problem}`}
        />
      ) : null}
      <SourceNotes notes={notes} />
      <Choice
        label="Are these the right columns?"
        rows={CHOICE_ROWS}
        items={[
          ...(fields === 0 ? [] : [{ id: 'continue', label: 'Yes, go on' }]),
          { id: 'back', label: 'Pick another file' },
        ]}
        onChoose={(id) => (id === 'continue' ? onContinue(view.proposedSql) : onBack())}
      />
    </Box>
  );
}
