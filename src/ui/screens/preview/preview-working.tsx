import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { PreviewWork } from '../../../wizard/journeys/delivery/preview-state.ts';
import { Spinner } from '../../components/spinner.tsx';
import { EngineProgress } from './engine-progress.tsx';

/** How far a preview is. The engine tells rows, percent, or nothing yet. */
export function PreviewWorking({ work }: { readonly work: PreviewWork }): ReactNode {
  if (work.kind === 'none') return null;
  const { rows, percent } = work;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Spinner
        label={
          work.kind === 'previewing'
            ? 'Reading, checking and comparing; nothing is sent'
            : 'Reading the sample'
        }
      />
      {percent !== undefined ? (
        <EngineProgress done={percent} total={100} unit="percent" rate={0} />
      ) : rows !== undefined ? (
        <EngineProgress done={rows} total={undefined} unit="rows" rate={0} />
      ) : null}
    </Box>
  );
}
