import { Box } from 'ink';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { HistoryKey } from '../../core/field-history.ts';
import { useBodySize } from '../hooks/use-body-size.ts';
import { useFieldHistory } from '../hooks/use-field-history.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { useLiveReducer } from '../hooks/use-live-reducer.ts';
import { editLine, type Line, lineOf } from '../text/line.ts';
import { LINE_KEY_NAMES, lineEditFor } from '../text/line-keys.ts';
import { pastedLine } from '../text/paste.ts';
import { visible } from '../text/visible.ts';
import { useTheme } from '../theme.ts';
import { ChoiceRow } from './choice-row.tsx';
import { FieldLine } from './field-line.tsx';
import {
  absoluteFolder,
  absolutePath,
  candidates,
  type FolderEntry,
  type Folders,
  lineAbove,
  lineWith,
  typedPathOf,
} from './file-picker-state.ts';
import { listWindow, reduceList, startList } from './list-state.ts';
import { BelowField, type Validation } from './text-field.tsx';
import { Toned } from './toned.tsx';

export interface FilePickerProps {
  readonly label: string;
  readonly folders: Folders;
  /** Endings of the files that are offered, without the dot. */
  readonly endings: readonly string[];
  readonly initialValue?: string | undefined;
  readonly rows?: number | undefined;
  readonly isActive?: boolean | undefined;
  /** The kind of field, for Ctrl+P and Ctrl+N to offer earlier files; ↑ and ↓ move in the list. */
  readonly history?: HistoryKey | undefined;
  readonly onChange?: ((value: string) => void) | undefined;
  /** Asked before a file is taken, with its absolute path. */
  readonly validate?: ((path: string) => Validation | Promise<Validation>) | undefined;
  /** Gets the absolute path. */
  readonly onPick: (path: string) => void;
}

interface Listing {
  readonly folder: string;
  readonly entries: readonly FolderEntry[];
  readonly problem: Validation;
  /** False until the disk has answered: nothing can be said of what is there. */
  readonly isRead: boolean;
}

const ROWS_AROUND = 4;

