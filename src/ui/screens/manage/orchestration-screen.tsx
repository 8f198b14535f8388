import { type ComponentType, type ReactNode, useState } from 'react';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Orchestration } from '../../../core/profiles/schema.ts';
import { reduceForm, startForm } from '../../../wizard/journeys/common/form.ts';
import {
  newOrchestration,
  ORCHESTRATION_FORM,
  type OrchestrationAnswers,
  type OrchestrationStep,
  savedOrchestration,
  toOrchestration,
} from '../../../wizard/journeys/orchestration/orchestration-form.ts';
import { timedOf } from '../../../wizard/journeys/orchestration/schedule-answers.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { DescriptionPage } from '../common/description-page.tsx';
import { environmentOf } from '../common/environment-of.ts';
import { FormFrame } from '../common/form-frame.tsx';
import { MissingFrame } from '../common/missing-frame.tsx';
import { putOrchestration } from '../common/put-entity.ts';
import { Saving } from '../common/saving.tsx';
import { useForm } from '../common/use-form.ts';
import { useTask } from '../common/use-task.ts';
import {
  AudienceNamePage,
  EventNamePage,
  EventSourcePage,
  NamePage,
  type OrchestrationPageProps,
  QueryPage,
  ReviewPage,
  TemplatePage,
} from './orchestration-pages.tsx';
import { ScheduleInstallPage } from './schedule-install-page.tsx';
import { NotifyPage, TimeZonePage, WhenPage } from './schedule-pages.tsx';

/** The page of every step: a new step without one doesn't compile. */
const PAGES: Readonly<Record<OrchestrationStep, ComponentType<OrchestrationPageProps>>> = {
  query: QueryPage,
  template: TemplatePage,
  audienceName: AudienceNamePage,
  eventSourceId: EventSourcePage,
  eventName: EventNamePage,
  when: WhenPage,
  timeZone: TimeZonePage,
  notify: NotifyPage,
  name: NamePage,
  description: DescriptionPage,
  review: ReviewPage,
};

const HELP = [
  'An orchestration joins a query and a data template: these people, to that audience; or these events, to that event source.',
  'It can be previewed and run here, and by its name with: tada run NAME',
  'With a schedule the system’s own scheduler runs it, once it was installed there: tada schedule install NAME',
];

/** Setting up an orchestration, or changing one. */
export function OrchestrationScreen(props: ScreenProps<'orchestration'>): ReactNode {
  const { screen, navigation } = props;
  const { profile } = useProfile();
  const { name } = screen;
  if (name === undefined) return <OrchestrationForm {...props} initial={newOrchestration(profile)} />;
  const saved = findEntity(profile, 'orchestration', name);
  if (saved !== undefined)
    return <OrchestrationForm {...props} initial={savedOrchestration(profile, saved)} />;
  return (
    <MissingFrame
      subject="Orchestration"
      message={`There is no orchestration “${name}”.`}
      onBack={() => navigation.back()}
    />
  );
}

/** A saved orchestration opens at its review, or at the one answer that is to be changed. */
function startAt(initial: OrchestrationAnswers, focus: 'when' | undefined) {
  if (initial.saved === undefined) return startForm(ORCHESTRATION_FORM, initial);
  const review = startForm(ORCHESTRATION_FORM, initial, 'review');
  return focus === undefined ? review : reduceForm(ORCHESTRATION_FORM, review, { type: 'edit', step: focus });
}

interface OrchestrationFormProps extends ScreenProps<'orchestration'> {
  readonly initial: OrchestrationAnswers;
}

function OrchestrationForm({ screen, navigation, initial }: OrchestrationFormProps): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  const saving = useTask<unknown>();
  const [scheduled, setScheduled] = useState<string | undefined>(undefined);
  const form = useForm(
    ORCHESTRATION_FORM,
    `orchestration/${screen.name ?? ''}/${screen.focus ?? ''}`,
    () => startAt(initial, screen.focus),
    () => navigation.back(),
    () => navigation.replace(screen),
  );
  const { answers, page } = form;
  const Page = PAGES[page];
  const destination = findEntity(profile, 'destination', answers.template?.destination ?? '');

  function save(): void {
    const orchestration = toOrchestration(form.read());
    saving.start(
      'Saving',
      () => services.profile.update((current) => putOrchestration(current, orchestration)),
      () => {
        form.forget();
        if (concernsScheduler(orchestration, initial.saved)) setScheduled(orchestration.name);
        else navigation.finish({ name: orchestration.name });
      },
    );
  }

  /** In the demo everything is gone when it ends; a scheduler would start what isn't there. */
  function concernsScheduler(after: Orchestration, before: Orchestration | undefined): boolean {
    if (services.simulator !== undefined) return false;
    return timedOf(after.schedule) !== undefined || timedOf(before?.schedule) !== undefined;
  }

  return (
    <FormFrame
      environment={environmentOf(services, profile, destination?.credential)}
      subject="Orchestration"
      progress={form.progress}
      guided={undefined}
      help={HELP}
      onBack={scheduled === undefined ? form.back : () => navigation.finish({ name: scheduled })}
    >
      {scheduled === undefined ? (
        <Saving task={saving} onRetry={save}>
          <Page key={page} {...form} navigation={navigation} save={save} />
        </Saving>
      ) : (
        <ScheduleInstallPage name={scheduled} onDone={() => navigation.finish({ name: scheduled })} />
      )}
    </FormFrame>
  );
}
