import type { EntityKind } from '../../../core/profiles/entities.ts';
import type { ChoiceItem } from '../../components/choice-row.tsx';

/** What can be done with something that is set up. */
export type ManageAction =
  | 'preview'
  | 'run'
  | 'edit'
  | 'authorize'
  | 'count'
  | 'check'
  | 'duplicate'
  | 'rename'
  | 'attributes'
  | 'promote'
  | 'remove';

const EVERYWHERE: readonly ChoiceItem<ManageAction>[] = [
  { id: 'edit', label: 'Open and change' },
  { id: 'duplicate', label: 'Duplicate', description: 'A second one with the same settings.' },
  { id: 'rename', label: 'Rename', description: 'Everywhere it is used.' },
  { id: 'remove', label: 'Remove' },
];

const OWN: Readonly<Partial<Record<EntityKind, readonly ChoiceItem<ManageAction>[]>>> = {
  credential: [
    {
      id: 'authorize',
      label: 'Authorize again',
      description: 'A new token; nothing that uses the credential changes.',
    },
  ],
  destination: [{ id: 'check', label: 'Check the connection' }],
  segment: [{ id: 'count', label: 'Count', description: 'How many rows it has now.' }],
  campaign: [
    { id: 'preview', label: 'Preview', description: 'Shows who would be sent where; sends nothing.' },
    { id: 'run', label: 'Run', description: 'After a last look at what is sent where.' },
    { id: 'count', label: 'Count', description: 'How many people each group has now; sends nothing.' },
  ],
  orchestration: [
    { id: 'preview', label: 'Preview', description: 'Shows what would be sent; sends nothing.' },
    { id: 'run', label: 'Run', description: 'After a last look at what is sent where.' },
  ],
};

const PROMOTE: ChoiceItem<ManageAction> = {
  id: 'promote',
  label: 'Promote to production…',
  description: 'A copy with another credential; you see the difference before it is saved.',
};

const ATTRIBUTES: ChoiceItem<ManageAction> = {
  id: 'attributes',
  label: 'What is sent by default…',
  description: 'The columns that campaigns and new templates start with.',
};

/** The actions for one of a kind, those of its own kind first; what takes it away last. */
export function actionsFor(
  kind: EntityKind,
  { isPromotable, hasAttributes }: { readonly isPromotable: boolean; readonly hasAttributes: boolean },
): readonly ChoiceItem<ManageAction>[] {
  return [
    ...(OWN[kind] ?? []),
    ...EVERYWHERE.flatMap((item) =>
      item.id === 'remove'
        ? [...(isPromotable ? [PROMOTE] : []), ...(hasAttributes ? [ATTRIBUTES] : []), item]
        : [item],
    ),
  ];
}
