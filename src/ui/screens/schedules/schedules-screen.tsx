import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { ScheduleView } from '../../../wizard/schedule-service.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { Screen } from '../../components/screen.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useIsSeen } from '../../navigation/navigator.tsx';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from '../common/environment-of.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import { noteOf } from './schedule-actions.ts';
import { SchedulePage } from './schedule-page.tsx';

const HELP = [
  'What this system’s scheduler starts by itself: when it comes next, how it ended last, and what was missed because the machine was off.',
  'Pausing takes it out of the scheduler. Its times stay, and installing it goes on with them.',
] as const;

/** A sentence with its sign, in two rows at most, and an empty one. */
const SAID_ROWS = 3;

/** What runs by itself, and what became of it. */
export function SchedulesScreen({ navigation }: ScreenProps<'schedules'>): ReactNode {
  const services = useServices();
  const { schedules } = services;
  const { profile } = useProfile();
  const { rows } = useBodySize();
  const isSeen = useIsSeen();
  const looking = useTask<readonly ScheduleView[]>();
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [said, setSaid] = useState<string | undefined>(undefined);
  const { start } = looking;

  const look = useCallback(
    () => start('Asking the system’s scheduler', async () => await schedules.list()),
    [start, schedules],
  );
  // Asked again when a person comes back: from other times, or a run.
  useEffect(() => {
    if (isSeen) look();
  }, [isSeen, look]);

  useKeys({
    level: 'screen',
    bindings: [
      {
        keys: ['escape'],
        hint: 'back',
        run: () => (chosen === undefined ? navigation.back() : setChosen(undefined)),
      },
    ],
  });
  const { state } = looking;
  const view = state.status === 'done' ? state.value.find(({ name }) => name === chosen) : undefined;

  function body(): ReactNode {
    if (state.status === 'idle' || state.status === 'running') {
      return <Working label={state.status === 'running' ? state.label : 'One moment'} />;
    }
    if (state.status === 'failed') {
      return (
        <Failure error={state.error} items={[{ id: 'again', label: 'Try again' }]} onChoose={() => look()} />
      );
    }
    if (view !== undefined) {
      return (
        <SchedulePage
          view={view}
          navigation={navigation}
          onChanged={(sentence) => {
            setSaid(sentence);
            setChosen(undefined);
            look();
          }}
        />
      );
    }
    return (
      <>
        {said === undefined ? null : <Message kind="success" text={said} />}
        <Choice
          label="What runs by itself"
          items={state.value.map((each) => ({ id: each.name, label: each.name, note: noteOf(each) }))}
          rows={said === undefined ? rows : rows - SAID_ROWS}
          emptyText="Nothing runs by itself: everything is started by hand."
          onChoose={(name) => {
            setSaid(undefined);
            setChosen(name);
          }}
        />
      </>
    );
  }

  return (
    <Screen
      environment={environmentOf(services, profile, undefined)}
      subject={view?.name ?? 'What runs by itself'}
      help={HELP}
    >
      {body()}
    </Screen>
  );
}
