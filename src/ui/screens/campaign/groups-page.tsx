import { type ReactNode, useState } from 'react';
import { name as nameSchema } from '../../../core/profiles/pieces.ts';
import {
  addEverybody,
  addGroup,
  addPart,
  builderOfPart,
  changeGroup,
  checkParts,
  checkShares,
  freeGroupName,
  type GroupPlace,
  type Part,
  percentInWords,
  readPercent,
  removeGroup,
  removePart,
  setCondition,
  shareEvenly,
} from '../../../wizard/journeys/campaign/groups.ts';
import { problemOf } from '../../../wizard/journeys/common/check-field.ts';
import { EMPTY_BUILDER, type FilterBuilder } from '../../../wizard/journeys/segment/builder.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { FieldsGate } from './fields-gate.tsx';
import { GroupList, type GroupListAction, PartList, type PartListAction } from './group-lists.tsx';
import type { CampaignPageProps } from './page-props.ts';
import { PartCondition } from './part-condition.tsx';
import { SizesLine, sizesRows } from './sizes-line.tsx';

type Mode =
  | { readonly at: 'list' }
  | { readonly at: 'group' | 'name' | 'percent'; readonly place: GroupPlace }
  | { readonly at: 'new-group'; readonly part: number }
  /** Without a part a new sub-audience; its conditions are kept here until they are done. */
  | { readonly at: 'condition'; readonly part: number | undefined; readonly builder: FilterBuilder };

const LIST: Mode = { at: 'list' };

/** Into which groups people are split, and by which conditions before. */
export function GroupsPage(props: CampaignPageProps): ReactNode {
  const { answers, note, answer, sizes } = props;
  const { parts } = answers;
  const { rows } = useBodySize();
  const [mode, setMode] = useState<Mode>(LIST);
  const [opened, setOpened] = useState<number>();
  const isSplit = parts.length > 1 || parts[0]?.condition.kind !== 'everybody';
  const part = isSplit ? opened : 0;
  const shown = part === undefined ? undefined : parts[part];

  useKeys(
    { level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: leave }] },
    mode.at !== 'condition' && (mode.at !== 'list' || (isSplit && opened !== undefined)),
  );

  function leave(): void {
    if (mode.at === 'list') setOpened(undefined);
    else if (mode.at === 'name' || mode.at === 'percent') setMode({ at: 'group', place: mode.place });
    else setMode(LIST);
  }

  function change(next: readonly Part[], then: Mode = LIST): void {
    note({ parts: next });
    setMode(then);
  }

  function actOnParts(action: PartListAction): void {
    if (action === 'done') answer({});
    else if (action === 'split') setMode({ at: 'condition', part: undefined, builder: EMPTY_BUILDER });
    else if (action === 'everybody') change(addEverybody(parts));
    else setOpened(Number(action.slice('part '.length)));
  }

  function actOnGroups(index: number, action: GroupListAction): void {
    switch (action) {
      case 'done':
        if (isSplit) setOpened(undefined);
        else answer({});
        return;
      case 'add':
        setMode({ at: 'new-group', part: index });
        return;
      case 'even':
        change(shareEvenly(parts, index));
        return;
      case 'split':
        setMode({ at: 'condition', part: undefined, builder: EMPTY_BUILDER });
        return;
      case 'condition': {
        const one = parts[index];
        if (one !== undefined) setMode({ at: 'condition', part: index, builder: builderOfPart(one) });
        return;
      }
      case 'remove-part':
        setOpened(undefined);
        change(removePart(parts, index));
        return;
      default:
        setMode({ at: 'group', place: { part: index, group: Number(action.slice('group '.length)) } });
    }
  }

  function keepCondition(index: number | undefined, builder: FilterBuilder): void {
    if (index !== undefined) {
      change(setCondition(parts, index, builder));
      return;
    }
    const next = addPart(parts, builder);
    const added = next.findIndex((each) => !parts.includes(each));
    setOpened(added);
    change(next);
  }

  switch (mode.at) {
    case 'condition': {
      const { part: index } = mode;
      return (
        <FieldsGate {...props} onBack={() => setMode(LIST)}>
          {(fields) => (
            <PartCondition
              builder={mode.builder}
              fields={fields}
              onChange={(builder) => setMode({ ...mode, builder })}
              onDone={() => keepCondition(index, mode.builder)}
              // What was changed of a saved one stays; a new one that is left was never there.
              onClose={() =>
                index === undefined || mode.builder.parts.length === 0
                  ? setMode(LIST)
                  : keepCondition(index, mode.builder)
              }
            />
          )}
        </FieldsGate>
      );
    }
    case 'new-group':
      return (
        <NameField
          label="What is the new group called?"
          initialName={freeGroupName(parts)}
          taken={namesBeside(parts, undefined)}
          onName={(name) => change(addGroup(parts, mode.part, name))}
        />
      );
    case 'name':
    case 'percent':
    case 'group':
      return (
        <OneGroup
          parts={parts}
          place={mode.place}
          field={mode.at}
          onField={(at) => setMode({ at, place: mode.place })}
          onChange={change}
        />
      );
    case 'list':
      break;
  }
  const problem = shown === undefined ? checkParts(parts) : (checkShares(shown) ?? checkParts(parts));
  return (
    <>
      <SizesLine
        live={sizes}
        warning={problem}
        otherwise="The same people are in the same group on every run."
      />
      {shown === undefined || part === undefined ? (
        <PartList
          parts={parts}
          sizes={sizes.sizes}
          problem={problem}
          rows={rows - sizesRows(rows)}
          onChoose={actOnParts}
        />
      ) : (
        <GroupList
          // The list begins anew where there are other groups.
          key={`${part} ${shown.groups.length} ${parts.length}`}
          parts={parts}
          index={part}
          isSplit={isSplit}
          sizes={sizes.sizes}
          problem={isSplit ? undefined : problem}
          rows={rows - sizesRows(rows)}
          onChoose={(action) => actOnGroups(part, action)}
        />
      )}
    </>
  );
}

