import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { sourceNoun } from '../../../wizard/journeys/destination/events-sources.ts';
import type {
  EventSourceFacts,
  SourceFinding,
} from '../../../wizard/journeys/remedies/event-source-check.ts';
import { withEventSetting } from '../../../wizard/journeys/remedies/event-source-repair.ts';
import { withAdvertiser } from '../../../wizard/journeys/remedies/replace-advertiser.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation, ScreenId } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { type Symbols, type Tone, useTheme } from '../../theme.ts';
import { EventNameField } from '../destination/events-name-field.tsx';
import { EventSourceField } from '../destination/events-source-field.tsx';
import { openProfileFix } from '../preview/profile-fixes.ts';
import { useBug } from '../run/use-bug.ts';
import { ChooseAdvertiser } from './choose-advertiser.tsx';
import { useEventSourceCheck } from './use-event-source-check.ts';

export interface EventSourcePageProps {
  readonly orchestration: string;
  /** The run whose names are looked at. */
  readonly runId: string | undefined;
  /** True once something was changed since the failure. */
  readonly isRepaired: boolean;
  readonly open: Navigation<ScreenId>['open'];
  /** Something was changed, in one sentence. */
  readonly onRepaired: (what: string) => void;
  readonly onResolve: () => void;
  readonly onBack: () => void;
}

type Part = 'findings' | 'source' | 'advertiser' | 'event';

/** Finds out what TikTok doesn't say: source, advertiser, event name, one after the other, each to be put right. */
export function EventSourcePage(props: EventSourcePageProps): ReactNode {
  const { orchestration, runId, open, onRepaired, onBack } = props;
  const services = useServices();
  const throwBug = useBug();
  const { profile, facts, findings, lookAgain } = useEventSourceCheck(orchestration, runId);
  const [part, setPart] = useState<Part>('findings');
  const [problem, setProblem] = useState<KnownError | undefined>(undefined);
  const toFindings = (): void => setPart('findings');

  function change(repair: (profile: Profile) => Profile, what: string): void {
    services.profile
      .update(repair)
      .then(
        () => {
          setProblem(undefined);
          onRepaired(what);
          lookAgain();
        },
        (error: unknown) => {
          if (error instanceof KnownError) setProblem(error);
          else throwBug(error);
        },
      )
      .finally(toFindings);
  }

  if (facts === undefined) return <Gone onBack={onBack} />;
  const { credential, advertiserIds, eventSource, destination } = facts;
  const failedAdvertiser = findings.find(({ part: each }) => each === 'advertiser')?.advertiserId;

  /** Rows that name their events are the query's; what a setting says is changed here. */
  function begin(wanted: SourceFinding['part']): void {
    if (wanted !== 'event' || facts === undefined || isNameFixed(facts)) setPart(wanted);
    else openProfileFix(open, profile, orchestration, 'query', () => onRepaired('The query is saved.'));
  }

  switch (part) {
    case 'findings':
      return <Findings {...props} facts={facts} findings={findings} problem={problem} onChange={begin} />;
    case 'source':
      return (
        <Inside onClose={toFindings}>
          <EventSourceField
            credential={credential}
            advertiserIds={advertiserIds}
            eventSource={eventSource}
            // The one there is was refused: another one is looked for.
            chosen={undefined}
            onChoose={(source) => {
              if (source !== undefined) {
                change(
                  (before) => withEventSetting(before, orchestration, 'eventSourceId', source.id),
                  `Events go to the ${sourceNoun(eventSource)} ${source.id} now.`,
                );
              }
            }}
            onBack={toFindings}
            onAuthorize={(onDone) =>
              open({ id: 'credential', name: credential, authorizeOnly: true }, onDone)
            }
          />
        </Inside>
      );
    case 'advertiser':
      return (
        <ChooseAdvertiser
          credential={credential}
          current={advertiserIds}
          onChoose={(id) =>
            change(
              (before) => withAdvertiser(before, destination, id, failedAdvertiser ?? advertiserIds[0]),
              `“${destination}” sends for ${id} now.`,
            )
          }
          onType={() => {
            toFindings();
            open({ id: 'destination', name: destination, focus: 'advertiser' }, () =>
              onRepaired(`The destination “${destination}” is saved.`),
            );
          }}
          onCancel={toFindings}
        />
      );
    case 'event':
      return (
        <Inside onClose={toFindings}>
          <EventNameField
            label="What happened?"
            eventSource={eventSource}
            chosen={facts.fixedEventName}
            onChoose={(name) => {
              if (name !== undefined) {
                change(
                  (before) => withEventSetting(before, orchestration, 'fixedEventName', name),
                  `The events are called ${name} now.`,
                );
              }
            }}
          />
        </Inside>
      );
  }
}

