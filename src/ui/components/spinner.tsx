import { useAnimation } from 'ink';
import type { ReactNode } from 'react';
import { useTheme } from '../theme.ts';
import { Toned } from './toned.tsx';

export interface SpinnerProps {
  /** What is being done, such as "Asking TikTok for your advertisers". */
  readonly label: string;
}

/** Something is under way. Where nothing should move, the words alone say so. */
export function Spinner({ label }: SpinnerProps): ReactNode {
  const { symbols, hasMotion } = useTheme();
  const { frame } = useAnimation({ interval: 100, isActive: hasMotion });
  const sign = hasMotion ? `${symbols.spinner[frame % symbols.spinner.length] ?? ''} ` : '';
  return (
    <Toned>
      <Toned tone="accent">{sign}</Toned>
      {label}
      {symbols.ellipsis}
    </Toned>
  );
}
