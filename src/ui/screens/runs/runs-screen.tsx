import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { runItems } from '../../../wizard/journeys/delivery/run-list.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { Screen } from '../../components/screen.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';

const HELP = [
  'Every run that was made on this machine, the newest first. Type a part of its name, its id, its state or of what went wrong to find one.',
] as const;

/** Every run of this machine. */
export function RunsScreen({ navigation }: ScreenProps<'runs'>): ReactNode {
  const services = useServices();
  const [{ runs, broken }] = useState(() => services.runs.list());
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: navigation.back }] });
  return (
    <Screen subject="Runs" help={HELP}>
      <RunList
        items={runItems(runs)}
        broken={broken}
        onChoose={(runId) => navigation.open({ id: 'run-details', runId })}
      />
    </Screen>
  );
}

interface RunListProps {
  readonly items: ReturnType<typeof runItems>;
  readonly broken: readonly string[];
  readonly onChoose: (runId: string) => void;
}

function RunList({ items, broken, onChoose }: RunListProps): ReactNode {
  const { rows } = useBodySize();
  const brokenRows = broken.length === 0 ? 0 : 3;
  return (
    <Box flexDirection="column" flexShrink={0}>
      {broken.length === 0 ? null : (
        <Box height={brokenRows} flexShrink={0} overflowY="hidden">
          <Message
            kind="warning"
            text={`The record of ${broken.map(visible).join(', ')} can’t be read.`}
            hint="Its folder is left as it is."
          />
        </Box>
      )}
      <Choice
        label="Runs"
        items={items.map((item) => ({ ...item, label: visible(item.label) }))}
        isFilterable
        placeholder="type to find a run"
        rows={rows - brokenRows}
        chooseHint="details"
        emptyText="Nothing has been sent from this machine yet."
        onChoose={onChoose}
      />
    </Box>
  );
}
