import { useCallback, useEffect, useRef, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import type { OnWait } from '../../../core/ports/tiktok.ts';
import { IDLE, type TaskState, waitInWords } from './task-state.ts';

/** What the work gets: it should stop when the signal says so, and tell why it waits. */
export interface TaskCall {
  readonly signal: AbortSignal;
  readonly onWait: OnWait;
}

export interface Task<T> {
  readonly state: TaskState<T>;
  /** Starts the work; what was under way before is left. `label` says what is being done. */
  start(label: string, work: (call: TaskCall) => Promise<T>, onDone?: (value: T) => void): void;
  /** Leaves the work; its answer, should one come, is nobody's any more. */
  cancel(): void;
}

/** Work that belongs to a page: it ends with the page, and an expected error becomes something to be shown. */
export function useTask<T>(): Task<T> {
  const [state, setState] = useState<TaskState<T>>(IDLE);
  const current = useRef<AbortController>(undefined);

  const cancel = useCallback(() => {
    current.current?.abort();
    current.current = undefined;
    setState(IDLE);
  }, []);

  const start = useCallback<Task<T>['start']>((label, work, onDone) => {
    current.current?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    current.current = controller;
    /** Only the newest work may change what is shown. */
    const show = (next: TaskState<T>): boolean => {
      if (signal.aborted) return false;
      setState(next);
      return true;
    };
    show({ status: 'running', label, wait: undefined });
    const onWait: OnWait = ({ reason, seconds, isPacing }) => {
      if (isPacing !== true) show({ status: 'running', label, wait: waitInWords(reason, seconds) });
    };
    work({ signal, onWait }).then(
      (value) => {
        if (show({ status: 'done', value })) onDone?.(value);
      },
      (error: unknown) => {
        if (signal.aborted) return;
        if (error instanceof KnownError) {
          setState({ status: 'failed', error });
          return;
        }
        // A bug belongs to the error boundary, which catches only what is thrown while rendering.
        setState(() => {
          throw error;
        });
      },
    );
  }, []);

  useEffect(() => () => current.current?.abort(), []);
  return { state, start, cancel };
}
