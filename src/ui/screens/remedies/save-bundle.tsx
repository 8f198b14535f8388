import type { ReactNode } from 'react';
import { useServices } from '../../navigation/services-context.ts';
import { fileNamePart, SaveFile, type SaveFileProps } from '../preview/save-file.tsx';

export interface SaveBundleProps extends Pick<SaveFileProps, 'onSaved' | 'onCancel'> {
  readonly runId: string;
}

/** Writes what support needs to understand a run, and nothing that is nobody's business. */
export function SaveBundle({ runId, onSaved, onCancel }: SaveBundleProps): ReactNode {
  const services = useServices();
  return (
    <SaveFile
      about="The run’s record and journal, without secrets and personal data: fit to hand to somebody else."
      label="Save the support bundle to"
      initialPath={`bundle-${fileNamePart(runId)}.zip`}
      save={async (path) => `Support bundle written to ${(await services.runs.bundle(runId, path)).path}`}
      onSaved={onSaved}
      onCancel={onCancel}
    />
  );
}
