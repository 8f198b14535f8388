import { Box } from 'ink';
import type { ReactNode } from 'react';
import { KnownError } from '../../../core/errors.ts';
import type { SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { hideAddresses } from '../../../wizard/journeys/segment/hide-addresses.ts';
import { hasMovingDays, sqlOf } from '../../../wizard/journeys/segment/segment-form.ts';
import { Choice } from '../../components/choice.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { visibleLines } from '../../text/visible.ts';
import { ErrorMessage } from '../common/failure.tsx';
import type { SegmentPageProps } from './page-props.ts';

export interface SqlPageProps extends Pick<SegmentPageProps, 'answers' | 'makeQuery'> {
  readonly fields: readonly SegmentField[];
  readonly now: number;
  readonly onClose: () => void;
}

/** The label of the choice, its two items, and what is told about them. */
const CHOICE_ROWS = 5;

/** The SQL that the conditions become, and the way on with it by hand. */
export function SqlPage({ answers, fields, now, makeQuery, onClose }: SqlPageProps): ReactNode {
  const { rows } = useBodySize();
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: onClose }] });
  const sql = trySql(() => sqlOf(answers, fields, now));
  const isMoving = hasMovingDays(answers);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <ScrollView rows={Math.max(3, rows - CHOICE_ROWS)} level="screen">
        {typeof sql === 'string' ? (
          <Toned tone="accent">{visibleLines(hideAddresses(sql))}</Toned>
        ) : (
          <ErrorMessage error={sql} />
        )}
      </ScrollView>
      <Choice
        label="What now?"
        items={[
          { id: 'back', label: 'Back to the conditions' },
          {
            id: 'query',
            label: 'Make a query of it',
            description: isMoving
              ? 'To go on by hand, in place of a segment. “within last” then ends today for good.'
              : 'To go on by hand, in place of a segment.',
            ...(typeof sql === 'string' ? {} : { disabledBecause: 'It does not work yet.' }),
          },
        ]}
        rows={CHOICE_ROWS}
        onChoose={(id) => (id === 'query' ? makeQuery() : onClose())}
      />
    </Box>
  );
}

function trySql(write: () => string): string | KnownError {
  try {
    return write();
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
}
