import type { ReactNode } from 'react';
import { useServices } from '../../navigation/services-context.ts';
import { fileNamePart, SaveFile, type SaveFileProps } from '../preview/save-file.tsx';

export interface SavePageProps extends Pick<SaveFileProps, 'onSaved' | 'onCancel'> {
  readonly runId: string;
}

/** Writes one page about a run, for people who have no tada to look at it with. */
export function SavePage({ runId, onSaved, onCancel }: SavePageProps): ReactNode {
  const services = useServices();
  return (
    <SaveFile
      about="One page with pictures, for a browser: what was read, sent and refused. No personal data is in it."
      label="Save the page to"
      initialPath={`run-${fileNamePart(runId)}.html`}
      save={async (path) => `Page written to ${await services.runs.report(runId, path)}`}
      onSaved={onSaved}
      onCancel={onCancel}
    />
  );
}
