import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import type { AudienceReference, Summary } from '../../../core/delivery/events.ts';
import { attemptOr } from '../../../core/errors.ts';
import type { EventDay } from '../../../core/events/plan.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import { formatAmount, formatCount, formatDuration } from '../../../core/wording.ts';
import { daysOfJournal } from '../../../wizard/journeys/delivery/event-days.ts';
import {
  bucketsOf,
  changesOf,
  exitCodeAfter,
  exitLines,
  expectationsOf,
  type ResultWords,
  resultWords,
  targetOf,
} from '../../../wizard/journeys/delivery/result.ts';
import type { RunState } from '../../../wizard/journeys/delivery/run-state.ts';
import { canPromote } from '../../../wizard/journeys/promotion/promotion.ts';
import type { Services } from '../../../wizard/services.ts';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useLeave } from '../../hooks/use-leave.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { fitTo, widthOf } from '../../text/width.ts';
import { type Symbols, type Tone, useTheme } from '../../theme.ts';
import { DaySparklines } from '../common/day-sparklines.tsx';
import { SaveRejects } from '../preview/save-rejects.tsx';
import { audiencePlace } from './audience-place.ts';
import { GroupResults } from './group-results.tsx';
import { type MenuId, ResultMenu } from './result-menu.tsx';
import { scheduledInWords, scheduleOffer } from './schedule-offer.ts';
import { WatchPage } from './watch-page.tsx';

export interface ResultPageProps {
  readonly summary: Summary;
  readonly state: Pick<RunState, 'warnings' | 'fault'>;
  readonly orchestration: string;
  /** Of a campaign, the group whose audience alone the run was about. */
  readonly group?: string | undefined;
  /** False where what was run isn't set up any more. */
  readonly canRefresh?: boolean | undefined;
  /** Only a test audience, or test events. */
  readonly isRehearsal: boolean;
  readonly navigation: Navigation<'run'>;
  readonly onResume: () => void;
  /** A new preview, to send again. */
  readonly onPreview: () => void;
}

type Page = 'result' | 'menu' | 'rejects' | Watched;

/** The audience that is looked at, and whose it is of a campaign's. */
interface Watched {
  readonly audience: AudienceReference;
  readonly group: string | undefined;
}

/** What became of every row, what to expect now, and what can be done next. */
export function ResultPage(props: ResultPageProps): ReactNode {
  const { summary, state, orchestration, navigation } = props;
  const services = useServices();
  const leave = useLeave();
  const [page, setPage] = useState<Page>('result');
  const [said, setSaid] = useState<string | undefined>(undefined);
  const [days] = useState(() => daysOfRun(services.runs, summary));
  const [promotable] = useState(() =>
    props.isRehearsal ? promotableDestination(services, orchestration) : undefined,
  );

  const schedule = page === 'menu' ? scheduleOffer(services, orchestration, Date.now()) : undefined;

  if (typeof page === 'object') {
    const { audience, group } = page;
    return (
      <WatchPage
        audience={audience}
        find={(profile) => {
          const delivered = {
            audienceId: audience.id ?? '',
            name: orchestration,
            group: group ?? props.group,
          };
          return audiencePlace(profile, services.runs.audiences(), delivered);
        }}
        onBack={() => setPage('menu')}
      />
    );
  }
  switch (page) {
    case 'result':
      return (
        <Result {...props} days={days} said={said} onMenu={() => setPage('menu')} onHome={navigation.home} />
      );
    case 'menu':
      return (
        <ResultMenu
          {...props}
          promotable={promotable}
          schedule={schedule}
          onBack={() => setPage('result')}
          onChoose={choose}
        />
      );
    case 'rejects':
      return (
        <SaveRejects
          of={summary.run}
          rejects={() => services.runs.rejects(summary.run)}
          onSaved={(text) => {
            setSaid(text);
            setPage('result');
          }}
          onCancel={() => setPage('menu')}
        />
      );
  }

  function choose(id: MenuId): void {
    switch (id) {
      case 'watch':
        if (summary.audience !== undefined) setPage({ audience: summary.audience, group: undefined });
        return;
      case 'rejects':
        setPage(id);
        return;
      case 'resume':
        props.onResume();
        return;
      case 'preview':
        props.onPreview();
        return;
      case 'promote':
        navigation.open({ id: 'manage', kind: 'destination', promote: promotable });
        return;
      case 'schedule':
        if (schedule !== undefined) {
          navigation.open(schedule.screen, ({ name }) => {
            setSaid(scheduledInWords(services, name, Date.now()));
            setPage('result');
          });
        }
        return;
      case 'details':
        navigation.open({ id: 'run-details', runId: summary.run });
        return;
      case 'home':
        navigation.home();
        return;
      case 'leave':
        leave({
          exitCode: exitCodeAfter(summary.outcome, state.fault),
          lines: exitLines(summary, services.simulator !== undefined, props.isRehearsal),
        });
        return;
      default:
        watchGroup(Number(id.slice('group '.length)));
    }
  }

  function watchGroup(index: number): void {
    const group = summary.groups?.[index];
    if (group?.audience !== undefined) setPage({ audience: group.audience, group: group.name });
  }
}

