import type { ReactNode } from 'react';
import { nameOfFile } from '../../../wizard/journeys/source/file-parts.ts';
import { Choice } from '../../components/choice.tsx';
import { useKeys } from '../../hooks/use-keys.ts';

export interface PartChoiceProps {
  readonly path: string;
  readonly parts: readonly string[];
  readonly onChoose: (part: string) => void;
  readonly onBack: () => void;
}

/** Which sheet of a workbook, or which table of a database file, is meant. */
export function PartChoice({ path, parts, onChoose, onBack }: PartChoiceProps): ReactNode {
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  return (
    <Choice
      label={`Which part of ${nameOfFile(path)} is it?`}
      items={parts.map((name) => ({ id: name, label: name }))}
      onChoose={onChoose}
    />
  );
}
