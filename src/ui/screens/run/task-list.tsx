import { Box, useAnimation } from 'ink';
import type { ReactNode } from 'react';
import type { TaskStatus } from '../../../core/delivery/events.ts';
import { formatDuration } from '../../../core/wording.ts';
import { secondsOf, type TaskState } from '../../../wizard/journeys/delivery/run-state.ts';
import { STATUS_WORDS, TASK_TITLES } from '../../../wizard/journeys/delivery/task-words.ts';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { visible } from '../../text/visible.ts';
import { fitTo, truncate, widthOf } from '../../text/width.ts';
import { type Symbols, type Tone, useTheme } from '../../theme.ts';

export interface TaskListProps {
  readonly tasks: readonly TaskState[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

const TONES: Readonly<Record<TaskStatus, Tone>> = {
  waiting: 'muted',
  running: 'accent',
  completed: 'success',
  alert: 'warning',
  error: 'danger',
};

const TITLE_COLUMNS = Math.max(...Object.values(TASK_TITLES).map(widthOf));
const STATUS_COLUMNS = Math.max(...Object.values(STATUS_WORDS).map(widthOf));
const DURATION_COLUMNS = 8;
/** Where the window is narrow, the sign and the duration say enough. */
const WIDE = 60;

/** Every task of a run with its sign, its state in a word, how long it took and what came of it. */
export function TaskList({ tasks, now }: TaskListProps): ReactNode {
  const { columns } = useBodySize();
  const { symbols, hasMotion, isReadAloud } = useTheme();
  const isRunning = tasks.some(({ status }) => status === 'running');
  const { frame } = useAnimation({ interval: 120, isActive: hasMotion && isRunning });
  const isWide = columns >= WIDE || isReadAloud;
  return (
    <Box flexDirection="column" flexShrink={0}>
      {tasks.map((task) => {
        const seconds = secondsOf(task, now);
        const duration = seconds === undefined ? '' : formatDuration(seconds);
        const line = [
          fitTo(TASK_TITLES[task.name], isWide ? TITLE_COLUMNS : Math.min(TITLE_COLUMNS, columns - 12)),
          ...(isWide ? [fitTo(STATUS_WORDS[task.status], STATUS_COLUMNS)] : []),
          fitTo(duration, DURATION_COLUMNS, 'right'),
        ].join('  ');
        const room = columns - widthOf(line) - 4;
        return (
          <Toned key={task.name} wrap="truncate-end">
            <Toned tone={TONES[task.status]}>{signOf(task.status, symbols, frame)}</Toned>{' '}
            <Toned isBold={task.status === 'running'} tone={task.status === 'waiting' ? 'muted' : 'plain'}>
              {line}
            </Toned>
            <Toned tone="muted">
              {room < 8 || task.detail === undefined ? '' : `  ${truncate(visible(task.detail), room)}`}
            </Toned>
          </Toned>
        );
      })}
    </Box>
  );
}

/** The sign of a status; of a running one it moves. */
export function signOf(status: TaskStatus, symbols: Symbols, frame: number): string {
  switch (status) {
    case 'waiting':
      return symbols.dot;
    case 'running':
      return symbols.spinner[frame % symbols.spinner.length] ?? symbols.pointer;
    case 'completed':
      return symbols.success;
    case 'alert':
      return symbols.warning;
    case 'error':
      return symbols.danger;
  }
}
