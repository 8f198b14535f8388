import { Box } from 'ink';
import { type ReactNode, useMemo } from 'react';
import { attempt, KnownError } from '../../../core/errors.ts';
import { formatDuration } from '../../../core/wording.ts';
import { withoutGroupRuns } from '../../../wizard/journeys/delivery/campaign-runs.ts';
import { type RunItem, runItems } from '../../../wizard/journeys/delivery/run-list.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { Screen } from '../../components/screen.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useIsSeen } from '../../navigation/navigator.tsx';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { visible } from '../../text/visible.ts';
import { environmentOf } from '../common/environment-of.ts';
import { ErrorMessage } from '../common/failure.tsx';

const HELP = [
  'Every run that was made on this machine, the newest first. Type a part of its name, its id, its state or of what went wrong to find one.',
  'The runs of a campaign’s groups are found in the campaign’s.',
  'Tab leads to how long runs are kept, and to deleting old ones.',
  'A run’s details lead to everything that can be done with it: go on, take it back, compare, save the rejects, hand it to support, delete it.',
] as const;

/** Every run of this machine. */
export function RunsScreen({ navigation }: ScreenProps<'runs'>): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  const { list } = services.runs;
  const isSeen = useIsSeen();
  // Read again when a person comes back: from a run that was gone on with, or deleted.
  const found = useMemo(() => ({ isSeen, listed: attempt(() => list()) }), [isSeen, list]).listed;
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['tab'], hint: 'how long kept', run: () => navigation.open({ id: 'retention' }) },
      { keys: ['escape'], hint: 'back', run: navigation.back },
    ],
  });
  return (
    <Screen environment={environmentOf(services, profile, undefined)} subject="Runs" help={HELP}>
      {found instanceof KnownError ? (
        <ErrorMessage error={found} />
      ) : (
        <RunList
          items={runItems(withoutGroupRuns(found.runs)).map(choiceItem)}
          broken={found.broken}
          onChoose={(runId) => navigation.open({ id: 'run-details', runId })}
        />
      )}
    </Screen>
  );
}

function choiceItem({ seconds, note, ...item }: RunItem): ChoiceItem {
  return { ...item, note: seconds === undefined ? note : `${note}, ${formatDuration(seconds)}` };
}

interface RunListProps {
  readonly items: readonly ChoiceItem[];
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
            hint="Its folder is left as it is; tada runs delete ID --force removes it."
          />
        </Box>
      )}
      <Choice
        label="Runs"
        items={items}
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
