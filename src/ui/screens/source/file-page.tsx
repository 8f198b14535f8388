import { homedir } from 'node:os';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { needsPart, withPart } from '../../../wizard/journeys/source/file-parts.ts';
import { proposeTableName } from '../../../wizard/journeys/source/table-name.ts';
import type { SourceService } from '../../../wizard/source-service.ts';
import { FilePicker } from '../../components/file-picker.tsx';
import type { Folders } from '../../components/file-picker-state.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { problemOf } from '../common/problem-text.ts';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import { DATA_ENDINGS, proposeFile } from './data-files.ts';
import { PartChoice } from './part-choice.tsx';

export interface FilePageProps {
  readonly label: string;
  readonly initialPath?: string | undefined;
  /** True to begin with the file that looks like customers. */
  readonly isProposing?: boolean | undefined;
  readonly onPick: (path: string) => void;
  readonly onBack: () => void;
}

/** A file of several sheets or tables, of which one has to be chosen. */
interface Whole {
  readonly path: string;
  readonly parts: readonly string[];
}

type Start = Awaited<ReturnType<SourceService['listFolder']>>;

/** A data file, picked or typed; it is opened before it is taken, so that a broken one is told at once. */
export function FilePage({ label, initialPath, isProposing, onPick, onBack }: FilePageProps): ReactNode {
  const { sources } = useServices();
  const { state, start } = useTask<Start>();
  const [whole, setWhole] = useState<Whole>();
  const checked = useRef<Whole>(undefined);
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
    return await problemOf(async () => {
      const parts = await sources.parts(path);
      checked.current = { path, parts };
      if (!needsPart(path, parts)) await sources.inspect({ [proposeTableName(path)]: [path] });
    });
  }

  function pick(path: string): void {
    const known = checked.current;
    if (known?.path === path && needsPart(path, known.parts)) setWhole(known);
    else onPick(path);
  }

  if (whole !== undefined) {
    return (
      <PartChoice
        {...whole}
        onChoose={(part) => onPick(withPart(whole.path, part))}
        onBack={() => setWhole(undefined)}
      />
    );
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
      history="data-file"
      endings={DATA_ENDINGS}
      initialValue={initialPath ?? proposed}
      validate={validate}
      onPick={pick}
    />
  );
}
