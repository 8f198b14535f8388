import { Box } from 'ink';
import { type ReactNode, useRef, useState } from 'react';
import type { Segment } from '../../../core/profiles/schema.ts';
import {
  type CombinationAnswers,
  type CombinationList,
  candidates,
  checkCombination,
  EMPTY_COMBINATION,
  rowChoices,
  withList,
  withRowsOf,
} from '../../../wizard/journeys/segment/combination.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { MultiChoice } from '../../components/multi-choice.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { CombinedLine, combinedLineRows } from './combined-line.tsx';
import type { SegmentPageProps } from './page-props.ts';
import { SqlPage } from './sql-page.tsx';
import { type Combined, useCombined } from './use-combined.ts';
import { useRowCounts } from './use-row-counts.ts';

type Mode = 'lists' | CombinationList | 'rows' | 'key' | 'sql';
type Item = 'done' | Exclude<Mode, 'lists'>;

/** Whose people the segment has: those of other segments, put together and taken away. */
export function CombinePage(props: SegmentPageProps): ReactNode {
  const { answers, note, answer, makeQuery } = props;
  const { combination = EMPTY_COMBINATION } = answers;
  const { profile } = useProfile();
  const { rows } = useBodySize();
  const [mode, setMode] = useState<Mode>('lists');
  const [last, setLast] = useState<Item>();
  /** The names marked in the list that is open. */
  const marked = useRef<readonly string[]>(undefined);
  const change = (next: CombinationAnswers): void => {
    note({ combination: next });
    marked.current = undefined;
    setMode('lists');
  };
  const combined = useCombined({ ...answers, combination }, (key) =>
    note({ combination: { ...combination, key } }),
  );
  useKeys(
    { level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: leave }] },
    mode !== 'lists' && mode !== 'sql',
  );

  /** Back to the lists; what was marked stays. */
  function leave(): void {
    if (marked.current !== undefined && isList(mode)) change(withList(combination, mode, marked.current));
    else setMode('lists');
  }

  const lineRows = combinedLineRows(combined, rows);
  const room = Math.max(6, rows - lineRows);

  const { count } = combined;
  // Counted anew, there is no SQL for a moment.
  if (mode === 'sql' && count.status === 'done') {
    return (
      <SqlPage
        sql={count.value.sql}
        isMoving={count.value.isMoving}
        backLabel="Back to the segments"
        makeQuery={makeQuery}
        onClose={() => setMode('lists')}
      />
    );
  }
  switch (mode) {
    case 'any':
    case 'all':
    case 'without':
      return (
        <PickList
          list={mode}
          segments={candidates(profile, answers.name.trim())}
          combination={combination}
          onMark={(names) => {
            marked.current = names;
          }}
          onDone={(names) => change(withList(combination, mode, names))}
        />
      );
    case 'rows':
      return (
        <Choice
          label="Whose rows are sent?"
          items={rowChoices(combination).map((name) => ({
            id: name,
            label: name,
            description: 'Everybody is in all of them; this one’s columns are taken.',
          }))}
          initialId={combination.all[0]}
          onChoose={(name) => change(withRowsOf(combination, name))}
        />
      );
    case 'key':
      return (
        <KeyChoice
          combined={combined}
          current={combination.key}
          onChoose={(key) => change({ ...combination, key })}
        />
      );
    case 'sql':
    case 'lists':
      return (
        <Box flexDirection="column" flexShrink={0}>
          <Box minHeight={lineRows} flexDirection="column">
            <CombinedLine
              combined={combined}
              isAsked={checkCombination(combination) === undefined}
              rows={lineRows}
              keyName={combination.key}
            />
          </Box>
          <Choice
            key={JSON.stringify(combination)}
            label="Whose people are in?"
            items={listItems(combination, combined)}
            rows={room}
            initialId={last ?? (checkCombination(combination) === undefined ? 'done' : 'any')}
            onChoose={(item) => {
              setLast(item);
              if (item === 'done') answer({});
              else setMode(item);
            }}
          />
        </Box>
      );
  }
}

