import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
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
import { truncate } from '../../text/width.ts';
import { ConditionEditor } from './condition-editor.tsx';
import { ConditionList, type ListAction, type ListWords } from './condition-list.tsx';

export interface FilterEditorProps {
  readonly builder: FilterBuilder;
  readonly fields: readonly SegmentField[];
  readonly words: ListWords;
  /** Stands above the list, in so many rows. */
  readonly head: ReactNode;
  readonly headRows: number;
  readonly onChange: (builder: FilterBuilder) => void;
  readonly onDone: () => void;
  /** Undefined where there is no SQL to look at. */
  readonly onSql?: (() => void) | undefined;
}

type Mode =
  | { readonly at: 'list' }
  | { readonly at: 'condition'; readonly place: ConditionPlace }
  | { readonly at: 'actions'; readonly place: ConditionPlace };

const LIST: Mode = { at: 'list' };

/** Conditions that are put together, one level of groups deep. */
export function FilterEditor(props: FilterEditorProps): ReactNode {
  const { builder, fields, words, headRows, onChange } = props;
  const { columns, rows } = useBodySize();
  const [mode, setMode] = useState<Mode>(LIST);
  const [group, setGroup] = useState<number>();
  const room = Math.max(6, rows - headRows);

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
    onChange(next);
    setMode(LIST);
    const part = group === undefined ? undefined : next.parts[group];
    if (part === undefined || !isGroup(part)) setGroup(undefined);
  }

  function act(action: ListAction): void {
    switch (action) {
      case 'done':
        if (group === undefined) props.onDone();
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
        props.onSql?.();
        return;
    }
    const index = Number(action.slice('part '.length));
    const part = listAt(builder, group).parts[index];
    if (part === undefined) return;
    if (isGroup(part)) setGroup(index);
    else setMode({ at: 'actions', place: { group, index } });
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
      <Box minHeight={headRows} flexDirection="column">
        {props.head}
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
          words={words}
          hasSql={props.onSql !== undefined}
          onChoose={act}
        />
      )}
    </Box>
  );
}
