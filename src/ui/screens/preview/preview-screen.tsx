import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import type { AnyPreview } from '../../../wizard/journeys/delivery/any-preview.ts';
import { typeRows } from '../../../wizard/journeys/delivery/funnel.ts';
import { type PreviewPage, pagesOf } from '../../../wizard/journeys/delivery/preview-state.ts';
import { Screen } from '../../components/screen.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { GuidedStep, ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useTheme } from '../../theme.ts';
import { credentialOfOrchestration, environmentOf } from '../common/environment-of.ts';
import { ErrorMessage, Failure } from '../common/failure.tsx';
import { ColumnsPage } from './columns-page.tsx';
import { EventsPage } from './events-page.tsx';
import { FunnelPage } from './funnel-page.tsx';
import { PreviewStopped, PreviewUnderWay } from './preview-states.tsx';
import { PreviewWorking } from './preview-working.tsx';
import { openProfileFix, PROFILE_FIXES } from './profile-fixes.ts';
import { RequestPage } from './request-page.tsx';
import { SamplePage } from './sample-page.tsx';
import { SaveRejects } from './save-rejects.tsx';
import { Tabs } from './tabs.tsx';
import { type Preview, usePreview } from './use-preview.ts';
import { useSettings } from './use-settings.ts';
import { WarningsPage } from './warnings-page.tsx';

const HELP = [
  'What would be sent, before anything is: how many rows are left and why the others are not, what each column holds, a sample with its hashes, warnings, and the first request letter by letter.',
  'Values are masked. The key u shows the values of the sample until you leave its page.',
] as const;

/** Everything that can be known before sending. Nothing leaves from here. */
export function PreviewScreen({ screen, navigation }: ScreenProps<'preview'>): ReactNode {
  const { orchestration, set, step } = screen;
  const services = useServices();
  const preview = usePreview(orchestration, set, screen.preview);
  const { state } = preview;
  const { settings, profile } = useSettings(orchestration, set);
  const environment =
    settings?.credential.environment ??
    state.preview?.environment ??
    environmentOf(services, profile, credentialOfOrchestration(profile, orchestration));

  const showReview = (shown: AnyPreview): void =>
    navigation.replace({ id: 'review', orchestration, set, preview: shown, step: stepAfter(step) });
  const sendsPhones =
    state.preview !== undefined && typeRows(state.preview).some(({ type }) => type === 'PHONE');
  const phoneRule = sendsPhones ? settings?.rules.phoneRule : undefined;

  return (
    <Screen
      environment={environment}
      subject={`Preview of ${orchestration}`}
      step={step === undefined ? undefined : { ...step, title: 'Preview' }}
      help={HELP}
    >
      {state.work.kind === 'previewing' ? (
        <PreviewUnderWay
          work={state.work}
          hasEarlier={state.preview !== undefined}
          onStop={preview.stop}
          onBack={navigation.back}
        />
      ) : state.problem !== undefined ? (
        <Failed
          preview={preview}
          onBack={navigation.back}
          onFix={(fix) => openProfileFix(navigation.open, profile, orchestration, fix, preview.again)}
        />
      ) : state.preview === undefined ? (
        // Before the first attempt begins there is nothing to tell.
        state.isStopped ? (
          <PreviewStopped onAgain={preview.again} onBack={navigation.back} />
        ) : null
      ) : (
        <Pages
          preview={preview}
          view={state.preview}
          phoneRule={phoneRule}
          orchestration={orchestration}
          onBack={navigation.back}
          onReview={showReview}
        />
      )}
    </Screen>
  );
}

/** In the guided set-up the review, the delivery and its result are the last step. */
function stepAfter(step: GuidedStep | undefined): GuidedStep | undefined {
  return step === undefined ? undefined : { ...step, number: Math.min(step.total, step.number + 1) };
}

interface PartProps {
  readonly preview: Preview;
  readonly onBack: () => void;
}

