import { Box } from 'ink';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import {
  type ConditionPlace,
  conditionAt,
  type FilterBuilder,
  isGroup,
  listAt,
  putCondition,
  removeCondition,
  removeGroup,
  turnMatch,
} from '../../../wizard/journeys/segment/builder.ts';
import { conditionInWords } from '../../../wizard/journeys/segment/condition-draft.ts';
import type { SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { Choice } from '../../components/choice.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { truncate } from '../../text/width.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import { ConditionEditor } from './condition-editor.tsx';
import { ConditionList, type ListAction } from './condition-list.tsx';
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

type Mode =
  | { readonly at: 'list' }
  | { readonly at: 'condition'; readonly place: ConditionPlace }
  | { readonly at: 'actions'; readonly place: ConditionPlace }
  | { readonly at: 'sql' };

const LIST: Mode = { at: 'list' };

interface ConditionsProps extends WithBuilder {
  readonly fields: readonly SegmentField[];
}

function Conditions({ answers, builder, fields, note, answer, makeQuery }: ConditionsProps): ReactNode {
  const { columns, rows } = useBodySize();
  const [now] = useState(() => Date.now());
  const [mode, setMode] = useState<Mode>(LIST);
  const [group, setGroup] = useState<number>();
  const count = useFitCount(answers, fields, now);
  const countRows = fitLineRows(count, rows);
  const room = Math.max(6, rows - countRows);

  useKeys(
    { level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: leave }] },
    mode.at === 'actions' || (mode.at === 'list' && group !== undefined),
  );

  function leave(): void {
    if (mode.at === 'list') setGroup(undefined);
    else setMode(LIST);
  }

  /** Back to the list, and out of a group that has gone. */
  function change(next: FilterBuilder): void {
    note({ builder: next });
    setMode(LIST);
    const part = group === undefined ? undefined : next.parts[group];
    if (part === undefined || !isGroup(part)) setGroup(undefined);
  }

  function act(action: ListAction): void {
    switch (action) {
      case 'done':
        if (group === undefined) answer({});
        else setGroup(undefined);
        return;
      case 'match':
        change(turnMatch(builder, group));
        return;
      case 'add':
        setMode({ at: 'condition', place: { group, index: undefined } });
        return;
      case 'add-group':
        setMode({ at: 'condition', place: { group: builder.parts.length, index: undefined } });
        return;
      case 'remove-group':
        if (group !== undefined) change(removeGroup(builder, group));
        return;
      case 'sql':
        setMode({ at: 'sql' });
        return;
    }
    const index = Number(action.slice('part '.length));
    const part = listAt(builder, group).parts[index];
    if (part === undefined) return;
    if (isGroup(part)) setGroup(index);
    else setMode({ at: 'actions', place: { group, index } });
  }

  if (mode.at === 'sql') {
    return (
      <SqlPage
        answers={answers}
        fields={fields}
        now={now}
        makeQuery={makeQuery}
        onClose={() => setMode(LIST)}
      />
    );
  }
  if (mode.at === 'condition') {
    const { place } = mode;
    return (
      <ConditionEditor
        fields={fields}
        condition={conditionAt(builder, place)}
        rows={rows}
        onDone={(condition) => {
          change(putCondition(builder, place, condition));
          setGroup(place.group);
        }}
        onClose={() => setMode(LIST)}
      />
    );
  }
  const chosen = mode.at === 'actions' ? conditionAt(builder, mode.place) : undefined;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box minHeight={countRows} flexDirection="column">
        <FitLine {...count} rows={countRows} />
      </Box>
      {mode.at === 'actions' && chosen !== undefined ? (
        <Choice
          label={truncate(conditionInWords(chosen), columns)}
          items={[
            { id: 'change', label: 'Change it' },
            { id: 'remove', label: 'Remove it' },
          ]}
          rows={room}
          onChoose={(id) =>
            id === 'change'
              ? setMode({ at: 'condition', place: mode.place })
              : change(removeCondition(builder, mode.place))
          }
        />
      ) : (
        <ConditionList
          key={`${group ?? ''} ${listAt(builder, group).parts.length} ${listAt(builder, group).match}`}
          builder={builder}
          group={group}
          fields={fields}
          rows={room}
          onChoose={act}
        />
      )}
    </Box>
  );
}
