import type { ReactNode } from 'react';
import type { RejectedValue } from '../../../core/ports/engine.ts';
import { formatAmount } from '../../../core/wording.ts';
import { useServices } from '../../navigation/services-context.ts';
import { fileNamePart, SaveFile, type SaveFileProps } from './save-file.tsx';

export interface SaveRejectsProps extends Pick<SaveFileProps, 'onSaved' | 'onCancel'> {
  /** What the values belong to; part of the file name that is proposed. */
  readonly of: string;
  readonly rejects: () => AsyncIterable<RejectedValue>;
}

/** Saves the list of rejected values: places and reasons, never the values. */
export function SaveRejects({ of, rejects, onSaved, onCancel }: SaveRejectsProps): ReactNode {
  const services = useServices();
  return (
    <SaveFile
      about="Row, column and reason of every value that can’t be used; never the value itself."
      label="Save the list to"
      initialPath={`rejects-${fileNamePart(of)}.csv`}
      save={async (path) => {
        const saved = await services.saveRejects(rejects(), path);
        return `${formatAmount(saved.values, 'rejected value')} written to ${saved.path}`;
      }}
      onSaved={onSaved}
      onCancel={onCancel}
    />
  );
}
