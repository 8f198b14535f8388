import { Box } from 'ink';
import { type ReactNode, useMemo } from 'react';
import type { Rehearsal } from '../../../wizard/journeys/delivery/consent.ts';
import { type ReviewEdit, reviewRows } from '../../../wizard/journeys/delivery/review.ts';
import { trialOf } from '../../../wizard/journeys/promotion/promotion.ts';
import { Choice } from '../../components/choice.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation, ScreenId } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { PreviewWorking } from '../preview/preview-working.tsx';
import { openProfileFix, PROFILE_FIXES } from '../preview/profile-fixes.ts';
import type { Preview } from '../preview/use-preview.ts';
import type { Settings } from '../preview/use-settings.ts';
import { type ReviewItemId, reviewItems, testAudienceOf } from './review-items.ts';

export interface ReviewAnswersProps {
  readonly preview: Preview;
  readonly settings: Settings;
  readonly orchestration: string;
  readonly open: Navigation<ScreenId>['open'];
  readonly onSend: (rehearsal: Rehearsal | undefined) => void;
  readonly onTestEvents: () => void;
  readonly onBack: () => void;
}

/** Rows above the list: that nothing is sent yet, or how the preview goes. */
const ROWS_ABOVE = 3;

/** The list of answers, each of which leads to where it is changed. */
export function ReviewAnswers(props: ReviewAnswersProps): ReactNode {
  const { preview, settings, orchestration, open, onBack } = props;
  const body = useBodySize();
  const { state } = preview;
  const { runs } = useServices();
  const destination = settings.settings?.destination.name ?? '';
  const trial = useMemo(() => trialOf(runs, destination), [runs, destination]);
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back to the preview', run: onBack }] });

  const problem = state.problem ?? settings.problem;
  if (problem !== undefined) {
    return (
      <Failure
        error={problem}
        items={[...PROFILE_FIXES, { id: 'again', label: 'Try again' } as const]}
        onChoose={(id) =>
          id === 'again'
            ? preview.again()
            : openProfileFix(open, settings.profile, orchestration, id, preview.again)
        }
      />
    );
  }
  if (settings.settings === undefined) return null;
  const { query, kind } = settings.settings;
  const testedOn = trial?.of === 'test-audience' ? trial.at.slice(0, 10) : undefined;
  const rows = reviewRows(settings.settings, state.preview);

  function choose(id: ReviewItemId): void {
    const row = rows.find((each) => id === `answer ${each.id}`);
    if (row !== undefined) openEdit(row.edit);
    else if (id === 'test-events') props.onTestEvents();
    else props.onSend(testAudienceOf(id));
  }

  /** Comes back with a new preview, because any answer may change what is sent. */
  function openEdit(edit: ReviewEdit): void {
    switch (edit.screen) {
      case 'preview':
        onBack();
        return;
      case 'destination':
        open({ id: 'destination', name: edit.name, focus: edit.focus }, preview.again);
        return;
      case 'template':
        open({ id: 'template', name: edit.name, query: query.name }, preview.again);
        return;
      case 'credential':
        open({ id: 'credential', name: edit.name }, preview.again);
        return;
      case 'query':
        open({ id: 'query', name: edit.name }, preview.again);
        return;
      case 'orchestration':
        open({ id: 'orchestration', name: edit.name }, preview.again);
    }
  }

  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box height={ROWS_ABOVE} flexShrink={0}>
        {state.work.kind === 'none' ? (
          <Toned isBold>Nothing has been sent yet.</Toned>
        ) : (
          <PreviewWorking work={state.work} />
        )}
      </Box>
      <Choice
        // After an edit the list starts over, without what was typed to find the answer.
        key={state.attempt}
        initialId="send"
        label="What next?"
        items={reviewItems({ kind, rows, disabledBecause: whyNotYet(preview), testedOn })}
        isFilterable
        rows={body.rows - ROWS_ABOVE}
        onChoose={choose}
      />
    </Box>
  );
}

function whyNotYet({ state }: Preview): string | undefined {
  if (state.work.kind === 'previewing') return 'The preview is being made; it takes a moment.';
  if (state.preview === undefined) return 'There is no preview yet; Esc leads to it.';
  return undefined;
}
