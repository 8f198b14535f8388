import type { ReactNode } from 'react';
import { formatAmount } from '../../../core/wording.ts';
import { strayRowsInWords, unreadableInWords } from '../../../wizard/journeys/segment/combination.ts';
import { Spinner } from '../../components/spinner.tsx';
import { Toned } from '../../components/toned.tsx';
import { visible } from '../../text/visible.ts';
import { useTheme } from '../../theme.ts';
import { FAILED_ROWS, FailedCount, LOW_WINDOW_ROWS, useCountKey } from './count-line.tsx';
import type { Combined, CombinedCount } from './use-combined.ts';

/** Rows of the lines in a body of so many rows, with an empty one below them where there is room. */
export function combinedLineRows({ count, fields }: Combined, bodyRows: number): number {
  if (bodyRows < LOW_WINDOW_ROWS) return 2;
  return count.status === 'failed' || fields.status === 'failed' ? FAILED_ROWS : 3;
}

export interface CombinedLineProps {
  readonly combined: Combined;
  /** False while nobody is in yet, or can't be told apart. */
  readonly isAsked: boolean;
  readonly keyName: string;
  readonly rows: number;
}

/** How many people the segment has, while they are being counted and after. */
export function CombinedLine({ combined, isAsked, keyName, rows }: CombinedLineProps): ReactNode {
  const { fields, count, unreadable, stop, recount } = combined;
  useCountKey({ status: count.status, stop, recount, isAsked });
  const failure = fields.status === 'failed' ? fields : count.status === 'failed' ? count : undefined;
  if (failure !== undefined) {
    return <FailedCount error={failure.error} rows={rows} />;
  }
  switch (count.status) {
    case 'running':
      return <Spinner label={count.label} />;
    case 'done':
      return <Counted value={count.value} unreadable={unreadable} keyName={keyName} />;
    default:
      return <Toned tone="muted">{isAsked ? 'Not counted.' : 'Nobody is in yet.'}</Toned>;
  }
}

function Counted({
  value: { people, rows, rowsWithoutKey },
  unreadable,
  keyName,
}: {
  readonly value: CombinedCount;
  readonly unreadable: number;
  readonly keyName: string;
}): ReactNode {
  const { symbols } = useTheme();
  const strays = [
    ...(rowsWithoutKey === 0 ? [] : [strayRowsInWords(rowsWithoutKey, keyName)]),
    ...(unreadable === 0 ? [] : [unreadableInWords(unreadable)]),
  ];
  return (
    <>
      <Toned wrap="truncate-end">
        <Toned isBold tone={people === 0 ? 'danger' : 'plain'}>
          {formatAmount(people, 'person', 'people')}
        </Toned>
        {people === rows ? '' : ` in ${formatAmount(rows, 'row')}`}
      </Toned>
      {strays.length === 0 ? null : (
        <Toned tone="warning" wrap="truncate-end">
          {symbols.warning} {visible(strays.join(' '))}
        </Toned>
      )}
    </>
  );
}
