import { type ComponentType, type ReactNode, useState } from 'react';
import { refuseOverLaunches } from '../../../core/profiles/check-campaigns.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import {
  type CampaignAnswers,
  destinationsOf,
  newCampaign,
  peopleOf,
  savedCampaign,
  toCampaign,
} from '../../../wizard/journeys/campaign/campaign-answers.ts';
import { CAMPAIGN_FORM, type CampaignStep } from '../../../wizard/journeys/campaign/campaign-form.ts';
import { reduceForm, startForm } from '../../../wizard/journeys/common/form.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { DescriptionPage } from '../common/description-page.tsx';
import { environmentOf } from '../common/environment-of.ts';
import { FormFrame } from '../common/form-frame.tsx';
import { MissingFrame } from '../common/missing-frame.tsx';
import { putCampaign } from '../common/put-entity.ts';
import { Saving } from '../common/saving.tsx';
import { useForm } from '../common/use-form.ts';
import { useTask } from '../common/use-task.ts';
import { ScheduleInstallPage } from '../manage/schedule-install-page.tsx';
import { AttributesPage } from './attributes-page.tsx';
import { NamePage, ReviewPage } from './field-pages.tsx';
import { GroupsPage } from './groups-page.tsx';
import { CAMPAIGN_HELP } from './help.ts';
import { KeyPage } from './key-page.tsx';
import type { CampaignPageProps } from './page-props.ts';
import { AudiencesPage, PlacesPage } from './places-page.tsx';
import { ExcludePage, IncludePage } from './segment-pages.tsx';
import { SizesPage } from './sizes-page.tsx';
import { LaunchPage, NotifyPage, StartPage, TimeZonePage, WhenPage } from './timing-pages.tsx';
import { useSizes } from './use-sizes.ts';

/** The page of every step: a new step without one doesn't compile. */
const PAGES: Readonly<Record<CampaignStep, ComponentType<CampaignPageProps>>> = {
  name: NamePage,
  include: IncludePage,
  key: KeyPage,
  exclude: ExcludePage,
  groups: GroupsPage,
  audiences: AudiencesPage,
  places: PlacesPage,
  attributes: AttributesPage,
  start: StartPage,
  launch: LaunchPage,
  when: WhenPage,
  timeZone: TimeZonePage,
  notify: NotifyPage,
  description: DescriptionPage,
  review: ReviewPage,
};

/** Pages that show how large the campaign is; on the others nothing is counted. */
const COUNTING: readonly CampaignStep[] = ['exclude', 'groups', 'review'];

/** Setting up a campaign, or changing one. */
export function CampaignScreen(props: ScreenProps<'campaign'>): ReactNode {
  const { screen, navigation } = props;
  const { profile } = useProfile();
  const [now] = useState(Date.now);
  const { name } = screen;
  if (name === undefined) return <CampaignForm {...props} initial={newCampaign(profile, now)} />;
  const saved = findEntity(profile, 'campaign', name);
  if (saved !== undefined) return <CampaignForm {...props} initial={savedCampaign(saved, now)} />;
  return (
    <MissingFrame
      subject="Campaign"
      message={`There is no campaign “${name}”.`}
      onBack={() => navigation.back()}
    />
  );
}

/** A saved campaign opens at its review, or at the one answer that is to be changed. */
function startAt(initial: CampaignAnswers, focus: CampaignStep | undefined) {
  if (initial.saved === undefined) return startForm(CAMPAIGN_FORM, initial);
  const review = startForm(CAMPAIGN_FORM, initial, 'review');
  return focus === undefined ? review : reduceForm(CAMPAIGN_FORM, review, { type: 'edit', step: focus });
}

interface CampaignFormProps extends ScreenProps<'campaign'> {
  readonly initial: CampaignAnswers;
}

function CampaignForm({ screen, navigation, initial }: CampaignFormProps): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  const saving = useTask<unknown>();
  const [scheduled, setScheduled] = useState<string>();
  const [isSizesShown, setIsSizesShown] = useState(false);
  const form = useForm(
    CAMPAIGN_FORM,
    `campaign/${screen.name ?? ''}`,
    () => startAt(initial, screen.focus),
    () => navigation.back(),
    () => navigation.replace(screen),
  );
  const { answers, page } = form;
  const sizes = useSizes(COUNTING.includes(page) ? peopleOf(answers, profile) : undefined);
  const Page = PAGES[page];
  const [destination] = destinationsOf(answers);

  useKeys(
    {
      level: 'screen',
      bindings: [{ keys: ['tab'], hint: 'all sizes', run: () => setIsSizesShown(true) }],
    },
    page === 'review' && !isSizesShown && saving.state.status === 'idle' && scheduled === undefined,
  );

  function save(): void {
    const campaign = toCampaign(form.read());
    saving.start(
      'Saving',
      () =>
        services.profile.update((current) => {
          const next = putCampaign(current, campaign);
          refuseOverLaunches(next, [{ kind: 'campaign', name: campaign.name }], Date.now());
          return next;
        }),
      () => {
        form.forget();
        if (concernsScheduler(campaign, initial.saved)) setScheduled(campaign.name);
        else navigation.finish({ name: campaign.name });
      },
    );
  }

  /** In the demo everything is gone when it ends; a scheduler would start what isn't there. */
  function concernsScheduler(...states: readonly (CampaignAnswers['saved'] | undefined)[]): boolean {
    if (services.simulator !== undefined) return false;
    return states.some((campaign) => campaign?.timing !== undefined && campaign.timing.type !== 'manual');
  }

  const finish = (): void => navigation.finish({ name: scheduled ?? answers.name.trim() });
  return (
    <FormFrame
      environment={environmentOf(
        services,
        profile,
        findEntity(profile, 'destination', destination ?? '')?.credential,
      )}
      subject="Campaign"
      progress={form.progress}
      guided={undefined}
      help={CAMPAIGN_HELP[page]}
      onBack={scheduled === undefined ? form.back : finish}
    >
      {scheduled !== undefined ? (
        <ScheduleInstallPage name={scheduled} onDone={finish} />
      ) : isSizesShown ? (
        <SizesPage answers={answers} sizes={sizes} onClose={() => setIsSizesShown(false)} />
      ) : (
        <Saving task={saving} onRetry={save}>
          <Page key={page} {...form} navigation={navigation} profile={profile} sizes={sizes} save={save} />
        </Saving>
      )}
    </FormFrame>
  );
}
