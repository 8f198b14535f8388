import { type DOMElement, useBoxMetrics } from 'ink';
import { type RefObject, useRef } from 'react';

/**
 * A height that only grows, so that what stands below a changing part doesn't jump. Put `ref` on a box that
 * holds the part, and `minHeight` on a box around it. `resetKey` starts over, for a new page.
 */
export function useStableHeight(resetKey: unknown): {
  readonly ref: RefObject<DOMElement | null>;
  readonly minHeight: number;
} {
  const ref = useRef<DOMElement>(null);
  const { height } = useBoxMetrics(ref);
  const tallest = useRef({ resetKey, height: 0 });
  if (tallest.current.resetKey === resetKey) {
    tallest.current.height = Math.max(tallest.current.height, height);
  } else {
    // What is measured at this moment is still the page before.
    tallest.current = { resetKey, height: 0 };
  }
  return { ref, minHeight: tallest.current.height };
}
