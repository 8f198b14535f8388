import type { ReactNode } from 'react';
import { Choice } from '../../components/choice.tsx';

export interface Pickable {
  readonly name: string;
  readonly note?: string | undefined;
  readonly description?: string | undefined;
  readonly disabledBecause?: string | undefined;
  /** Never proposed. */
  readonly isUnlikely?: boolean | undefined;
}

export interface PickOrCreateProps {
  readonly label: string;
  readonly items: readonly Pickable[];
  readonly chosen: string | undefined;
  /** What setting up another one is called, such as "Set up a new query"; undefined where that isn't done here. */
  readonly createLabel: string | undefined;
  readonly rows?: number | undefined;
  readonly onPick: (name: string) => void;
  readonly onCreate: () => void;
}

/** Can't be the name of anything: names have no spaces at their ends. */
const CREATE = ' create';

/** One of what there is, or a new one that is set up on the spot. */
export function PickOrCreate(props: PickOrCreateProps): ReactNode {
  const { label, items, chosen, createLabel, rows, onPick, onCreate } = props;
  const proposed = items.findLast(({ isUnlikely }) => isUnlikely !== true)?.name ?? CREATE;
  const isThere = items.some(({ name }) => name === chosen);
  return (
    <Choice
      label={label}
      items={[
        ...items.map(({ name, isUnlikely: _, ...about }) => ({ id: name, label: name, ...about })),
        ...(createLabel === undefined
          ? []
          : [{ id: CREATE, label: createLabel, description: 'You come back here with it.' }]),
      ]}
      initialId={isThere ? chosen : proposed}
      rows={rows}
      onChoose={(id) => (id === CREATE ? onCreate() : onPick(id))}
    />
  );
}
