import { useCallback, useState } from 'react';

/** Hands an error from outside of rendering to the error boundary, which hears only what is thrown inside. */
export function useBug(): (error: unknown) => void {
  const [, setState] = useState(0);
  return useCallback((error) => {
    setState(() => {
      throw error;
    });
  }, []);
}
