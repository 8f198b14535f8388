import type { ReactNode } from 'react';
import { findColumn } from '../../../core/segments/compile-filter.ts';
import { type FilterBuilder, isGroup, listAt, otherMatch } from '../../../wizard/journeys/segment/builder.ts';
import { conditionInWords } from '../../../wizard/journeys/segment/condition-draft.ts';
import type { SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';

export type ListAction = 'done' | 'match' | 'add' | 'add-group' | 'remove-group' | 'sql' | `part ${number}`;

export interface ConditionListProps {
  readonly builder: FilterBuilder;
  /** The group that is open; undefined for the list itself. */
  readonly group: number | undefined;
  readonly fields: readonly SegmentField[];
  readonly rows: number;
  readonly words: ListWords;
  /** Whether the SQL can be looked at. */
  readonly hasSql: boolean;
  readonly onChoose: (action: ListAction) => void;
}

/** What the list is called, by what its conditions are for. */
export interface ListWords {
  readonly question: string;
  /** The list once it has conditions, such as "Rows"; followed by how they belong together. */
  readonly subject: string;
  /** What going on means, without conditions and with some. */
  readonly everything: string;
  readonly onwards: string;
  /** Set where there has to be a condition. */
  readonly needsOne?: string | undefined;
}

const MATCHES = { all: 'all of these', any: 'any of these' } as const;

/** The conditions, and what can be done with them. */
export function ConditionList(props: ConditionListProps): ReactNode {
  const { builder, group, fields, rows, words, hasSql, onChoose } = props;
  const { match, parts } = listAt(builder, group);
  const isInside = group !== undefined;
  const items: ChoiceItem<ListAction>[] = [
    {
      id: 'done',
      label: isInside ? 'Done with this group' : 'Continue',
      ...(isInside ? {} : { description: parts.length === 0 ? words.everything : words.onwards }),
      ...(isInside || parts.length > 0 || words.needsOne === undefined
        ? {}
        : { disabledBecause: words.needsOne }),
    },
    { id: 'add', label: 'Add a condition' },
    ...parts.map((part, index): ChoiceItem<ListAction> => {
      const id = `part ${index}` as const;
      if (isGroup(part)) {
        const inner = part.conditions.map(conditionInWords).join('; ');
        return {
          id,
          label: `${MATCHES[part.match]}: ${inner}`,
          description: 'Press Enter to open the group.',
        };
      }
      const isMissing = findColumn(fields, part.field) === undefined;
      return {
        id,
        label: conditionInWords(part),
        description: isMissing
          ? 'The table has no such field: change or remove this.'
          : 'Press Enter to change or remove it.',
        ...(isMissing ? { note: 'no such field' } : {}),
      };
    }),
    ...(parts.length > 1
      ? [{ id: 'match' as const, label: `Ask for ${MATCHES[otherMatch(match)]} instead` }]
      : []),
    ...(isInside
      ? [{ id: 'remove-group' as const, label: 'Remove this group' }]
      : [
          ...(parts.length > 0
            ? [
                {
                  id: 'add-group' as const,
                  label: 'Add a group',
                  description: `A list inside the list, of which ${match === 'all' ? 'any' : 'all'} must fit.`,
                },
              ]
            : []),
          ...(hasSql ? [{ id: 'sql' as const, label: 'Show the SQL' }] : []),
        ]),
  ];
  return (
    <Choice
      label={parts.length === 0 ? words.question : `${words.subject} that fit ${MATCHES[match]}`}
      items={items}
      rows={rows}
      initialId={parts.length === 0 ? 'add' : 'done'}
      onChoose={onChoose}
    />
  );
}
