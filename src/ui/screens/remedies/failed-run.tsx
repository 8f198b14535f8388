import { type ReactNode, useState } from 'react';
import { parentRunOf } from '../../../core/campaigns/campaign-record.ts';
import {
  failedDestination,
  groupRunsOf,
  listedRuns,
} from '../../../wizard/journeys/delivery/campaign-runs.ts';
import { explainRun } from '../../../wizard/journeys/diagnose/run-explanation.ts';
import type { RunView } from '../../../wizard/run-service.ts';
import { Message } from '../../components/message.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation, ScreenId } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { RemedyPage } from './remedy-page.tsx';

export interface FailedRunProps {
  readonly view: RunView;
  readonly navigation: Navigation<ScreenId>;
  readonly onClose: () => void;
}

/** A run of the past that failed: the same page as when it happened, and the run goes on from it. */
export function FailedRun({ view, navigation, onClose }: FailedRunProps): ReactNode {
  const services = useServices();
  const [runs] = useState(() => listedRuns(services.runs));
  // A campaign's audience is gone on with together with the others.
  const parent = runs.find((run) => run.id === parentRunOf(view.record));
  const { id, orchestration } = parent ?? view.record;
  const destination = failedDestination([view.record, ...groupRunsOf(view.record, runs)]);
  const explained = explainRun(view);
  if (explained.type === 'not-failed') return <NotFailed sentence={explained.sentence} onBack={onClose} />;
  return (
    <RemedyPage
      fault={explained.fault}
      headline={explained.headline}
      subject={{ orchestration, destination }}
      runId={view.record.id}
      open={navigation.open}
      onResume={() => navigation.replace({ id: 'run', orchestration, resume: id })}
      onRestart={() => navigation.replace({ id: 'preview', orchestration })}
      onClose={onClose}
    />
  );
}

function NotFailed(props: { readonly sentence: string; readonly onBack: () => void }): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape', 'enter'], hint: 'back', run: props.onBack }] });
  return <Message kind="info" text={props.sentence} />;
}
