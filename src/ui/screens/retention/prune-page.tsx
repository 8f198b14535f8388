import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { attempt, KnownError } from '../../../core/errors.ts';
import { formatAmount } from '../../../core/wording.ts';
import { runItems } from '../../../wizard/journeys/delivery/run-list.ts';
import { daysInWords, keptInWords } from '../../../wizard/journeys/retention/retention.ts';
import type { DeletedRuns } from '../../../wizard/run-service.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Message } from '../../components/message.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';

export interface PrunePageProps {
  /** Runs that ended longer ago may go. */
  readonly days: number;
  readonly onBack: () => void;
}

type Way = 'once' | 'always';

interface Done extends DeletedRuns {
  readonly way: Way;
}

/** What of the runs would go at this age, and, after a question, is deleted: once, or from now on. */
export function PrunePage({ days, onBack }: PrunePageProps): ReactNode {
  const { runs } = useServices();
  const [plan] = useState(() => attempt(() => runs.pruning(days)));
  const [asked, setAsked] = useState<Way | undefined>(undefined);
  const { state, start, cancel } = useTask<Done>();

  function go(way: Way): void {
    setAsked(undefined);
    start('Deleting', async () => {
      // Deleting comes first: when it fails, nothing is promised for the next start.
      const done = await runs.prune(days);
      if (way === 'always') runs.keepFor(days);
      return { ...done, way };
    });
  }

  if (plan instanceof KnownError) {
    return <Failure error={plan} items={[{ id: 'back', label: 'Go back' }]} onChoose={onBack} />;
  }
  switch (state.status) {
    case 'running':
      return <Working label={state.label} />;
    case 'failed':
      return (
        <Failure error={state.error} items={[{ id: 'back', label: 'Go back' }]} onChoose={() => cancel()} />
      );
    case 'done':
      return <Pruned done={state.value} days={days} onBack={onBack} />;
    case 'idle':
      break;
  }
  const count = plan.remove.length;
  if (asked !== undefined) {
    return (
      <Confirm
        question={`Delete ${formatAmount(count, 'run')} with everything kept of them? That can’t be taken back. Audiences and ledgers stay as they are.`}
        initial="no"
        yes="Delete"
        no="Keep"
        onAnswer={(isYes) => (isYes ? go(asked) : setAsked(undefined))}
      />
    );
  }
  return (
    <Plan
      days={days}
      items={runItems(plan.remove).map(({ label, note }) => `${label}  ${note}`)}
      kept={keptInWords(plan.keep)}
      onWay={(way) => (count === 0 ? go(way) : setAsked(way))}
      onBack={onBack}
    />
  );
}

interface PlanProps {
  readonly days: number;
  /** The runs that would go, in a line each. */
  readonly items: readonly string[];
  readonly kept: readonly string[];
  readonly onWay: (way: Way) => void;
  readonly onBack: () => void;
}

/** The list of ways on with its label and what is told about one. */
const CHOICE_ROWS = 6;
/** The sentence above, and how many more there are. */
const OTHER_ROWS = 3;

function Plan({ days, items, kept, onWay, onBack }: PlanProps): ReactNode {
  const { rows } = useBodySize();
  const room = Math.max(0, rows - CHOICE_ROWS - OTHER_ROWS);
  const keptShown = kept.slice(0, Math.min(kept.length, Math.ceil(room / 2)));
  const shown = items.slice(0, Math.max(0, room - keptShown.length));
  const hasNone = items.length === 0;
  const ways: readonly ChoiceItem<Way | 'back'>[] = [
    ...(hasNone
      ? []
      : [
          {
            id: 'once' as const,
            label: 'Delete them now',
            description: 'Once; later runs stay until you come back.',
          },
        ]),
    {
      id: 'always',
      label: hasNone
        ? `Keep runs ${daysInWords(days)} from now on`
        : 'Delete them now, and old ones at every start',
      description: 'tada looks when the wizard or a run starts.',
    },
    { id: 'back', label: 'Go back', description: 'Nothing changes.' },
  ];
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned isBold>
        {hasNone
          ? `No run that can go is older than ${formatAmount(days, 'day')}.`
          : `${formatAmount(items.length, 'run')} older than ${formatAmount(days, 'day')} would go:`}
      </Toned>
      {shown.map((line) => (
        <Toned key={line} wrap="truncate-end">
          {visible(line)}
        </Toned>
      ))}
      {items.length > shown.length ? (
        <Toned tone="muted">and {items.length - shown.length} more</Toned>
      ) : null}
      {keptShown.map((line) => (
        <Toned key={line} tone="muted" wrap="truncate-end">
          {line}
        </Toned>
      ))}
      <Choice
        label="What happens to them?"
        items={ways}
        initialId="back"
        rows={CHOICE_ROWS}
        onChoose={(id) => (id === 'back' ? onBack() : onWay(id))}
      />
    </Box>
  );
}

interface PrunedProps {
  readonly done: Done;
  readonly days: number;
  readonly onBack: () => void;
}

function Pruned({ done, days, onBack }: PrunedProps): ReactNode {
  const { rows } = useBodySize();
  const { deleted, kept, way } = done;
  const later = way === 'always' ? `From now on runs are kept ${daysInWords(days)}.` : undefined;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Message
        kind="success"
        text={
          deleted.length === 0
            ? 'Nothing had to be deleted.'
            : `${formatAmount(deleted.length, 'run')} deleted.`
        }
        hint={later}
      />
      {keptInWords(kept)
        .slice(0, Math.max(0, rows - CHOICE_ROWS - OTHER_ROWS))
        .map((line) => (
          <Toned key={line} tone="muted" wrap="truncate-end">
            {line}
          </Toned>
        ))}
      <Choice label="What now?" items={[{ id: 'back', label: 'Go back' }]} rows={4} onChoose={onBack} />
    </Box>
  );
}
