import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import type { AudienceReference, GroupSummary, Summary } from '../../../core/delivery/events.ts';
import { KnownError } from '../../../core/errors.ts';
import type { EventDay } from '../../../core/events/plan.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
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
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useLeave } from '../../hooks/use-leave.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { formatAmount, formatCount, formatDuration } from '../../text/format.ts';
import { visible } from '../../text/visible.ts';
import { fitTo, widthOf } from '../../text/width.ts';
import { type Symbols, type Tone, useTheme } from '../../theme.ts';
import { DaySparklines } from '../common/day-sparklines.tsx';
import { SaveRejects } from '../preview/save-rejects.tsx';
import { GroupResults } from './group-results.tsx';
import { WatchPage } from './watch-page.tsx';

export interface ResultPageProps {
  readonly summary: Summary;
  readonly state: Pick<RunState, 'warnings' | 'fault'>;
  readonly orchestration: string;
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

  if (typeof page === 'object') {
    return <WatchPage {...page} orchestration={orchestration} onBack={() => setPage('menu')} />;
  }
  switch (page) {
    case 'result':
      return (
        <Result {...props} days={days} said={said} onMenu={() => setPage('menu')} onHome={navigation.home} />
      );
    case 'menu':
      return (
        <ResultMenu {...props} promotable={promotable} onBack={() => setPage('result')} onChoose={choose} />
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
      <Box marginTop={1} flexDirection="column" flexShrink={0}>
        <Toned isBold>{`${formatAmount(rows.read, 'row')} read, of them`}</Toned>
        {buckets.map(({ label, count }) => (
          <Toned key={label}>{`  ${fitTo(formatCount(count), countColumns, 'right')}  ${label}`}</Toned>
        ))}
      </Box>
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
  try {
    return daysOfJournal(runs.show(run).journal);
  } catch (error) {
    if (error instanceof KnownError) return [];
    throw error;
  }
}

/** The demo knows no production. */
function promotableDestination({ simulator, profile }: Services, orchestration: string): string | undefined {
  if (simulator !== undefined) return undefined;
  const current = profile.load();
  const { template } = findEntity(current, 'orchestration', orchestration) ?? {};
  const { destination } = findEntity(current, 'template', template ?? '') ?? {};
  return destination !== undefined && canPromote(current, destination) ? destination : undefined;
}

type MenuId =
  | 'resume'
  | 'watch'
  | 'rejects'
  | 'preview'
  | 'promote'
  | 'details'
  | 'home'
  | 'leave'
  | `group ${number}`;

interface ResultMenuProps extends ResultPageProps {
  /** The destination that was tried, where it may go to production now. */
  readonly promotable: string | undefined;
  readonly onBack: () => void;
  readonly onChoose: (id: MenuId) => void;
}

function ResultMenu({ summary, isRehearsal, promotable, onBack, onChoose }: ResultMenuProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back to the result', run: onBack }] });
  const isOver = summary.outcome === 'completed' || summary.outcome === 'alert';
  const items: (ChoiceItem<MenuId> & { readonly isThere: boolean })[] = [
    {
      id: 'resume',
      label: 'Go on where it stopped',
      description: 'What TikTok confirmed is not sent again.',
      isThere: !isOver,
    },
    {
      id: 'preview',
      label: 'Send the real thing: preview first',
      description: 'What was sent as a test stays where it is.',
      isThere: isOver && isRehearsal,
    },
    {
      id: 'promote',
      label: 'Promote to production…',
      description: 'The same settings with another credential; you see the difference first.',
      isThere: isOver && promotable !== undefined,
    },
    {
      id: 'watch',
      label: 'Watch the audience’s size and state',
      description: 'TikTok may need up to 48 hours.',
      isThere: summary.audience?.id !== undefined,
    },
    {
      id: 'rejects',
      label: 'Save the list of what can’t be used',
      description: 'Row, column and reason; never the value.',
      // Of a campaign each audience's run has its own.
      isThere: summary.rows.rejected > 0 && summary.groups === undefined,
    },
    {
      id: 'preview',
      label: 'Refresh: preview and send again',
      description: 'Only the difference is sent.',
      isThere: !isRehearsal,
    },
    {
      id: 'details',
      label: 'Details of this run',
      description:
        summary.groups === undefined
          ? 'Tasks, requests and their ids.'
          : 'And of each group: requests, values that can’t be used, taking it back.',
      isThere: true,
    },
    ...groupItems(summary.groups ?? []),
    { id: 'home', label: 'Back to the start', isThere: true },
    { id: 'leave', label: 'Leave tada', isThere: true },
  ];
  return (
    <Choice
      label="What next?"
      items={items.filter(({ isThere }) => isThere).map(({ isThere: _, ...item }) => item)}
      onChoose={onChoose}
    />
  );
}

/** Every group's audience can be watched; one that several share is in the list already. */
function groupItems(groups: readonly GroupSummary[]) {
  const ids = groups.map(({ audience }) => audience?.id);
  return groups.flatMap(({ name, audience }, index) => {
    const isShared = ids.indexOf(audience?.id) !== ids.lastIndexOf(audience?.id);
    if (audience?.id === undefined || isShared) return [];
    return [
      {
        id: `group ${index}` as const,
        label: `Watch the audience of ${name}`,
        description: 'Its size and state. TikTok may need up to 48 hours.',
        isThere: true,
      },
    ];
  });
}
