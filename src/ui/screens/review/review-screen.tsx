import { type ReactNode, useState } from 'react';
import type { PreviewedCounts } from '../../../core/delivery/prepare-audience.ts';
import type { AnyPreview } from '../../../wizard/journeys/delivery/any-preview.ts';
import { consentFor, type Rehearsal } from '../../../wizard/journeys/delivery/consent.ts';
import { Screen } from '../../components/screen.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { credentialOfOrchestration, environmentOf } from '../common/environment-of.ts';
import { usePreview } from '../preview/use-preview.ts';
import { useSettings } from '../preview/use-settings.ts';
import { ConsentPage } from './consent-page.tsx';
import { ReviewAnswers } from './review-answers.tsx';

const HELP = [
  'Every answer that decides what is sent, and where. Choose one to change it; you come back here with a new preview.',
  'Nothing has been sent yet, and nothing is sent before you have answered one more question.',
] as const;

type Part =
  | { readonly kind: 'answers' }
  | { readonly kind: 'test-code' }
  /** Without a rehearsal: the real thing. */
  | { readonly kind: 'consent'; readonly rehearsal: Rehearsal | undefined };

/** The last look at every answer, and the only way to sending. */
export function ReviewScreen({ screen, navigation }: ScreenProps<'review'>): ReactNode {
  const { orchestration, set, step } = screen;
  const preview = usePreview(orchestration, set, screen.preview);
  const { state } = preview;
  const services = useServices();
  const settings = useSettings(orchestration, set);
  const [part, setPart] = useState<Part>({ kind: 'answers' });
  const toAnswers = (): void => setPart({ kind: 'answers' });

  const showPreview = (): void => {
    preview.stop();
    const before = step === undefined ? undefined : { ...step, number: step.number - 1 };
    navigation.replace({ id: 'preview', orchestration, set, preview: state.preview, step: before });
  };

  function send(rehearsal: Rehearsal | undefined, allowRemovalPercent: number | undefined): void {
    if (state.preview === undefined) return;
    navigation.replace({
      id: 'run',
      orchestration,
      set,
      step,
      testMembers: rehearsal?.kind === 'members' ? rehearsal.members : undefined,
      testEventCode: rehearsal?.kind === 'test-events' ? rehearsal.code : undefined,
      allowRemovalPercent,
      // A test audience gets other counts than the preview's by design.
      previewed: rehearsal?.kind === 'members' ? undefined : previewedCounts(state.preview),
    });
  }

  return (
    <Screen
      environment={
        settings.settings?.credential.environment ??
        state.preview?.environment ??
        environmentOf(services, settings.profile, credentialOfOrchestration(settings.profile, orchestration))
      }
      subject={`Review of ${orchestration}`}
      step={step === undefined ? undefined : { ...step, title: 'Review' }}
      help={HELP}
    >
      {part.kind === 'consent' && state.preview !== undefined ? (
        <Agreeing
          preview={state.preview}
          rehearsal={part.rehearsal}
          onAgree={(percent) => send(part.rehearsal, percent)}
          onBack={toAnswers}
        />
      ) : part.kind === 'test-code' ? (
        <TestCode
          onCode={(code) => setPart({ kind: 'consent', rehearsal: { kind: 'test-events', code } })}
          onBack={toAnswers}
        />
      ) : (
        <ReviewAnswers
          preview={preview}
          settings={settings}
          orchestration={orchestration}
          open={navigation.open}
          onSend={(rehearsal) => setPart({ kind: 'consent', rehearsal })}
          onTestEvents={() => setPart({ kind: 'test-code' })}
          onBack={showPreview}
        />
      )}
    </Screen>
  );
}

/** What was seen; the run compares it with what it finds. */
function previewedCounts(preview: AnyPreview): PreviewedCounts {
  const { fingerprint } = preview;
  const { rowsRead } = preview.staged;
  if (preview.kind === 'events') return { fingerprint, rowsRead, added: 0, removed: 0 };
  const { added, removed } = preview.plan.expected.delivery;
  return { fingerprint, rowsRead, added, removed };
}

interface AgreeingProps {
  readonly preview: AnyPreview;
  readonly rehearsal: Rehearsal | undefined;
  readonly onAgree: (allowRemovalPercent: number | undefined) => void;
  readonly onBack: () => void;
}

function Agreeing({ preview, rehearsal, onAgree, onBack }: AgreeingProps): ReactNode {
  const consent = consentFor(preview, rehearsal);
  return (
    <ConsentPage
      consent={consent}
      environment={preview.environment}
      warnings={preview.warnings}
      onAgree={() => onAgree(consent.kind === 'type-name' ? consent.allowRemovalPercent : undefined)}
      onBack={onBack}
    />
  );
}

interface TestCodeProps {
  readonly onCode: (code: string) => void;
  readonly onBack: () => void;
}

function TestCode({ onCode, onBack }: TestCodeProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  return (
    <TextField
      label="Test event code"
      history="test-event-code"
      note="From Events Manager, on the page of the event source: Test Events."
      isToken
      validate={(code) => (code === '' ? 'A code such as TEST12345 is needed.' : undefined)}
      onSubmit={onCode}
    />
  );
}
