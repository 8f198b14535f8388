import { useEffect, useState } from 'react';
import { useTheme } from '../../theme.ts';

/** Read aloud, every change is spoken: the time then moves in larger steps. */
const SPOKEN_INTERVAL_MS = 30_000;

/** The time in milliseconds since 1970, moving on once a second while active. */
export function useNow(isActive: boolean): number {
  const { isReadAloud } = useTheme();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isActive) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), isReadAloud ? SPOKEN_INTERVAL_MS : 1000);
    return () => clearInterval(timer);
  }, [isActive, isReadAloud]);
  return now;
}
