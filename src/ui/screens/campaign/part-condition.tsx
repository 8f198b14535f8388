import type { ReactNode } from 'react';
import type { FilterBuilder } from '../../../wizard/journeys/segment/builder.ts';
import type { SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ListWords } from '../segment/condition-list.tsx';
import { FilterEditor } from '../segment/filter-editor.tsx';

const WORDS: ListWords = {
  question: 'Who is in this sub-audience?',
  subject: 'People',
  everything: '',
  onwards: 'To the groups of these people.',
  needsOne: 'A sub-audience needs a condition: add one.',
};

export interface PartConditionProps {
  readonly builder: FilterBuilder;
  readonly fields: readonly SegmentField[];
  readonly onChange: (builder: FilterBuilder) => void;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** The condition of a sub-audience, built as that of a segment is. */
export function PartCondition({ onClose, ...props }: PartConditionProps): ReactNode {
  // Below the editor's own way back, which is of the field's level.
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onClose }] });
  return <FilterEditor {...props} words={WORDS} head={null} headRows={0} />;
}
