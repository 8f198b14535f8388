import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import type { CampaignPreview } from '../../../core/delivery/preview-campaign.ts';
import { Screen } from '../../components/screen.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { useTheme } from '../../theme.ts';
import { credentialOfCampaign, environmentOf } from '../common/environment-of.ts';
import { Failure } from '../common/failure.tsx';
import { PreviewStopped, PreviewUnderWay } from '../preview/preview-states.tsx';
import { Tabs } from '../preview/tabs.tsx';
import { WarningsPage } from '../preview/warnings-page.tsx';
import { campaignFixes, openCampaignFix } from './campaign-fixes.ts';
import { GroupsPreview, RowsPreview } from './preview-pages.tsx';
import { Sizes } from './sizes-page.tsx';
import { type LiveCampaignPreview, useCampaignPreview } from './use-campaign-preview.ts';

const HELP = [
  'What the campaign would do, before it does anything: how many people each group has and what its audience would get, the segments and whom they share, and what became of the rows.',
  'The counts are exact: the same people come into the same groups when it runs.',
] as const;

/** Everything that can be known of a campaign before sending. Nothing leaves from here. */
export function CampaignPreviewScreen({ screen, navigation }: ScreenProps<'preview'>): ReactNode {
  const { orchestration: campaign } = screen;
  const services = useServices();
  const { profile } = useProfile();
  const live = useCampaignPreview(campaign, screen.campaign);
  const { state, preview } = live;
  return (
    <Screen
      environment={environmentOf(services, profile, credentialOfCampaign(profile, campaign))}
      subject={`Preview of ${campaign}`}
      help={HELP}
    >
      {state.status === 'running' ? (
        <PreviewUnderWay
          work={live.work}
          hasEarlier={preview !== undefined}
          onStop={live.stop}
          onBack={navigation.back}
        />
      ) : state.status === 'failed' ? (
        <Failed
          live={live}
          items={campaignFixes(profile, campaign)}
          onFix={(id) => openCampaignFix(navigation.open, campaign, id, live.again)}
          onBack={navigation.back}
        />
      ) : preview === undefined ? (
        // Before the first attempt begins there is nothing to tell.
        live.isStopped ? (
          <PreviewStopped onAgain={live.again} onBack={navigation.back} />
        ) : null
      ) : (
        <Pages
          preview={preview}
          onReview={() => navigation.replace({ id: 'review', orchestration: campaign, campaign: preview })}
          onBack={navigation.back}
        />
      )}
    </Screen>
  );
}

interface FailedProps {
  readonly live: LiveCampaignPreview;
  readonly onBack: () => void;
  readonly items: ReturnType<typeof campaignFixes>;
  readonly onFix: (id: string) => void;
}

const AGAIN = 'again ';

function Failed({ live, items, onFix, onBack }: FailedProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  const { state } = live;
  if (state.status !== 'failed') return null;
  return (
    <Failure
      error={state.error}
      items={[...items, { id: AGAIN, label: 'Try again' }]}
      onChoose={(id) => (id === AGAIN ? live.again() : onFix(id))}
    />
  );
}

const PAGES = ['groups', 'segments', 'rows', 'warnings'] as const;
type Page = (typeof PAGES)[number];

const LABELS: Readonly<Record<Page, string>> = {
  groups: 'Groups',
  segments: 'Segments',
  rows: 'Rows',
  warnings: 'Warnings',
};

/** Rows above a page: the tabs, and an empty one. */
const ROWS_ABOVE = 2;

interface PagesProps {
  readonly preview: CampaignPreview;
  readonly onReview: () => void;
  readonly onBack: () => void;
}

function Pages({ preview, onReview, onBack }: PagesProps): ReactNode {
  const body = useBodySize();
  const { symbols } = useTheme();
  const [page, setPage] = useState<Page>('groups');
  const { warnings } = preview;
  const turn = (by: number): void => {
    const index = (PAGES.indexOf(page) + by + PAGES.length) % PAGES.length;
    setPage(PAGES[index] ?? 'groups');
  };
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['enter'], hint: 'review and send', run: onReview },
      { keys: ['right', 'tab'], label: symbols.leftRight, hint: 'pages', run: () => turn(1) },
      { keys: ['left', 'shift+tab'], run: () => turn(-1) },
      { keys: ['escape'], hint: 'back', run: onBack },
    ],
  });
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Tabs
        current={page}
        tabs={PAGES.map((id) => ({
          id,
          label: id === 'warnings' && warnings.length > 0 ? `${LABELS[id]} ${warnings.length}` : LABELS[id],
        }))}
      />
      <Box marginTop={1} flexShrink={0}>
        <ScrollView key={page} rows={body.rows - ROWS_ABOVE}>
          {page === 'groups' ? <GroupsPreview preview={preview} /> : null}
          {page === 'segments' ? (
            <Sizes
              sizes={{ people: preview.people, segments: preview.segments, overlaps: preview.overlaps }}
              isControl={() => false}
            />
          ) : null}
          {page === 'rows' ? <RowsPreview preview={preview} /> : null}
          {page === 'warnings' ? <WarningsPage warnings={warnings} /> : null}
        </ScrollView>
      </Box>
    </Box>
  );
}
