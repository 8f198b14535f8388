import { type ReactNode, useState } from 'react';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { widthOf } from '../../text/width.ts';

/** TikTok's ids have 34 characters: in narrow windows the words give way, because half an id is of no use. */
function idLine(id: string, columns: number): string {
  const line = `Request id ${visible(id)}`;
  return widthOf(line) <= columns ? line : `id ${visible(id)}`;
}

/** Rows that {@link RequestId} takes. */
export function requestIdRows(id: string | undefined, columns: number): number {
  return id === undefined ? 0 : Math.ceil(widthOf(idLine(id, columns)) / Math.max(1, columns));
}

export interface RequestIdProps {
  readonly id: string;
}

/** What TikTok's support asks for, whole, at any width. */
export function RequestId({ id }: RequestIdProps): ReactNode {
  const { columns } = useBodySize();
  return <Toned tone="muted">{idLine(id, columns)}</Toned>;
}

/** The same, and Ctrl+Y to copy it. */
export function CopyableRequestId({ id }: RequestIdProps): ReactNode {
  const { columns } = useBodySize();
  const { copy } = useServices();
  const [isCopied, setCopied] = useState(false);
  useKeys({
    level: 'screen',
    bindings: [
      {
        keys: ['ctrl+y'],
        hint: isCopied ? 'copied' : 'copy the id',
        run: () => {
          copy(id);
          setCopied(true);
        },
      },
    ],
  });
  return <Toned tone={isCopied ? 'success' : 'muted'}>{idLine(id, columns)}</Toned>;
}