function namesBeside(parts: readonly Part[], place: GroupPlace | undefined): readonly string[] {
  return parts.flatMap(({ groups }, part) =>
    groups.flatMap(({ name }, group) => (part === place?.part && group === place.group ? [] : [name])),
  );
}

interface NameFieldProps {
  readonly label: string;
  readonly initialName: string;
  readonly taken: readonly string[];
  readonly onName: (name: string) => void;
}

function NameField({ label, initialName, taken, onName }: NameFieldProps): ReactNode {
  return (
    <TextField
      label={label}
      note="Its audience is called after it, unless you say otherwise."
      initialValue={initialName}
      validate={(name) =>
        problemOf(nameSchema, name) ??
        (taken.includes(name.trim()) ? 'Another group is called so; choose another name.' : undefined)
      }
      onSubmit={onName}
    />
  );
}

interface OneGroupProps {
  readonly parts: readonly Part[];
  readonly place: GroupPlace;
  readonly field: 'group' | 'name' | 'percent';
  readonly onField: (field: 'name' | 'percent') => void;
  readonly onChange: (parts: readonly Part[]) => void;
}

/** What can be changed about one group. */
function OneGroup({ parts, place, field, onField, onChange }: OneGroupProps): ReactNode {
  const part = parts[place.part];
  const group = part?.groups[place.group];
  if (part === undefined || group === undefined) return null;
  if (field === 'name') {
    return (
      <NameField
        label={`What should the group ${group.name} be called?`}
        initialName={group.name}
        taken={namesBeside(parts, place)}
        onName={(name) => onChange(changeGroup(parts, place, { name }))}
      />
    );
  }
  if (field === 'percent') {
    return (
      <TextField
        label={`How many percent are in the group ${group.name}?`}
        note="The shares of all groups have to be 100 in the end."
        initialValue={percentInWords(group.percent)}
        validate={(text) => {
          const read = readPercent(text);
          return read.ok ? undefined : read.problem;
        }}
        onSubmit={(text) => {
          const read = readPercent(text);
          if (read.ok) onChange(changeGroup(parts, place, { percent: read.percent }));
        }}
      />
    );
  }
  return (
    <Choice
      label={`Group ${group.name}: ${percentInWords(group.percent)}${group.isControl ? ', never sent' : ''}`}
      items={[
        { id: 'percent', label: 'Change its share' },
        { id: 'name', label: 'Rename it' },
        group.isControl
          ? { id: 'control', label: 'Send it', description: 'It is a control group now, and never sent.' }
          : {
              id: 'control',
              label: 'Make it a control group',
              description: 'Never sent: you compare the others with it later.',
            },
        {
          id: 'remove',
          label: 'Remove it',
          description: 'The other groups share its people.',
          ...(part.groups.length > 1 ? {} : { disabledBecause: 'There has to be at least one group.' }),
        },
      ]}
      onChoose={(id) => {
        if (id === 'percent' || id === 'name') onField(id);
        else if (id === 'remove') onChange(removeGroup(parts, place));
        else onChange(changeGroup(parts, place, { isControl: !group.isControl }));
      }}
    />
  );
}
