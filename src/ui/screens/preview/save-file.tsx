import { Box } from 'ink';
import { type ReactNode, useRef } from 'react';
import { TextField, type Validation } from '../../components/text-field.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { problemOf } from '../common/problem-text.ts';

export interface SaveFileProps {
  /** What will be in the file, in one sentence. */
  readonly about: string;
  readonly label: string;
  readonly initialPath: string;
  /** Writes the file; resolves to what was done, in one sentence. */
  readonly save: (path: string) => Promise<string>;
  readonly onSaved: (said: string) => void;
  readonly onCancel: () => void;
}

/** Asks where to write something, and writes it. */
export function SaveFile(props: SaveFileProps): ReactNode {
  const { about, label, initialPath, save, onSaved, onCancel } = props;
  const said = useRef('');
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'don’t save', run: onCancel }] });

  /** Writing is the check: what the system has against the path is told below the field. */
  async function write(path: string): Promise<Validation> {
    if (path === '') return 'A file name is needed.';
    return await problemOf(async () => {
      said.current = await save(path);
    });
  }

  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <Toned>{about}</Toned>
      <TextField
        label={label}
        initialValue={initialPath}
        submitHint="save"
        validate={write}
        onSubmit={() => onSaved(said.current)}
      />
    </Box>
  );
}

/** A part of a file name: letters and digits of any script, the rest as hyphens. */
export function fileNamePart(text: string): string {
  const name = text.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return name === '' ? 'run' : name;
}
