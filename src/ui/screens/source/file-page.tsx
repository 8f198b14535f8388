import { homedir } from 'node:os';
import { type ReactNode, useEffect, useMemo } from 'react';
import { KnownError } from '../../../core/errors.ts';
import { proposeTableName } from '../../../wizard/journeys/source/table-name.ts';
import type { SourceService } from '../../../wizard/services.ts';
import { FilePicker } from '../../components/file-picker.tsx';
import type { Folders } from '../../components/file-picker-state.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import { DATA_ENDINGS, proposeFile } from './data-files.ts';

export interface FilePageProps {
  readonly label: string;
  readonly initialPath?: string | undefined;
  /** True to begin with the file that looks like customers. */
  readonly isProposing?: boolean | undefined;
  readonly onPick: (path: string) => void;
  readonly onBack: () => void;
}

type Start = Awaited<ReturnType<SourceService['listFolder']>>;

/** A data file, picked or typed; it is opened before it is taken, so that a broken one is told at once. */
export function FilePage({ label, initialPath, isProposing, onPick, onBack }: FilePageProps): ReactNode {
  const { sources } = useServices();
  const { state, start } = useTask<Start>();
  useEffect(() => start('Looking into the folder', () => sources.listFolder()), [sources, start]);
  const folder = state.status === 'done' ? state.value.folder : undefined;
  const folders = useMemo(
    (): Folders | undefined =>
      folder === undefined
        ? undefined
        : {
            current: folder,
            home: homedir(),
            list: async (path) => (await sources.listFolder(path)).files,
          },
    [sources, folder],
  );

  async function validate(path: string): Promise<string | undefined> {
    try {
      await sources.inspect({ [proposeTableName(path)]: [path] });
      return undefined;
    } catch (error) {
      if (error instanceof KnownError) return `${error.message} ${error.hint}`;
      throw error;
    }
  }

  if (state.status === 'failed') {
    return <Failure error={state.error} items={[{ id: 'back', label: 'Go back' }]} onChoose={onBack} />;
  }
  if (folders === undefined || state.status !== 'done') return <Working label="Looking into the folder" />;
  const proposed = isProposing === true ? proposeFile(state.value.files) : undefined;
  return (
    <FilePicker
      label={label}
      folders={folders}
      endings={DATA_ENDINGS}
      initialValue={initialPath ?? proposed}
      validate={validate}
      onPick={onPick}
    />
  );
}
