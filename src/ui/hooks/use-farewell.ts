import { createContext, use, useEffect, useRef } from 'react';

/** What is said when the wizard is left in the middle of something; one function for each that has to say it. */
export type Farewells = Set<() => readonly string[]>;

export const FarewellContext = createContext<Farewells>(new Set());

/**
 * Lines for the scrollback in case Ctrl+C or a signal ends the wizard while this component is there, such as
 * "The run is kept: tada runs resume 3f2a".
 */
export function useFarewell(lines: readonly string[]): void {
  const farewells = use(FarewellContext);
  const newest = useRef(lines);
  newest.current = lines;
  useEffect(() => {
    const tell = (): readonly string[] => newest.current;
    farewells.add(tell);
    return () => {
      farewells.delete(tell);
    };
  }, [farewells]);
}
