import { Box } from 'ink';
import { type ReactNode, useEffect, useState } from 'react';
import { formatDuration } from '../../../core/wording.ts';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useNow } from '../run/use-now.ts';

export interface WaitPageProps {
  readonly seconds: number;
  /** The time is over, or the person doesn't want to wait any longer. */
  readonly onGoOn: () => void;
  readonly onCancel: () => void;
}

/** Waits, visibly, and goes on by itself. */
export function WaitPage({ seconds, onGoOn, onCancel }: WaitPageProps): ReactNode {
  const now = useNow(true);
  const [until] = useState(() => Date.now() + seconds * 1000);
  const left = Math.min(seconds, Math.max(0, Math.ceil((until - now) / 1000)));
  useEffect(() => {
    if (left === 0) onGoOn();
  }, [left, onGoOn]);
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['enter'], hint: 'go on now', run: onGoOn },
      { keys: ['escape'], hint: 'don’t wait', run: onCancel },
    ],
  });
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned isBold>{`Going on in ${formatDuration(left)}.`}</Toned>
      <Toned>What TikTok confirmed is not sent again.</Toned>
    </Box>
  );
}