function listItems(combination: CombinationAnswers, combined: Combined): readonly ChoiceItem<Item>[] {
  const { any, all, without, key } = combination;
  const problem = checkCombination(combination);
  const [rows] = rowChoices(combination);
  const names = (list: readonly string[]) => (list.length === 0 ? 'none chosen' : list.join(', '));
  return [
    {
      id: 'done',
      label: 'Continue',
      description: 'To the review.',
      ...(problem === undefined ? {} : { disabledBecause: problem }),
    },
    { id: 'any', label: `In any of: ${names(any)}`, description: 'Being in one of them is enough.' },
    { id: 'all', label: `In all of: ${names(all)}`, description: 'Only who is in each of them.' },
    {
      id: 'without',
      label: `In none of: ${names(without)}`,
      description: 'Their people are left out, whatever else they are in.',
    },
    ...(rows === undefined
      ? []
      : [
          { id: 'rows' as const, label: `Rows of: ${rows}`, description: 'Whose rows and columns are sent.' },
        ]),
    {
      id: 'key',
      label: `Told apart by: ${key === '' ? 'no column yet' : key}`,
      description: 'The same value is the same person, in every segment.',
      ...(any.length + all.length + without.length === 0
        ? { disabledBecause: 'Choose segments first.' }
        : {}),
    },
    {
      id: 'sql',
      label: 'Show the SQL',
      ...(combined.count.status === 'done'
        ? {}
        : { disabledBecause: 'It is there once the people are counted.' }),
    },
  ];
}

const QUESTIONS: Readonly<Record<CombinationList, string>> = {
  any: 'Whose people are in? Being in one is enough',
  all: 'In which do they all have to be?',
  without: 'Whose people are left out?',
};

interface PickListProps {
  readonly list: CombinationList;
  readonly segments: readonly Segment[];
  readonly combination: CombinationAnswers;
  readonly onMark: (names: readonly string[]) => void;
  readonly onDone: (names: readonly string[]) => void;
}

function isList(mode: Mode): mode is CombinationList {
  return mode === 'any' || mode === 'all' || mode === 'without';
}

function PickList({ list, segments, combination, onMark, onDone }: PickListProps): ReactNode {
  const counts = useRowCounts(segments);
  return (
    <MultiChoice
      label={QUESTIONS[list]}
      items={segments.map(({ name, description }) => ({
        id: name,
        label: name,
        note: counts.get(name),
        description: description ?? elsewhere(list, name, combination),
      }))}
      initialIds={combination[list]}
      atLeast={0}
      onChange={onMark}
      onSubmit={onDone}
    />
  );
}

/** Somebody can't be in and left out. */
function elsewhere(list: CombinationList, name: string, { any, all, without }: CombinationAnswers): string {
  if (list !== 'without' && without.includes(name)) return 'It is left out now; marked here, it is in.';
  if (list === 'without' && [...any, ...all].includes(name))
    return 'It is in now; marked here, it is left out.';
  return 'Whoever is in several segments counts once.';
}

interface KeyChoiceProps {
  readonly combined: Combined;
  readonly current: string;
  readonly onChoose: (key: string) => void;
}

function KeyChoice({ combined: { fields }, current, onChoose }: KeyChoiceProps): ReactNode {
  const found = fields.status === 'done' ? fields.value : [];
  return (
    <Choice
      key={fields.status}
      label="Which column tells people apart?"
      items={found.map(({ name, examples }) => ({
        id: name,
        label: name,
        note: examples.slice(0, 2).join(', '),
        description: 'The same value is the same person, in every segment.',
      }))}
      initialId={current}
      emptyText={EMPTY_KEYS[fields.status]}
      onChoose={onChoose}
    />
  );
}

const EMPTY_KEYS: Readonly<Record<Combined['fields']['status'], string>> = {
  idle: 'No segment is chosen yet. Esc leads back.',
  running: 'Reading the fields.',
  done: 'The segments have no column in common. Esc leads back.',
  failed: 'The segments can’t be read. Esc leads back.',
};
