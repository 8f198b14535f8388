import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { TaskStatus } from '../../../core/delivery/events.ts';
import { formatAmount, formatCount, formatDuration } from '../../../core/wording.ts';
import { daysOfJournal } from '../../../wizard/journeys/delivery/event-days.ts';
import { bucketsOf, changesOf } from '../../../wizard/journeys/delivery/result.ts';
import { type RunDetails, runDetails } from '../../../wizard/journeys/delivery/run-details.ts';
import { isTestRun, localMinute, standingWords } from '../../../wizard/journeys/delivery/run-list.ts';
import { STATUS_WORDS, TASK_TITLES } from '../../../wizard/journeys/delivery/task-words.ts';
import type { RunView } from '../../../wizard/run-service.ts';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { visible } from '../../text/visible.ts';
import { type Symbols, useTheme } from '../../theme.ts';
import { DaySparklines } from '../common/day-sparklines.tsx';
import { CopyableRequestId } from '../common/request-id.tsx';
import { answerOf } from '../remedies/fault-view.tsx';
import { GroupResults } from '../result/group-results.tsx';

/** The newest requests; a run of millions of members has thousands. */
const SHOWN_REQUESTS = 50;

export interface RunReportProps {
  readonly view: RunView;
  readonly said: string | undefined;
  readonly onMenu: () => void;
  readonly onBack: () => void;
}

/** What a run did, as its journal tells it. */
export function RunReport({ view, said, onMenu, onBack }: RunReportProps): ReactNode {
  const { record } = view;
  const { symbols } = useTheme();
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['enter'], hint: 'what can be done', run: onMenu },
      { keys: ['escape'], hint: 'back', run: onBack },
    ],
  });
  const details = runDetails(view);
  const { summary, fault } = record;
  const isTest = isTestRun(record.settings);
  const ended = record.finishedAt === undefined ? 'not ended' : `ended ${localMinute(record.finishedAt)}`;
  return (
    <ScrollView>
      <Toned isBold>{`${visible(record.orchestration)}: ${standingWords(record)}`}</Toned>
      <Toned tone="muted">
        {`Started ${localMinute(record.startedAt)} by ${visible(record.user)}, ${ended}`}
        {details.wasResumed === 0 ? '' : `, gone on with ${formatAmount(details.wasResumed, 'time')}`}
      </Toned>
      {said === undefined ? null : <Toned tone="success">{visible(said)}</Toned>}
      {fault === undefined || record.outcome === 'completed' ? null : (
        <Box flexDirection="column" flexShrink={0}>
          <Toned tone="danger">
            {symbols.danger} {visible(fault.explanation)}
          </Toned>
          {fault.requestId === undefined ? null : <CopyableRequestId id={fault.requestId} />}
          {answerOf(fault) === '' ? null : <Toned>{answerOf(fault)}</Toned>}
        </Box>
      )}
      <Part title="Tasks">
        {details.tasks.map(({ name, status }) => (
          <Toned
            key={name}
          >{`${signOf(status, symbols)} ${TASK_TITLES[name]}: ${status === 'waiting' ? 'not begun' : STATUS_WORDS[status]}`}</Toned>
        ))}
      </Part>
      {summary === undefined ? null : (
        <Part title={`${formatAmount(summary.rows.read, 'row')} read, of them`}>
          {bucketsOf(summary, isTest).map(({ label, count }) => (
            <Toned key={label}>{`  ${formatCount(count)} ${label}`}</Toned>
          ))}
          <Toned>{`${changesOf(summary, isTest)}, in ${formatDuration(summary.seconds.total)}`}</Toned>
        </Part>
      )}
      <DaySparklines days={daysOfJournal(view.journal)} />
      {summary?.groups === undefined ? null : <GroupResults groups={summary.groups} />}
      <Members details={details} kind={record.kind} />
      <Requests details={details} />
      <Part title="Settings">
        {details.settings.map(({ name, value }) => (
          <Toned key={name}>
            <Toned tone="muted">{name}</Toned> {visible(value)}
          </Toned>
        ))}
      </Part>
    </ScrollView>
  );
}

function Members(props: { readonly details: RunDetails; readonly kind: 'audience' | 'events' }): ReactNode {
  const { details, kind } = props;
  if (details.members === undefined) return null;
  const { planned, confirmed, refused, unknown } = details.members;
  const open = planned - confirmed - refused - unknown;
  return (
    <Part title={kind === 'events' ? 'Events to send' : 'Members to change'}>
      <Toned>
        {`${formatCount(planned)} planned: ${formatCount(confirmed)} confirmed, ${formatCount(refused)} refused, ${formatCount(unknown)} without an answer, ${formatCount(Math.max(0, open))} not sent`}
      </Toned>
    </Part>
  );
}

function Requests({ details }: { readonly details: RunDetails }): ReactNode {
  const { requests } = details;
  if (requests.length === 0) return null;
  const shown = requests.slice(-SHOWN_REQUESTS).toReversed();
  const left = requests.length - shown.length;
  return (
    <Part title={`${formatAmount(requests.length, 'request')}, the newest first`}>
      {shown.map(({ at, what, state, requestId, code }) => (
        <Toned key={`${at} ${what} ${state}`}>
          {`${what}: ${state}`}
          {code === undefined ? '' : ` (code ${code})`}
          <Toned tone="muted">{requestId === undefined ? '' : `  ${requestId}`}</Toned>
        </Toned>
      ))}
      {left === 0 ? null : <Toned tone="muted">{`and ${formatCount(left)} earlier ones`}</Toned>}
    </Part>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <Box marginTop={1} flexDirection="column" flexShrink={0}>
      <Toned isBold>{title}</Toned>
      {children}
    </Box>
  );
}

function signOf(status: TaskStatus, symbols: Symbols): string {
  switch (status) {
    case 'completed':
      return symbols.success;
    case 'alert':
      return symbols.warning;
    case 'error':
      return symbols.danger;
    default:
      return symbols.dot;
  }
}
