import { describeTime } from '../../../core/schedules/describe.ts';
import type { ScheduleView } from '../../../wizard/schedule-service.ts';
import type { ChoiceItem } from '../../components/choice-row.tsx';

export type ScheduleAction = 'last-run' | 'install' | 'pause' | 'times' | 'preview';

/** How it stands, in a few words: what needs a hand before what comes next. */
export function noteOf({ time, scheduler, isOutdated, last, missed, next: [soonest] }: ScheduleView): string {
  if (time === undefined) return `no schedule any more, but ${scheduler} still starts it`;
  if (scheduler === undefined) return 'not installed';
  const problem = [
    ...(isOutdated ? ['installed as it was before'] : []),
    ...(missed.length > 0 ? ['missed'] : []),
    ...(last?.outcome === 'error' || last?.kind !== undefined ? ['failed last time'] : []),
  ];
  const coming =
    soonest === undefined ? 'no more times' : `next ${describeTime(Date.parse(soonest), time.timeZone)}`;
  return [...problem, coming].join(', ');
}

/** What can be done with it, what puts it right first. */
export function actionsOn(view: ScheduleView): readonly ChoiceItem<ScheduleAction>[] {
  const { time, scheduler, isOutdated, last } = view;
  const takeOut: ChoiceItem<ScheduleAction> = {
    id: 'pause',
    label: time === undefined ? 'Take it out of the scheduler' : 'Pause: take it out of the scheduler',
    description: time === undefined ? 'It is started by hand only.' : 'Its times stay; install it to go on.',
  };
  if (time === undefined) return [takeOut];
  const install: ChoiceItem<ScheduleAction> = {
    id: 'install',
    label: scheduler === undefined ? 'Install it' : 'Install it again',
    description: 'In this system’s scheduler, for your user; `tada schedule install --print` shows what.',
  };
  return [
    ...(scheduler === undefined || isOutdated ? [install] : []),
    ...(last?.run === undefined
      ? []
      : [
          {
            id: 'last-run' as const,
            label: 'Look at its last run',
            description: 'What it did, and what can be done.',
          },
        ]),
    { id: 'preview', label: 'Preview it now', description: 'Shows what would be sent; sends nothing.' },
    { id: 'times', label: 'Change when it runs' },
    ...(scheduler === undefined ? [] : [takeOut]),
  ];
}
