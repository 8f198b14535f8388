import { type ReactNode, useState } from 'react';
import { parentRunOf } from '../../../core/campaigns/campaign-record.ts';
import { attempt, KnownError } from '../../../core/errors.ts';
import type { RunRecord } from '../../../core/ports/storage.ts';
import { groupOfRun, groupRunsOf, listedRuns } from '../../../wizard/journeys/delivery/campaign-runs.ts';
import { runDetails } from '../../../wizard/journeys/delivery/run-details.ts';
import { canResume } from '../../../wizard/journeys/delivery/run-list.ts';
import type { RunView } from '../../../wizard/run-service.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Screen } from '../../components/screen.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation, ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { ErrorPage } from '../common/failure.tsx';
import { SaveRejects } from '../preview/save-rejects.tsx';
import { FailedRun } from '../remedies/failed-run.tsx';
import { SaveBundle } from '../remedies/save-bundle.tsx';
import { ComparePage } from './compare-page.tsx';
import { DeletePage } from './delete-page.tsx';
import { RunReport } from './run-report.tsx';
import { SavePage } from './save-page.tsx';

const HELP = [
  'What a run did, from the journal it wrote: its tasks, where every row went, and every request with its id, which TikTok’s support can look up.',
] as const;

/** One run of the past, and what can still be done about it. */
export function RunDetailsScreen({ screen, navigation }: ScreenProps<'run-details'>): ReactNode {
  const { runId } = screen;
  const services = useServices();
  const [found] = useState(() => attempt(() => services.runs.show(runId)));
  return (
    <Screen environment={environmentIn(found)} subject={`Run ${runId}`} help={HELP}>
      {found instanceof KnownError ? (
        <ErrorPage error={found} onBack={navigation.back} />
      ) : (
        <Found view={found} navigation={navigation} />
      )}
    </Screen>
  );
}

/** The record says where the run went, whatever the credential is for today. */
function environmentIn(found: RunView | KnownError): 'production' | 'sandbox' | 'simulator' | undefined {
  if (found instanceof KnownError) return undefined;
  const { environment } = found.record.settings;
  return environment === 'production' || environment === 'sandbox' || environment === 'simulator'
    ? environment
    : undefined;
}

type RunPart = 'report' | 'menu' | 'remedies' | 'compare' | 'rejects' | 'bundle' | 'page' | 'delete';

interface FoundProps {
  readonly view: RunView;
  readonly navigation: Navigation<'run-details'>;
}

function Found({ view, navigation }: FoundProps): ReactNode {
  const { record } = view;
  const services = useServices();
  const [part, setPart] = useState<RunPart>('report');
  const [said, setSaid] = useState<string | undefined>(undefined);
  const saved = (text: string): void => {
    setSaid(text);
    setPart('report');
  };
  const [others] = useState(() => listedRuns(services.runs));
  // A campaign's audience is gone on with together with the others.
  const parent = others.find((run) => run.id === parentRunOf(record));
  const groupRuns = groupRunsOf(record, others);
  const resume = (): void => {
    const { orchestration, id } = parent ?? record;
    navigation.replace({ id: 'run', orchestration, resume: id });
  };

  switch (part) {
    case 'report':
      return <RunReport view={view} said={said} onMenu={() => setPart('menu')} onBack={navigation.back} />;
    case 'menu':
      return (
        <RunMenu
          view={view}
          parent={parent}
          groupRuns={groupRuns}
          onChoose={choose}
          onBack={() => setPart('report')}
        />
      );
    case 'remedies':
      return <FailedRun view={view} navigation={navigation} onClose={() => setPart('menu')} />;
    case 'rejects':
      return (
        <SaveRejects
          of={record.id}
          rejects={() => services.runs.rejects(record.id)}
          onSaved={saved}
          onCancel={() => setPart('menu')}
        />
      );
    case 'compare':
      return <ComparePage record={record} onBack={() => setPart('menu')} />;
    case 'delete':
      return (
        <DeletePage
          runId={record.id}
          onDeleted={() => navigation.finish(undefined)}
          onBack={() => setPart('menu')}
        />
      );
    case 'page':
      return <SavePage runId={record.id} onSaved={saved} onCancel={() => setPart('menu')} />;
    case 'bundle':
      return <SaveBundle runId={record.id} onSaved={saved} onCancel={() => setPart('menu')} />;
  }

  function choose(id: MenuId): void {
    switch (id) {
      case 'resume':
        resume();
        return;
      case 'undo':
        navigation.replace({ id: 'run', orchestration: record.orchestration, undo: record.id });
        return;
      case 'copy':
        services.copy(record.id);
        saved(`Copied, where your terminal allows it: ${record.id}`);
        return;
      case 'parent':
        if (parent !== undefined) navigation.open({ id: 'run-details', runId: parent.id });
        return;
      default:
        if (isPart(id)) setPart(id);
        else navigation.open({ id: 'run-details', runId: id.slice('group '.length) });
    }
  }
}

