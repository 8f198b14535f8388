import { Box } from 'ink';
import type { ReactNode } from 'react';
import { formatAmount, formatDuration } from '../../../core/wording.ts';
import { type RunState, waitAt } from '../../../wizard/journeys/delivery/run-state.ts';
import { Confirm } from '../../components/confirm.tsx';
import { Toned } from '../../components/toned.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { visible } from '../../text/visible.ts';
import { type Tone, useTheme } from '../../theme.ts';
import { EngineProgress } from '../preview/engine-progress.tsx';
import { type CampaignUnderWay, GroupRuns } from './group-runs.tsx';
import { TaskList } from './task-list.tsx';
import type { Delivery } from './use-delivery.ts';
import { useNow } from './use-now.ts';

/** What is said when a run is asked to stop. */
const STOPPING = 'Stopping: finishing what is in flight.';

export interface ProgressPageProps {
  readonly delivery: Delivery;
  readonly title: string;
  /** Set for a campaign's run, which has a line for each of its groups. */
  readonly campaign?: CampaignUnderWay | undefined;
}

/** From this many rows on there is room for air between the parts. */
const ROOMY = 15;

/** Rows of everything but a campaign's groups: title, its one task, and what happens at the moment. */
const ROWS_BESIDE = 6;
const ROOMY_ROWS_BESIDE = 10;

/**
 * A run as it happens. Every part has its rows whether it has something to say or not, so that nothing jumps
 * while numbers change.
 */
export function ProgressPage({ delivery, title, campaign }: ProgressPageProps): ReactNode {
  const { state, question, stop } = delivery;
  const { rows } = useBodySize();
  const now = useNow(state.summary === undefined);
  const isStopping = state.stop !== 'none';
  useKeys({
    level: 'screen',
    bindings: [
      {
        keys: ['p'],
        hint: 'pause',
        isEnabled: !isStopping && question === undefined,
        run: () => void stop('pause'),
      },
      {
        keys: ['escape'],
        hint: 'stop, keep the state',
        isEnabled: !isStopping,
        run: () => void stop('cancel'),
      },
    ],
    onInterrupt: () => (stop('cancel') ? STOPPING : undefined),
  });
  const gap = rows >= ROOMY ? 1 : 0;
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={gap}>
      <Toned isBold wrap="truncate-end">
        {visible(title)}
      </Toned>
      {/* A question with its answers comes before the tasks where there is no room for both. */}
      {question === undefined || rows >= ROOMY ? (
        <Box flexDirection="column" flexShrink={0}>
          <TaskList tasks={state.tasks} now={now} />
          {campaign === undefined ? null : (
            <GroupRuns
              {...campaign}
              groups={state.groups}
              rows={Math.max(2, rows - (rows >= ROOMY ? ROOMY_ROWS_BESIDE : ROWS_BESIDE))}
            />
          )}
        </Box>
      ) : null}
      {question === undefined ? (
        <Moment state={state} now={now} isStopping={isStopping} />
      ) : question.kind === 'yes-no' ? (
        <Confirm
          question={visible(question.text)}
          yes="Send"
          no="Don’t send"
          initial="no"
          onAnswer={delivery.answer}
        />
      ) : (
        <TypedConfirm
          question={visible(question.text)}
          name={question.name}
          confirmHint="remove them"
          onConfirm={() => delivery.answer(true)}
        />
      )}
    </Box>
  );
}

interface MomentProps {
  readonly state: RunState;
  readonly now: number;
  readonly isStopping: boolean;
}

function Moment({ state, now, isStopping }: MomentProps): ReactNode {
  const { symbols } = useTheme();
  const { rows } = useBodySize();
  const { progress, warnings } = state;
  const wait = waitAt(state, now);
  const newest = warnings.at(-1);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box height={2} flexShrink={0}>
        {progress === undefined ? null : (
          <EngineProgress
            done={progress.done}
            total={progress.total}
            unit={progress.unit}
            rate={progress.perSecond}
          />
        )}
      </Box>
      <Line tone="warning">
        {isStopping
          ? STOPPING
          : wait === undefined
            ? ''
            : `${symbols.warning} Waiting ${formatDuration(Math.ceil(wait.seconds))}: ${visible(wait.reason)}`}
      </Line>
      {rows < ROOMY ? null : (
        <Line tone="muted">
          {`${formatAmount(state.confirmedRequests, 'request')} confirmed ${symbols.dot} ${formatAmount(state.waits, 'wait')}`}
        </Line>
      )}
      <Line tone="warning">
        {newest === undefined
          ? ''
          : `${symbols.warning} ${formatAmount(warnings.length, 'warning')}: ${visible(newest.message)}`}
      </Line>
    </Box>
  );
}

/** One row, also while it has nothing to say. */
function Line({ tone, children }: { readonly tone: Tone; readonly children: string }): ReactNode {
  return (
    <Box height={1} flexShrink={0}>
      <Toned tone={tone} wrap="truncate-end">
        {children}
      </Toned>
    </Box>
  );
}
