import { Box } from 'ink';
import type { ReactNode } from 'react';
import { formatAmount, formatCount, formatShare } from '../../../core/wording.ts';
import type { AnyPreview } from '../../../wizard/journeys/delivery/any-preview.ts';
import { type ColumnView, columnViews } from '../../../wizard/journeys/delivery/funnel.ts';
import { Toned } from '../../components/toned.tsx';
import { visible } from '../../text/visible.ts';
import { useTheme } from '../../theme.ts';

/** What each identifier column holds, and why values can't be used. */
export function ColumnsPage({ preview }: { readonly preview: AnyPreview }): ReactNode {
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      {columnViews(preview).map((view) => (
        <ColumnPart key={`${view.type} ${view.column}`} view={view} />
      ))}
    </Box>
  );
}

function ColumnPart({ view }: { readonly view: ColumnView }): ReactNode {
  const { symbols } = useTheme();
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned>
        <Toned isBold>{visible(view.column)}</Toned>
        <Toned tone="muted">{` as ${view.type}, ${formatAmount(view.rows, 'row')}`}</Toned>
      </Toned>
      {view.parts.map(({ label, count }) => (
        <Toned key={label}>
          {`  ${formatCount(count)} ${label}`}
          <Toned tone="muted">{`  ${formatShare(count, view.rows)}`}</Toned>
        </Toned>
      ))}
      {view.reasons.map(({ reason, count, sentence }) => (
        <Box key={reason} paddingLeft={2}>
          <Toned>
            <Toned tone="warning">
              {symbols.warning} {formatCount(count)} {symbols.dot} {reason}:
            </Toned>{' '}
            {sentence}
          </Toned>
        </Box>
      ))}
      {view.notes.map((note) => (
        <Box key={note} paddingLeft={2}>
          <Toned tone="muted">{note}</Toned>
        </Box>
      ))}
    </Box>
  );
}