function isPart(id: MenuId): id is MenuPart {
  return !id.startsWith('group ');
}

type MenuPart = Exclude<RunPart, 'report' | 'menu'>;
type MenuId = MenuPart | 'resume' | 'undo' | 'copy' | 'parent' | `group ${string}`;

interface RunMenuProps {
  readonly view: RunView;
  /** The campaign's run that this one is a part of. */
  readonly parent: RunRecord | undefined;
  /** The runs of a campaign's audiences. */
  readonly groupRuns: readonly RunRecord[];
  readonly onChoose: (id: MenuId) => void;
  readonly onBack: () => void;
}

function RunMenu({ view, parent, groupRuns, onChoose, onBack }: RunMenuProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back to the run', run: onBack }] });
  const { record } = view;
  const details = runDetails(view);
  const isFailed = record.outcome === 'error' && record.fault !== undefined;
  const items: readonly (ChoiceItem<MenuId> & { readonly isThere: boolean })[] = [
    { id: 'remedies', label: 'What can be done about the failure', isThere: isFailed },
    {
      id: 'resume',
      label:
        parent === undefined ? 'Go on where it stopped' : `Go on with the campaign ${parent.orchestration}`,
      description: 'What TikTok confirmed is not sent again. What you change first takes effect.',
      isThere: canResume(record),
    },
    ...groupRuns.map((run) => ({
      id: `group ${run.id}` as const,
      label: `The run of ${groupOfRun(run, record)}`,
      description: 'Its requests, the values that can’t be used, and the way to take it back.',
      isThere: true,
    })),
    {
      id: 'parent',
      label: 'The campaign’s run',
      description: 'This one is a part of it.',
      isThere: parent !== undefined,
    },
    {
      id: 'undo',
      label: 'Take back what this run did',
      description: 'Removes exactly what it added and adds what it removed; asks before it sends.',
      isThere: record.kind === 'audience' && (details.members?.confirmed ?? 0) > 0,
    },
    {
      id: 'rejects',
      label: 'Save the list of what can’t be used',
      description: 'Row, column and reason; never the value.',
      isThere: details.hasRejects,
    },
    {
      id: 'bundle',
      label: 'Make a support bundle',
      description: 'Without secrets and personal data.',
      isThere: true,
    },
    {
      id: 'compare',
      label: 'Compare with another run',
      description: 'Settings that differ, and every count side by side.',
      isThere: true,
    },
    {
      id: 'page',
      label: 'Write a page about it, for a browser',
      description: 'For people who have no tada. No personal data is in it.',
      isThere: true,
    },
    { id: 'copy', label: 'Copy the run’s id', isThere: true },
    {
      id: 'delete',
      label: 'Delete this run',
      description: 'With everything kept of it; asks first. The audience stays as it is.',
      isThere: true,
    },
  ];
  return (
    <Choice
      label="What next?"
      items={items.filter(({ isThere }) => isThere).map(({ isThere: _, ...item }) => item)}
      onChoose={onChoose}
    />
  );
}
