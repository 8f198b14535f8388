export interface ClockSkew {
  /** Takes the Date header of an answer and the local times around it, in milliseconds since 1970. */
  observe(date: string, sentAt: number, receivedAt: number): void;
  /** Milliseconds this machine's clock is ahead of TikTok's; negative: behind. Undefined before any answer. */
  read(): number | undefined;
}

/**
 * Compares this machine's clock with TikTok's by the last answer's Date header. The header has whole seconds,
 * and the answer was made somewhere between sending and receiving, so the figure is good to a second or so.
 */
export function createClockSkew(): ClockSkew {
  let skew: number | undefined;
  return {
    observe(date, sentAt, receivedAt) {
      const theirs = Date.parse(date);
      if (!Number.isNaN(theirs)) {
        skew = Math.round((sentAt + receivedAt) / 2 - (theirs + 500));
      }
    },
    read: () => skew,
  };
}
