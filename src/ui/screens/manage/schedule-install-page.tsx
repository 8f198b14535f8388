import { type ReactNode, useCallback, useEffect, useEffectEvent } from 'react';
import { describeTime } from '../../../core/schedules/describe.ts';
import type { ScheduledEntries, ScheduleView } from '../../../wizard/schedule-service.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';

export interface ScheduleInstallPageProps {
  /** An orchestration that has a schedule, or had one. */
  readonly name: string;
  readonly onDone: () => void;
}

const DONE_ROWS = 4;

/**
 * After saving: what the system's scheduler has of it, and the way to make it right. Closes by itself where
 * nothing is to be done. Nothing is installed or removed unless the person says so.
 */
export function ScheduleInstallPage({ name, onDone }: ScheduleInstallPageProps): ReactNode {
  const { schedules } = useServices();
  const looking = useTask<ScheduleView | undefined>();
  const changing = useTask<ScheduledEntries | undefined>();
  const { start } = looking;
  const doneNow = useEffectEvent((view: ScheduleView | undefined) => {
    if (isRight(view)) onDone();
  });

  const look = useCallback(
    () =>
      start(
        'Asking the system’s scheduler',
        async () => (await schedules.list()).find((view) => view.name === name),
        doneNow,
      ),
    [start, schedules, name],
  );
  useEffect(look, [look]);

  function change(view: ScheduleView): void {
    if (view.time === undefined) {
      changing.start(
        'Removing it from the scheduler',
        async () => {
          await schedules.remove(name);
          return undefined;
        },
        onDone,
      );
      return;
    }
    changing.start('Installing it in the scheduler', () => schedules.install(name, undefined));
  }

  const task = changing.state.status === 'idle' ? looking : changing;
  const { state } = task;
  if (state.status === 'idle' || state.status === 'running') {
    return <Working label={state.status === 'running' ? state.label : 'One moment'} />;
  }
  if (state.status === 'failed') {
    return (
      <Failure
        error={state.error}
        items={[
          { id: 'again', label: 'Try again' },
          { id: 'later', label: 'Later', description: laterInWords(name) },
        ]}
        onChoose={(id) => {
          if (id === 'later') return onDone();
          changing.cancel();
          look();
        }}
      />
    );
  }
  if (changing.state.status === 'done') {
    return changing.state.value === undefined ? null : (
      <Installed told={changing.state.value} onDone={onDone} />
    );
  }
  const view = looking.state.status === 'done' ? looking.state.value : undefined;
  if (view === undefined || isRight(view)) return null;
  return (
    <Choice
      label={stateInWords(view)}
      items={[
        view.time === undefined
          ? {
              id: 'change',
              label: 'Remove it there',
              description: 'It runs by hand only, as you have set it.',
            }
          : {
              id: 'change',
              label: view.scheduler === undefined ? 'Install it now' : 'Install it again',
              description:
                'In this system’s scheduler, for your user; `tada schedule install --print` shows what.',
            },
        {
          id: 'later',
          label: 'Later',
          description:
            view.time === undefined ? `\`tada schedule remove "${name}"\` does it.` : laterInWords(name),
        },
      ]}
      onChoose={(id) => (id === 'later' ? onDone() : change(view))}
    />
  );
}

/** True when the scheduler has what it should have. */
function isRight(view: ScheduleView | undefined): boolean {
  if (view === undefined) return true;
  if (view.time === undefined) return view.scheduler === undefined;
  return view.scheduler !== undefined && !view.isOutdated;
}

function stateInWords({ name, time, scheduler }: ScheduleView): string {
  if (time === undefined) return `Saved. ${name} runs by hand now, but ${scheduler} still starts it.`;
  if (scheduler === undefined) return `Saved. Nothing starts ${name} by itself yet.`;
  return `Saved. ${scheduler} still starts ${name} as it was before.`;
}

function laterInWords(name: string): string {
  return `\`tada schedule install "${name}"\` does it.`;
}

/** What the scheduler has now, and what may keep it from working. */
export function Installed({
  told,
  onDone,
}: {
  readonly told: ScheduledEntries;
  readonly onDone: () => void;
}): ReactNode {
  const { rows } = useBodySize();
  const { scheduler, entries, warnings, notes } = told;
  const first = entries.map(({ next: [soonest], timeZone }) =>
    soonest === undefined ? '' : ` The next start is ${describeTime(Date.parse(soonest), timeZone)}.`,
  );
  return (
    <>
      <ScrollView rows={rows - DONE_ROWS}>
        <Message kind="success" text={`Installed in ${scheduler}.${first.join('')}`} />
        {warnings.map((warning) => (
          <Message key={warning} kind="warning" text={warning} />
        ))}
        {notes.map((note) => (
          <Message key={note} kind="info" text={note} />
        ))}
      </ScrollView>
      <Choice label="What now?" items={[{ id: 'done', label: 'Done' }]} rows={DONE_ROWS} onChoose={onDone} />
    </>
  );
}