/** A file by typing, completing or choosing; only files of kinds that can be read are offered. */
export function FilePicker(props: FilePickerProps): ReactNode {
  const { label, folders, endings, isActive = true } = props;
  const body = useBodySize();
  const { symbols } = useTheme();
  const rows = Math.max(2, (props.rows ?? body.rows) - ROWS_AROUND);
  const [line, setLine, readLine] = useLiveReducer<Line, Line>(
    (_, next) => next,
    () => lineOf(props.initialValue ?? ''),
  );
  const [list, dispatchList, readList] = useLiveReducer(reduceList, () => startList(0, rows));
  const history = useFieldHistory(props.history);
  const [problem, setProblem] = useState<Validation>(undefined);
  const [isChecking, setChecking] = useState(false);
  const isAsked = useRef(false);
  const typed = typedPathOf(line.value);
  const listing = useListing(folders, absoluteFolder(typed.folder, folders));
  const entries = candidates(listing.entries, typed.rest, endings);
  const { from, to, above, below } = listWindow(list, entries.length, rows);

  function walk(direction: 'older' | 'newer'): void {
    const value = history.step(direction, readLine().value);
    if (value !== undefined) show(lineOf(value));
  }

  function change(next: Line): void {
    history.edited();
    show(next);
  }

  function show(next: Line): void {
    setProblem(undefined);
    if (next.value !== readLine().value) {
      dispatchList({ type: 'query', query: next.value });
      props.onChange?.(next.value);
    }
    setLine(next);
  }

  function highlighted(): FolderEntry | undefined {
    return entries[Math.min(readList().highlighted, entries.length - 1)];
  }

  function complete(): void {
    const entry = highlighted();
    if (entry !== undefined) {
      change(lineWith(typed, entry));
    }
  }

  async function take(): Promise<void> {
    // An impatient second Enter asks for what is being looked at already.
    if (isAsked.current) return;
    const entry = highlighted();
    if (entry?.isFolder === true) {
      change(lineWith(typed, entry));
      return;
    }
    const value = entry === undefined ? readLine().value.trim() : lineWith(typed, entry).value;
    if (value === '') {
      setProblem('Type a path, or choose a file with the arrows.');
      return;
    }
    const path = absolutePath(value, folders);
    isAsked.current = true;
    setChecking(true);
    const found = await props.validate?.(path);
    isAsked.current = false;
    setChecking(false);
    if (found === undefined) {
      history.remember(path);
      props.onPick(path);
    } else {
      setProblem(found);
    }
  }

  useKeys(
    {
      level: 'field',
      bindings: [
        {
          keys: ['enter'],
          hint: highlighted()?.isFolder === true ? 'open folder' : 'take file',
          run: () => void take(),
        },
        {
          keys: ['up'],
          label: symbols.upDown,
          hint: 'move',
          isEnabled: entries.length > 1,
          run: () => dispatchList({ type: 'move', move: 'up', count: entries.length, rows }),
        },
        {
          keys: ['down'],
          isEnabled: entries.length > 1,
          run: () => dispatchList({ type: 'move', move: 'down', count: entries.length, rows }),
        },
        { keys: ['tab'], hint: 'complete', isEnabled: entries.length > 0, run: complete },
        {
          keys: ['ctrl+p'],
          hint: 'earlier file',
          isEnabled: history.isThere,
          run: () => walk('older'),
        },
        { keys: ['ctrl+n'], isEnabled: history.isThere, run: () => walk('newer') },
        { keys: ['shift+tab'], hint: 'folder above', run: () => change(lineAbove(readLine().value)) },
        {
          keys: LINE_KEY_NAMES,
          run: (key) => {
            const edit = lineEditFor(key);
            if (edit !== undefined) {
              change(editLine(readLine(), edit));
            }
          },
        },
      ],
      onText: (text) => change(editLine(readLine(), { type: 'insert', text: visible(text) })),
      // A path dragged into the window comes in quotes on some systems.
      onPaste: (text) =>
        change(
          editLine(readLine(), {
            type: 'insert',
            text: pastedLine(text).replace(/^'(.*)'$|^"(.*)"$/, '$1$2'),
          }),
        ),
      onInterrupt: () => {
        if (readLine().value === '') {
          return undefined;
        }
        change(lineOf(''));
        return 'Cleared.';
      },
    },
    isActive,
  );

  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned isBold={isActive}>{label}</Toned>
      <Box columnGap={1}>
        <Toned tone="accent">{symbols.pointer}</Toned>
        <FieldLine
          line={line}
          columns={body.columns - 2}
          isActive={isActive}
          placeholder={`a path, or choose below (${endings.join(', ')})`}
        />
      </Box>
      <BelowField problem={problem ?? listing.problem} isChecking={isChecking} note={undefined} />
      <Box flexDirection="column" minHeight={rows} aria-role="listbox">
        {entries.slice(from, to).map((entry, index) => (
          <ChoiceRow
            key={entry.name}
            item={{ id: entry.name, label: entry.isFolder ? `${entry.name}/` : entry.name }}
            isHighlighted={from + index === Math.min(list.highlighted, entries.length - 1)}
          />
        ))}
        {entries.length === 0 && listing.isRead && listing.problem === undefined ? (
          <Box paddingLeft={2}>
            <Toned tone="muted">{`No file here fits (${endings.join(', ')}).`}</Toned>
          </Box>
        ) : null}
      </Box>
      <Toned tone="muted">
        {above > 0 ? `${symbols.up} ${above} more   ` : ''}
        {below > 0 ? `${symbols.down} ${below} more` : ''}
      </Toned>
    </Box>
  );
}

/** What is in the folder; while another one is read, what was in the one before is no longer offered. */
function useListing(folders: Folders, folder: string): Listing {
  const [listing, setListing] = useState<Listing>(() => unread(folder));
  useEffect(() => {
    let isCurrent = true;
    const show = (entries: readonly FolderEntry[], problem: Validation): void => {
      if (isCurrent) {
        setListing({ folder, entries, problem, isRead: true });
      }
    };
    folders.list(folder).then(
      (entries) => show(entries, undefined),
      () => show([], 'This folder can’t be read.'),
    );
    return () => {
      isCurrent = false;
    };
  }, [folders, folder]);
  return listing.folder === folder ? listing : unread(folder);
}

function unread(folder: string): Listing {
  return { folder, entries: [], problem: undefined, isRead: false };
}