/** Whether a setting names the events; otherwise their rows do. */
function isNameFixed({ names, fixedEventName }: EventSourceFacts): boolean {
  return fixedEventName !== undefined && names.every((name) => name === fixedEventName);
}

interface FindingsProps extends EventSourcePageProps {
  readonly facts: EventSourceFacts;
  readonly findings: readonly SourceFinding[];
  readonly problem: KnownError | undefined;
  readonly onChange: (part: SourceFinding['part']) => void;
}

const PARTS = ['source', 'advertiser', 'event'] as const;

const TITLES: Readonly<Record<SourceFinding['part'], string>> = {
  source: 'Event source',
  advertiser: 'Advertiser',
  event: 'Event name',
};

const STATES: Readonly<
  Record<
    SourceFinding['state'],
    {
      readonly word: string;
      readonly tone: Tone;
      readonly symbol: keyof Pick<Symbols, 'success' | 'danger' | 'info'>;
    }
  >
> = {
  ok: { word: 'ok', tone: 'success', symbol: 'success' },
  wrong: { word: 'wrong', tone: 'danger', symbol: 'danger' },
  unchecked: { word: 'can’t be checked', tone: 'warning', symbol: 'info' },
};

/** Two rows a finding, and one for the heading. */
const FINDING_ROWS = 8;
const PROBLEM_ROWS = 3;

function Findings(props: FindingsProps): ReactNode {
  const { facts, findings, problem, isRepaired, onChange, onResolve, onBack } = props;
  const { rows } = useBodySize();
  const { symbols } = useTheme();
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  const isDone = findings.length === PARTS.length;
  const wrong = findings.find(({ state }) => state === 'wrong');
  const items: readonly ChoiceItem[] = [
    ...(isRepaired ? [{ id: 'resolve', label: 'Resolve: go on from the task that failed' }] : []),
    { id: 'source', label: `Choose another ${sourceNoun(facts.eventSource)}` },
    { id: 'advertiser', label: 'Choose another advertiser' },
    {
      id: 'event',
      label: isNameFixed(facts) ? 'Choose another event name' : 'Change the query: the rows name the events',
    },
    ...(isRepaired ? [] : [{ id: 'resolve', label: 'Resolve: go on from the task that failed' }]),
    { id: 'back', label: 'Back to everything that can be done' },
  ];
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box minHeight={FINDING_ROWS} flexDirection="column" flexShrink={0}>
        <Toned isBold>TikTok does not say what is wrong; these are the likely causes, in order.</Toned>
        {PARTS.map((part, index) => {
          const finding = findings[index];
          const look = finding === undefined ? undefined : STATES[finding.state];
          const waiting = index === findings.length ? `looking${symbols.ellipsis}` : 'not looked at yet';
          return (
            <Toned key={part}>
              <Toned tone={look?.tone ?? 'muted'}>
                {`${symbols[look?.symbol ?? 'dot']} ${TITLES[part]}: ${look?.word ?? waiting}.`}
              </Toned>
              {finding === undefined ? '' : ` ${visible(finding.sentence)}`}
            </Toned>
          );
        })}
      </Box>
      {problem === undefined ? null : <Message kind="error" text={problem.message} hint={problem.hint} />}
      <Choice
        // What is found moves the highlight to what is wrong, once.
        key={`${isDone} ${isRepaired}`}
        label="What is to be done?"
        items={items}
        initialId={isRepaired && wrong === undefined ? 'resolve' : (wrong?.part ?? 'source')}
        rows={rows - FINDING_ROWS - (problem === undefined ? 0 : PROBLEM_ROWS)}
        onChoose={(id) => {
          if (id === 'resolve') onResolve();
          else if (id === 'back') onBack();
          else if (id === 'source' || id === 'advertiser' || id === 'event') onChange(id);
        }}
      />
    </Box>
  );
}

function Gone({ onBack }: { readonly onBack: () => void }): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape', 'enter'], hint: 'back', run: onBack }] });
  return <Message kind="error" text="The profile does not hold this orchestration any more." />;
}

/** A part of the page that Esc closes, instead of leaving the page. */
function Inside({
  onClose,
  children,
}: {
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onClose }] });
  return children;
}
