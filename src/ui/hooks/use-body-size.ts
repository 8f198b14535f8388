import { createContext, use } from 'react';
import { useDimensions } from './use-dimensions.ts';

/** What the components of a screen may fill. */
export interface BodySize {
  readonly columns: number;
  readonly rows: number;
}

export const BodySizeContext = createContext<BodySize | undefined>(undefined);

/** The size of the space between a screen's title and its key hints; outside of a screen, all there is. */
export function useBodySize(): BodySize {
  const { columns, rows } = useDimensions();
  return use(BodySizeContext) ?? { columns, rows };
}
