import { createContext, type ReactNode, use } from 'react';

/** How the wizard ends. */
export interface Departure {
  readonly exitCode: number;
  /**
   * What stays in the scrollback: the result, and the next command. Each is printed as a line of its own and
   * never wrapped by us, so that commands and links can be copied whole.
   */
  readonly lines: readonly string[];
  /** What the last frame shows; without it the frame is taken away. */
  readonly lastFrame?: ReactNode;
}

export type Leave = (departure: Departure) => void;

export const LeaveContext = createContext<Leave | undefined>(undefined);

/** The only way out: ends the wizard after the last frame is drawn. The first call counts. */
export function useLeave(): Leave {
  const leave = use(LeaveContext);
  if (leave === undefined) {
    throw new Error('Leaving is asked for outside of the wizard’s root');
  }
  return leave;
}

export const NoticeContext = createContext<string | undefined>(undefined);

/** A sentence about the last key, such as "Press Ctrl+C again to leave"; gone with the next key. */
export function useNotice(): string | undefined {
  return use(NoticeContext);
}
