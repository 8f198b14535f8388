import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { findEntity } from '../../../core/profiles/entities.ts';
import { agreedAudiences, campaignConsents } from '../../../wizard/journeys/campaign/consent.ts';
import { type CampaignReviewRow, campaignReviewRows } from '../../../wizard/journeys/campaign/review.ts';
import type { Rehearsal } from '../../../wizard/journeys/delivery/consent.ts';
import { Choice } from '../../components/choice.tsx';
import { Screen } from '../../components/screen.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { credentialOfCampaign, environmentOf } from '../common/environment-of.ts';
import { Failure } from '../common/failure.tsx';
import { PreviewWorking } from '../preview/preview-working.tsx';
import { ConsentPage } from '../review/consent-page.tsx';
import { reviewItems, testAudienceOf } from '../review/review-items.ts';
import { campaignFixes, openCampaignFix } from './campaign-fixes.ts';
import { type LiveCampaignPreview, useCampaignPreview } from './use-campaign-preview.ts';

const HELP = [
  'What leaves for each audience, who is never sent, and every answer that decides it. Choose one to change it; you come back here with a new preview.',
  'Nothing has been sent yet, and nothing is sent before you have answered one more question. An audience that would lose more than half of its people needs its name typed.',
] as const;

/** Where the questions are; without a rehearsal they are about the real thing. */
interface Asking {
  readonly rehearsal: Rehearsal | undefined;
  /** Questions that were answered with yes. */
  readonly answered: number;
}

/** The last look at a campaign, and the only way to sending it. */
export function CampaignReviewScreen({ screen, navigation }: ScreenProps<'review'>): ReactNode {
  const { orchestration: campaign } = screen;
  const services = useServices();
  const { profile } = useProfile();
  const live = useCampaignPreview(campaign, screen.campaign);
  const [asking, setAsking] = useState<Asking>();
  const { preview } = live;
  const environment = environmentOf(services, profile, credentialOfCampaign(profile, campaign));
  const consents =
    asking === undefined || preview === undefined
      ? []
      : campaignConsents(preview, environment, asking.rehearsal);
  const consent = consents[asking?.answered ?? 0];

  function agree(): void {
    if (asking === undefined || preview === undefined) return;
    const answered = asking.answered + 1;
    if (answered < consents.length) {
      setAsking({ ...asking, answered });
      return;
    }
    const { rehearsal } = asking;
    navigation.replace({
      id: 'run',
      orchestration: campaign,
      testMembers: rehearsal?.kind === 'members' ? rehearsal.members : undefined,
      // Test audiences get other counts than the preview's by design.
      agreed: rehearsal === undefined ? agreedAudiences(preview) : undefined,
    });
  }

  return (
    <Screen environment={environment} subject={`Review of ${campaign}`} help={HELP}>
      {consent === undefined || preview === undefined ? (
        <Answers
          live={live}
          campaign={campaign}
          navigation={navigation}
          onSend={(rehearsal) => setAsking({ rehearsal, answered: 0 })}
        />
      ) : (
        <ConsentPage
          // Each question is asked anew: a name that was typed isn't there for the next one.
          key={asking?.answered}
          consent={consent}
          environment={environment ?? 'production'}
          warnings={preview.warnings}
          typedHint="go on"
          onAgree={agree}
          onBack={() => setAsking(undefined)}
        />
      )}
    </Screen>
  );
}

interface AnswersProps {
  readonly live: LiveCampaignPreview;
  readonly campaign: string;
  readonly navigation: ScreenProps<'review'>['navigation'];
  readonly onSend: (rehearsal: Rehearsal | undefined) => void;
}

/** Rows above the list: that nothing is sent yet, or how the preview goes. */
const ROWS_ABOVE = 3;
const AGAIN = 'again ';

function Answers({ live, campaign: name, navigation, onSend }: AnswersProps): ReactNode {
  const body = useBodySize();
  const { profile } = useProfile();
  const { state, preview, work } = live;
  useKeys({
    level: 'screen',
    bindings: [
      {
        keys: ['escape'],
        hint: 'back to the preview',
        run: () => {
          live.stop();
          navigation.replace({ id: 'preview', orchestration: name, campaign: preview });
        },
      },
    ],
  });
  const campaign = findEntity(profile, 'campaign', name);
  if (state.status === 'failed' || campaign === undefined) {
    return state.status !== 'failed' ? null : (
      <Failure
        error={state.error}
        items={[...campaignFixes(profile, name), { id: AGAIN, label: 'Try again' }]}
        onChoose={(id) =>
          id === AGAIN ? live.again() : openCampaignFix(navigation.open, name, id, live.again)
        }
      />
    );
  }
  const isWorking = work.kind !== 'none';
  const rows = campaignReviewRows(campaign, isWorking ? undefined : preview);
  const edit = (row: CampaignReviewRow): void =>
    navigation.open({ id: 'campaign', name, focus: row.step }, live.again);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box height={ROWS_ABOVE} flexShrink={0}>
        {isWorking ? <PreviewWorking work={work} /> : <Toned isBold>Nothing has been sent yet.</Toned>}
      </Box>
      <Choice
        // With a new preview the list starts over, without what was typed to find an answer.
        key={isWorking ? 'working' : 'ready'}
        initialId="send"
        label="What next?"
        items={reviewItems({ kind: 'audience', rows, disabledBecause: whyNotYet(live) })}
        isFilterable
        rows={body.rows - ROWS_ABOVE}
        onChoose={(id) => {
          const row = rows.find((each) => id === `answer ${each.id}`);
          if (row === undefined) onSend(testAudienceOf(id));
          else edit(row);
        }}
      />
    </Box>
  );
}

function whyNotYet({ work, preview }: LiveCampaignPreview): string | undefined {
  if (work.kind !== 'none') return 'The preview is being made; it takes a moment.';
  return preview === undefined ? 'There is no preview yet; Esc leads to it.' : undefined;
}
