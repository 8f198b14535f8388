import { type ReactNode, useState } from 'react';
import { describeTime } from '../../../core/schedules/describe.ts';
import { notifyOfCampaign } from '../../../core/schedules/scheduled.ts';
import {
  checkLaunch,
  checkRecurrence,
  launchAt,
  STARTS,
  type Start,
} from '../../../wizard/journeys/campaign/timing.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useServices } from '../../navigation/services-context.ts';
import { NotifyField, TimeZoneField, WhenField } from '../common/schedule-fields.tsx';
import type { CampaignPageProps } from './page-props.ts';

const ORDER: readonly Start[] = ['manual', 'once', 'recurring'];

/** How it is started. */
export function StartPage({ answers, answer }: CampaignPageProps): ReactNode {
  return (
    <Choice
      label="How is it started?"
      items={ORDER.map((id) => ({ id, ...STARTS[id] }))}
      initialId={answers.start}
      onChoose={(start) => answer({ start })}
    />
  );
}

/** From when on. */
export function LaunchPage({ answers, note, answer }: CampaignPageProps): ReactNode {
  const { schedules } = useServices();
  const [systemZone] = useState(() => schedules.systemZone());
  const { start, saved } = answers;
  const isByMachine =
    saved?.timing !== undefined && saved.timing.type !== 'manual' && answers.timeZone === undefined;
  const zone = answers.timeZone ?? systemZone;
  const at = launchAt(answers, systemZone);
  // The zone that a person sees is kept, so that it means the same on another machine.
  const said = (launch: string) => ({ launch, ...(isByMachine ? {} : { timeZone: zone }) });
  const open =
    start === 'once' ? 'A day, or a day and a time.' : 'Empty: at once. A day, or a day and a time.';
  return (
    <TextField
      label={start === 'once' ? 'When is its launch?' : 'Not before which day?'}
      history="launch-time"
      placeholder="2027-01-04 06:30"
      note={at === undefined ? open : `${describeTime(at, zone)}.`}
      initialValue={answers.launch}
      validate={(launch) => checkLaunch({ ...answers, ...said(launch) }, Date.now())}
      onChange={(launch) => note(said(launch))}
      onSubmit={(launch) => answer(said(launch))}
    />
  );
}

/** By which schedule, from its launch on. */
export function WhenPage({ answers, note, answer }: CampaignPageProps): ReactNode {
  const { schedules } = useServices();
  const [systemZone] = useState(() => schedules.systemZone());
  const timing = answers.saved?.timing;
  return (
    <WhenField
      label="When does it run?"
      answers={answers}
      saved={timing?.type === 'recurring' ? timing : undefined}
      emptyNote="Such as “every weekday 18:30”, or a cron expression."
      from={launchAt(answers, systemZone)}
      validate={(when) => checkRecurrence({ ...answers, when })}
      onChange={note}
      onSubmit={answer}
    />
  );
}

export function TimeZonePage({ answers, answer }: CampaignPageProps): ReactNode {
  return <TimeZoneField timeZone={answers.timeZone} onChoose={(timeZone) => answer({ timeZone })} />;
}

/** What tells of failures. */
export function NotifyPage({ answers, note, answer }: CampaignPageProps): ReactNode {
  return (
    <NotifyField
      notify={answers.notify}
      saved={notifyOfCampaign(answers.saved?.timing)}
      onChange={note}
      onSubmit={answer}
    />
  );
}
