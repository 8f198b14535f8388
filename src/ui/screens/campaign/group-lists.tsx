import type { ReactNode } from 'react';
import type { CampaignSizes } from '../../../core/campaigns/measure-campaign.ts';
import { formatAmount } from '../../../core/wording.ts';
import { type Part, partInWords, percentInWords } from '../../../wizard/journeys/campaign/groups.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { fitTo, widthOf } from '../../text/width.ts';

export type PartListAction = 'done' | 'split' | 'everybody' | `part ${number}`;

interface ListProps {
  readonly parts: readonly Part[];
  /** Undefined while people are being counted. */
  readonly sizes: CampaignSizes | undefined;
  /** Why one can't go on from here. */
  readonly problem: string | undefined;
  readonly rows: number;
}

export interface PartListProps extends ListProps {
  readonly onChoose: (action: PartListAction) => void;
}

/** The sub-audiences, in the order in which they are tried. */
export function PartList({ parts, sizes, problem, rows, onChoose }: PartListProps): ReactNode {
  const hasEverybody = parts.some(({ condition }) => condition.kind === 'everybody');
  const items: ChoiceItem<PartListAction>[] = [
    doneItem('Continue', problem),
    ...parts.map(
      (part, index): ChoiceItem<PartListAction> => ({
        id: `part ${index}`,
        label: partInWords(parts, index),
        note: [formatAmount(part.groups.length, 'group'), peopleOf(part, sizes)].filter(Boolean).join(', '),
        description: 'Press Enter to open it. The first that fits takes a person.',
      }),
    ),
    {
      id: 'split',
      label: 'Add a sub-audience',
      description: 'People who fit a condition, in groups of their own.',
    },
    ...(hasEverybody
      ? []
      : [
          {
            id: 'everybody' as const,
            label: 'Add everybody else',
            description: 'Now, whoever fits no condition is not sent.',
          },
        ]),
  ];
  return (
    <Choice
      key={parts.length}
      label="Which sub-audiences are there?"
      items={items}
      rows={rows}
      onChoose={onChoose}
    />
  );
}

export type GroupListAction =
  | 'done'
  | 'add'
  | 'even'
  | 'split'
  | 'condition'
  | 'remove-part'
  | `group ${number}`;

export interface GroupListProps extends ListProps {
  /** Of the sub-audience. */
  readonly index: number;
  /** True where it is one of several, or has a condition. */
  readonly isSplit: boolean;
  readonly onChoose: (action: GroupListAction) => void;
}

/** The groups of one sub-audience, and what can be done with them. */
export function GroupList(props: GroupListProps): ReactNode {
  const { parts, index, isSplit, sizes, problem, rows, onChoose } = props;
  const part = parts[index];
  if (part === undefined) return null;
  const { groups, condition } = part;
  const nameColumns = Math.max(...groups.map(({ name }) => widthOf(name)));
  const items: ChoiceItem<GroupListAction>[] = [
    doneItem(isSplit ? 'Done with this sub-audience' : 'Continue', problem),
    ...groups.map((group, place): ChoiceItem<GroupListAction> => {
      const people = sizes?.groups.find(({ name }) => name === group.name)?.people;
      const size = people === undefined ? '' : formatAmount(people, 'person', 'people');
      return {
        id: `group ${place}`,
        label: `${fitTo(group.name, nameColumns)}  ${percentInWords(group.percent).padStart(4)}`,
        note: [size, ...(group.isControl ? ['control, never sent'] : [])].filter(Boolean).join(', '),
        description: 'Press Enter to change or remove it.',
      };
    }),
    {
      id: 'add',
      label: 'Add a group',
      description: 'The groups that are sent then have the same share each.',
    },
    ...(groups.length > 1
      ? [
          {
            id: 'even' as const,
            label: 'Share evenly',
            description: 'Control groups keep their share; the others get the same each.',
          },
        ]
      : []),
    ...(isSplit
      ? conditionItems(condition.kind, parts.length)
      : [
          {
            id: 'split' as const,
            label: 'Split people by a condition first…',
            description: 'A sub-audience has groups of its own, such as the people of one country.',
          },
        ]),
  ];
  return (
    <Choice
      label={isSplit ? `Groups of: ${partInWords(parts, index)}` : 'Into which groups are people split?'}
      items={items}
      rows={rows}
      onChoose={onChoose}
    />
  );
}

function doneItem(label: string, problem: string | undefined): ChoiceItem<'done'> {
  return { id: 'done', label, ...(problem === undefined ? {} : { disabledBecause: problem }) };
}

function conditionItems(
  kind: Part['condition']['kind'],
  partCount: number,
): readonly ChoiceItem<GroupListAction>[] {
  const remove = (label: string, description: string): ChoiceItem<GroupListAction> => ({
    id: 'remove-part',
    label,
    description,
    ...(partCount > 1 ? {} : { disabledBecause: 'It is the only one; add everybody else first.' }),
  });
  if (kind === 'everybody') {
    return [remove('Leave everybody else out', 'Whoever fits no condition is not sent.')];
  }
  return [
    {
      id: 'condition',
      label: 'Change its condition',
      ...(kind === 'built'
        ? {}
        : { disabledBecause: 'It has “not”, or groups inside of groups: change it in a profile file.' }),
    },
    remove('Remove this sub-audience', 'Its people go to the next one that fits.'),
  ];
}

/** The people of all groups of a sub-audience. */
function peopleOf({ groups }: Part, sizes: CampaignSizes | undefined): string {
  if (sizes === undefined || sizes.groups.length === 0) return '';
  const people = sizes.groups
    .filter(({ name }) => groups.some((group) => group.name === name))
    .reduce((sum, group) => sum + group.people, 0);
  return formatAmount(people, 'person', 'people');
}