const LOOKS: Readonly<
  Record<
    ResultWords['kind'],
    { readonly tone: Tone; readonly symbol: keyof Pick<Symbols, 'info' | 'success' | 'warning' | 'danger'> }
  >
> = {
  success: { tone: 'success', symbol: 'success' },
  warning: { tone: 'warning', symbol: 'warning' },
  error: { tone: 'danger', symbol: 'danger' },
  info: { tone: 'accent', symbol: 'info' },
};

interface ResultProps extends Pick<ResultPageProps, 'summary' | 'state' | 'isRehearsal'> {
  readonly days: readonly EventDay[];
  readonly said: string | undefined;
  readonly onMenu: () => void;
  readonly onHome: () => void;
}

function Result({ summary, state, isRehearsal, days, said, onMenu, onHome }: ResultProps): ReactNode {
  const { symbols } = useTheme();
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['enter'], hint: 'what next', run: onMenu },
      // What led here is done and can't be gone back to.
      { keys: ['escape'], hint: 'to the start', run: onHome },
    ],
  });
  const { rows, delivery, seconds } = summary;
  const { kind, title, sentence } = resultWords(summary, isRehearsal);
  const { tone, symbol } = LOOKS[kind];
  const buckets = bucketsOf(summary, isRehearsal);
  const countColumns = Math.max(...buckets.map(({ count }) => widthOf(formatCount(count))));
  return (
    <ScrollView>
      <Toned>
        <Toned tone={tone} isBold>
          {symbols[symbol]} {title}.
        </Toned>{' '}
        {sentence}
      </Toned>
      <Toned>{visible(targetOf(summary))}</Toned>
      <Toned>{`${changesOf(summary, isRehearsal)}.`}</Toned>
      {said === undefined ? null : <Toned tone="success">{said}</Toned>}
      {/* Taking a run back reads no rows. */}
      {rows.read === 0 ? null : (
        <Box marginTop={1} flexDirection="column" flexShrink={0}>
          <Toned isBold>{`${formatAmount(rows.read, 'row')} read, of them`}</Toned>
          {buckets.map(({ label, count }) => (
            <Toned key={label}>{`  ${fitTo(formatCount(count), countColumns, 'right')}  ${label}`}</Toned>
          ))}
        </Box>
      )}
      <DaySparklines days={days} />
      {summary.groups === undefined ? null : <GroupResults groups={summary.groups} />}
      {state.warnings.length === 0 ? null : (
        <Box marginTop={1} flexDirection="column" flexShrink={0}>
          {state.warnings.map(({ code, message }) => (
            <Toned key={`${code} ${message}`} tone="warning">
              {symbols.warning} {visible(message)}
            </Toned>
          ))}
        </Box>
      )}
      <Box marginTop={1} flexDirection="column" flexShrink={0}>
        {expectationsOf(summary, isRehearsal).map((sentenceAbout) => (
          <Toned key={sentenceAbout}>{`${symbols.info} ${sentenceAbout}`}</Toned>
        ))}
        <Toned tone="muted">
          {`Run ${summary.run}, ${formatAmount(delivery.requests, 'request')}, ${formatDuration(seconds.total)}`}
        </Toned>
      </Box>
    </ScrollView>
  );
}

/** An ornament of the result: a journal that can't be read is told where the run's details are. */
function daysOfRun(runs: Services['runs'], { run, delivery }: Summary): readonly EventDay[] {
  if (delivery.delivered === undefined) return [];
  return attemptOr(() => daysOfJournal(runs.show(run).journal), []);
}

/** The demo knows no production. */
function promotableDestination({ simulator, profile }: Services, orchestration: string): string | undefined {
  if (simulator !== undefined) return undefined;
  const current = profile.load();
  const { template } = findEntity(current, 'orchestration', orchestration) ?? {};
  const { destination } = findEntity(current, 'template', template ?? '') ?? {};
  return destination !== undefined && canPromote(current, destination) ? destination : undefined;
}
