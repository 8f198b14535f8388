import { Box } from 'ink';
import type { ReactNode } from 'react';
import { type ScheduleFact, scheduleFacts } from '../../../wizard/journeys/schedules/schedule-facts.ts';
import type { ScheduledEntries, ScheduleView } from '../../../wizard/schedule-service.ts';
import { Choice } from '../../components/choice.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { Saving } from '../common/saving.tsx';
import { useTask } from '../common/use-task.ts';
import { Installed } from '../manage/schedule-install-page.tsx';
import { scheduleOffer } from '../result/schedule-offer.ts';
import { actionsOn, type ScheduleAction } from './schedule-actions.ts';

export interface SchedulePageProps {
  readonly view: ScheduleView;
  readonly navigation: Navigation<'schedules'>;
  /** The scheduler has something else now; the sentence says what, where it wasn't told yet. */
  readonly onChanged: (sentence?: string) => void;
}

/** Rows the actions need: their label, the longest list of them, and what is told about one. */
const ACTION_ROWS = 7;
const TITLE_COLUMNS = 11;
/** A small window has no room for all of them. */
const IMPORTANT_FIRST: readonly ScheduleFact['title'][] = [
  'missed',
  'last',
  'why',
  'notify',
  'installed',
  'next',
  'when',
];

/** One thing that runs by itself: how it stands, and what can be done. */
export function SchedulePage({ view, navigation, onChanged }: SchedulePageProps): ReactNode {
  const { rows } = useBodySize();
  const services = useServices();
  const pausing = useTask<string>();
  const installing = useTask<ScheduledEntries>();
  const { name, last } = view;
  const facts = scheduleFacts(view).toSorted(
    (one, other) => IMPORTANT_FIRST.indexOf(one.title) - IMPORTANT_FIRST.indexOf(other.title),
  );
  // Why something failed may take a second row.
  const factRows = Math.max(2, Math.min(facts.length + 2, rows - ACTION_ROWS));

  function act(action: ScheduleAction): void {
    switch (action) {
      case 'install':
        installing.start('Installing it in the scheduler', () => services.schedules.install(name, undefined));
        return;
      case 'pause':
        pausing.start('Taking it out of the scheduler', pause, onChanged);
        return;
      case 'last-run':
        if (last?.run !== undefined) navigation.open({ id: 'run-details', runId: last.run });
        return;
      case 'preview':
        navigation.open({ id: 'preview', orchestration: name });
        return;
      case 'times': {
        const offer = scheduleOffer(services, name, Date.now());
        if (offer !== undefined) navigation.open(offer.screen);
        return;
      }
    }
  }

  async function pause(): Promise<string> {
    await services.schedules.remove(name);
    return `Nothing starts ${name} by itself now.`;
  }

  if (installing.state.status === 'done') {
    return <Installed told={installing.state.value} onDone={onChanged} />;
  }
  const task = installing.state.status === 'idle' ? pausing : installing;
  return (
    <Saving task={task} onRetry={task.cancel}>
      <Box flexDirection="column" height={factRows} flexShrink={0} overflowY="hidden">
        {facts.map(({ title, text }) => (
          <Box key={title} flexShrink={0}>
            <Box width={TITLE_COLUMNS} flexShrink={0}>
              <Toned tone="muted">{title}</Toned>
            </Box>
            <Toned>{visible(text)}</Toned>
          </Box>
        ))}
      </Box>
      <Choice label={name} items={actionsOn(view)} rows={rows - factRows} onChoose={act} />
    </Saving>
  );
}