interface FailedProps extends PartProps {
  readonly onFix: (fix: (typeof PROFILE_FIXES)[number]['id']) => void;
}

function Failed({ preview, onBack, onFix }: FailedProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  const { problem } = preview.state;
  if (problem === undefined) return null;
  return (
    <Failure
      error={problem}
      items={[...PROFILE_FIXES, { id: 'again', label: 'Try again' } as const]}
      onChoose={(id) => (id === 'again' ? preview.again() : onFix(id))}
    />
  );
}

interface PagesProps extends PartProps {
  readonly view: AnyPreview;
  readonly phoneRule: 'plus' | 'digits' | undefined;
  readonly orchestration: string;
  readonly onReview: (view: AnyPreview) => void;
}

const LABELS: Readonly<Record<PreviewPage, string>> = {
  funnel: 'Funnel',
  events: 'Events',
  columns: 'Columns',
  sample: 'Sample',
  warnings: 'Warnings',
  request: 'Request',
};

/** Rows above a page: the tabs, and what was done last. */
const ROWS_ABOVE = 2;

function Pages({ preview, view, phoneRule, orchestration, onBack, onReview }: PagesProps): ReactNode {
  const body = useBodySize();
  const { symbols } = useTheme();
  const { page, unmasked, work, refusal } = preview.state;
  const [isSaving, setIsSaving] = useState(false);
  const [said, setSaid] = useState<string | undefined>(undefined);
  const warnings = view.warnings.length;
  const rows = body.rows - ROWS_ABOVE;

  useKeys(
    {
      level: 'screen',
      bindings: [
        { keys: ['enter'], hint: 'review and send', run: () => onReview(view) },
        { keys: ['right', 'tab'], label: symbols.leftRight, hint: 'pages', run: () => preview.turn(1) },
        { keys: ['left', 'shift+tab'], run: () => preview.turn(-1) },
        {
          keys: ['u'],
          hint: unmasked === undefined ? 'show values' : 'mask',
          isEnabled: page === 'sample' && work.kind === 'none',
          run: () => (unmasked === undefined ? preview.unmask() : preview.mask()),
        },
        { keys: ['r'], hint: 'request', isEnabled: page !== 'request', run: preview.showRequest },
        { keys: ['s'], hint: 'save rejects', run: () => setIsSaving(true) },
        { keys: ['escape'], hint: 'back', run: onBack },
      ],
    },
    !isSaving,
  );

  if (isSaving) {
    return (
      <SaveRejects
        of={orchestration}
        rejects={view.rejects}
        onSaved={(text) => {
          setSaid(text);
          setIsSaving(false);
        }}
        onCancel={() => setIsSaving(false)}
      />
    );
  }
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Tabs
        current={page}
        tabs={pagesOf(view).map((id) => ({
          id,
          label: id === 'warnings' && warnings > 0 ? `${LABELS[id]} ${warnings}` : LABELS[id],
        }))}
      />
      <Box height={1}>
        <Toned tone="success" wrap="truncate-end">
          {said ?? ''}
        </Toned>
      </Box>
      {page === 'request' ? (
        <RequestPage request={view.request} rows={rows} />
      ) : (
        <ScrollView key={page} rows={rows}>
          {page === 'funnel' ? <FunnelPage preview={view} /> : null}
          {page === 'events' && view.kind === 'events' ? <EventsPage preview={view} /> : null}
          {page === 'columns' ? <ColumnsPage preview={view} /> : null}
          {page === 'sample' && work.kind === 'unmasking' ? <PreviewWorking work={work} /> : null}
          {refusal === undefined ? null : <ErrorMessage error={refusal} />}
          {page === 'sample' && work.kind === 'none' ? (
            <SamplePage
              sample={unmasked ?? view.sample}
              isUnmasked={unmasked !== undefined}
              phoneRule={phoneRule}
            />
          ) : null}
          {page === 'warnings' ? <WarningsPage warnings={view.warnings} /> : null}
        </ScrollView>
      )}
    </Box>
  );
}
