import { type ReactNode, useState } from 'react';
import { attempt, attemptOr, KnownError } from '../../../core/errors.ts';
import type { RunRecord } from '../../../core/ports/storage.ts';
import type { Fault } from '../../../core/remedies/faults.ts';
import { localMinute } from '../../../wizard/journeys/delivery/run-list.ts';
import { openFailures } from '../../../wizard/journeys/diagnose/run-explanation.ts';
import type { RunView } from '../../../wizard/run-service.ts';
import type { Services } from '../../../wizard/services.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Screen } from '../../components/screen.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation, ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { visible } from '../../text/visible.ts';
import { environmentOf } from '../common/environment-of.ts';
import { ErrorPage } from '../common/failure.tsx';
import { FailedRun } from '../remedies/failed-run.tsx';
import { RemedyPage, SIGNS_HELP } from '../remedies/remedy-page.tsx';
import { PastePage } from './paste-page.tsx';

const HELP = [
  'Explains what went wrong: a run that failed, an answer of TikTok’s that somebody sent you, or why a destination can’t be reached. Everything that can resolve it is done from here.',
  'In a terminal without the wizard, tada diagnose and tada check tell the same.',
  SIGNS_HELP,
] as const;

type Part =
  | { readonly type: 'menu' }
  | { readonly type: 'run'; readonly view: RunView | KnownError }
  | { readonly type: 'paste' }
  | { readonly type: 'whose'; readonly fault: Fault }
  | { readonly type: 'answer'; readonly fault: Fault; readonly destination: string | undefined };

/** What failed, what it means and what can be done: for a run, for a pasted answer, for a destination. */
export function DiagnoseScreen({ screen, navigation }: ScreenProps<'diagnose'>): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  const { runId } = screen;
  const [part, setPart] = useState<Part>(() =>
    runId === undefined ? { type: 'menu' } : { type: 'run', view: attempt(() => services.runs.show(runId)) },
  );
  const toMenu = (): void => setPart({ type: 'menu' });
  const { destinations } = profile;

  /** Whose answer it is decides what can be repaired; with one destination it can only be that one's. */
  function explain(fault: Fault): void {
    const [first, second] = destinations;
    setPart(
      second === undefined ? { type: 'answer', fault, destination: first?.name } : { type: 'whose', fault },
    );
  }

  return (
    <Screen environment={environmentOf(services, profile, undefined)} subject="What went wrong" help={HELP}>
      {part.type === 'menu' ? (
        <Menu
          navigation={navigation}
          destinations={destinations.map(({ name }) => name)}
          onRun={(id) => setPart({ type: 'run', view: attempt(() => services.runs.show(id)) })}
          onPaste={() => setPart({ type: 'paste' })}
        />
      ) : part.type === 'run' ? (
        part.view instanceof KnownError ? (
          <ErrorPage error={part.view} onBack={navigation.back} />
        ) : (
          <FailedRun
            view={part.view}
            navigation={navigation}
            onClose={runId === undefined ? toMenu : navigation.back}
          />
        )
      ) : part.type === 'paste' ? (
        <PastePage onFault={explain} onBack={toMenu} />
      ) : part.type === 'whose' ? (
        <Whose
          destinations={destinations.map(({ name }) => name)}
          onChoose={(destination) => setPart({ type: 'answer', fault: part.fault, destination })}
          onBack={() => setPart({ type: 'paste' })}
        />
      ) : (
        <RemedyPage
          fault={part.fault}
          headline="TikTok’s answer:"
          subject={part.destination === undefined ? {} : { destination: part.destination }}
          runId={undefined}
          open={navigation.open}
          onResume={toMenu}
          onRestart={toMenu}
          onClose={() => setPart({ type: 'paste' })}
        />
      )}
    </Screen>
  );
}

interface MenuProps {
  readonly navigation: Navigation<'diagnose'>;
  readonly destinations: readonly string[];
  readonly onRun: (runId: string) => void;
  readonly onPaste: () => void;
}

/** More than these are for the list of runs. */
const SHOWN_FAILURES = 3;

interface MenuItem extends ChoiceItem {
  readonly choose: () => void;
}

function Menu({ navigation, destinations, onRun, onPaste }: MenuProps): ReactNode {
  const { runs } = useServices();
  const [failures] = useState(() => listFailures(runs));
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: navigation.back }] });
  const items: readonly MenuItem[] = [
    ...failures.slice(0, SHOWN_FAILURES).map((run) => ({
      id: `run ${run.id}`,
      label: `${visible(run.orchestration)} failed`,
      note: localMinute(run.startedAt),
      description: visible(run.fault?.explanation ?? ''),
      choose: () => onRun(run.id),
    })),
    {
      id: 'paste',
      label: 'Explain an answer of TikTok’s',
      description: 'Paste an error body, or a line of a log; nothing of it is sent anywhere.',
      choose: onPaste,
    },
    ...destinations.map((destination) => ({
      id: `check ${destination}`,
      label: `Check ${visible(destination)}`,
      description: 'Asks TikTok about token, scopes, role, account and audiences; changes nothing.',
      choose: () => navigation.open({ id: 'check', destination }),
    })),
    {
      id: 'runs',
      label: 'Look at the runs',
      description: 'Every run of this machine, whatever became of it.',
      choose: () => navigation.open({ id: 'runs' }),
    },
  ];
  return (
    <Choice
      label={failures.length === 0 ? 'No run waits for a repair. What went wrong?' : 'What went wrong?'}
      items={items.map(({ choose: _, ...item }) => item)}
      onChoose={(id) => items.find((item) => item.id === id)?.choose()}
    />
  );
}

/** A folder of runs that can't be read is told at home; the other ways to a diagnosis work without it. */
function listFailures(runs: Services['runs']): readonly RunRecord[] {
  return attemptOr(() => openFailures(runs.list().runs), []);
}

interface WhoseProps {
  readonly destinations: readonly string[];
  /** Undefined: nobody knows. */
  readonly onChoose: (destination: string | undefined) => void;
  readonly onBack: () => void;
}

function Whose({ destinations, onChoose, onBack }: WhoseProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  const unknown = { id: 'unknown', label: 'I don’t know', description: 'Then nothing is changed from here.' };
  const known = destinations.map((name, index) => ({ id: `${index}`, label: visible(name) }));
  return (
    <Choice
      label="Which destination was it for?"
      items={[...known, unknown]}
      onChoose={(id) => onChoose(destinations[Number(id)])}
    />
  );
}
