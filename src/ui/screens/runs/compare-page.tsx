import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import type { RunRecord } from '../../../core/ports/storage.ts';
import { type ComparedLine, describeComparison } from '../../../wizard/journeys/delivery/run-comparison.ts';
import { runItems } from '../../../wizard/journeys/delivery/run-list.ts';
import { Choice } from '../../components/choice.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Table } from '../../components/table.tsx';
import type { TableColumn } from '../../components/table-layout.ts';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';

export interface ComparePageProps {
  readonly record: RunRecord;
  readonly onBack: () => void;
}

/** A run beside another one: which one is asked first. */
export function ComparePage({ record, onBack }: ComparePageProps): ReactNode {
  const { runs } = useServices();
  const [others] = useState(() => othersOf(record, runs.list().runs));
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  return chosen === undefined ? (
    <ChooseOther others={others} onChoose={setChosen} onBack={onBack} />
  ) : (
    <Compared one={chosen} other={record.id} onBack={() => setChosen(undefined)} />
  );
}

/** Those of the same orchestration first: they are the ones that are worth comparing. */
function othersOf({ id, orchestration }: RunRecord, runs: readonly RunRecord[]): readonly RunRecord[] {
  const others = runs.filter((run) => run.id !== id);
  const isSame = (run: RunRecord) => run.orchestration === orchestration;
  return [...others.filter(isSame), ...others.filter((run) => !isSame(run))];
}

interface ChooseOtherProps {
  readonly others: readonly RunRecord[];
  readonly onChoose: (runId: string) => void;
  readonly onBack: () => void;
}

function ChooseOther({ others, onChoose, onBack }: ChooseOtherProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  return (
    <Choice
      label="Compare with which run?"
      items={runItems(others).map(({ seconds: _, ...item }) => item)}
      isFilterable
      placeholder="type to find a run"
      chooseHint="compare"
      emptyText="There is no other run."
      onChoose={onChoose}
    />
  );
}

interface ComparedProps {
  readonly one: string;
  readonly other: string;
  readonly onBack: () => void;
}

const HEADS: readonly TableColumn[] = [
  { id: 'name', title: '' },
  { id: 'one', title: 'that run' },
  { id: 'other', title: 'this run' },
];
const COUNTS: readonly TableColumn[] = [
  { id: 'name', title: '' },
  { id: 'one', title: 'that run', align: 'right' },
  { id: 'other', title: 'this run', align: 'right' },
  { id: 'change', title: 'change', align: 'right' },
];

function Compared({ one, other, onBack }: ComparedProps): ReactNode {
  const { runs } = useServices();
  const [compared] = useState(() => describeComparison(runs.compare(one, other)));
  useKeys({ level: 'screen', bindings: [{ keys: ['escape', 'enter'], hint: 'back', run: onBack }] });
  const { heads, source, settingsTitle, settings, counts } = compared;
  return (
    <ScrollView>
      <Table columns={HEADS} rows={heads.map((line) => [line.name, line.one, line.other])} />
      {source === undefined ? null : <Toned>{source}</Toned>}
      <Box marginTop={1} flexDirection="column" flexShrink={0}>
        <Toned isBold>{settingsTitle}</Toned>
        {settings.map((line) => (
          <Setting key={line.name} {...line} />
        ))}
      </Box>
      {counts.length === 0 ? null : (
        <Box marginTop={1} flexDirection="column" flexShrink={0}>
          <Toned isBold>Counts</Toned>
          <Table
            columns={COUNTS}
            rows={counts.map((line) => [line.name, line.one, line.other, line.change])}
          />
        </Box>
      )}
    </ScrollView>
  );
}

/** Settings can be whole queries: below each other, not side by side. */
function Setting({ name, one, other }: ComparedLine): ReactNode {
  return (
    <Box flexDirection="column" flexShrink={0} paddingLeft={2}>
      <Toned>{visible(name)}</Toned>
      <Toned tone="muted">{`  that: ${visible(one)}`}</Toned>
      <Toned>{`  this: ${visible(other)}`}</Toned>
    </Box>
  );
}
