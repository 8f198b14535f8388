import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { RemedyId } from '../../../wizard/journeys/remedies/offered-actions.ts';
import type { RemedyItem } from '../../../wizard/journeys/remedies/remedy-items.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { type Symbols, useTheme } from '../../theme.ts';
import { SaveRejects } from '../preview/save-rejects.tsx';
import { ChooseAdvertiser } from './choose-advertiser.tsx';
import { EventSourcePage } from './event-source-page.tsx';
import { FaultDetails, FaultSummary } from './fault-view.tsx';
import { SaveBundle } from './save-bundle.tsx';
import { type Failed, type RemedyControl, useRemedies } from './use-remedies.ts';
import { WaitPage } from './wait-page.tsx';

export interface RemedyPageProps extends Failed {
  /** What failed, in a few words, such as "Check the connection: failed." */
  readonly headline: string;
  readonly onClose: () => void;
}

/** A failure: what it means, what TikTok said, and everything that can resolve it, done from here. */
export function RemedyPage(props: RemedyPageProps): ReactNode {
  const { fault, headline, runId } = props;
  const services = useServices();
  const control = useRemedies(props);
  const { part, show, facts, remedies } = control;
  const backToList = (): void => show('list');
  const saved = (text: string): void => {
    control.say({ kind: 'success', text });
    backToList();
  };

  switch (part) {
    case 'list':
      return <RemedyList {...props} control={control} />;
    case 'details':
      return (
        <FaultDetails fault={fault} headline={headline} verified={remedies.verified} onBack={backToList} />
      );
    case 'advertiser':
      return facts === undefined ? null : (
        <ChooseAdvertiser
          credential={facts.credential}
          current={facts.advertiserIds}
          onChoose={control.pickAdvertiser}
          onType={control.editDestination}
          onCancel={backToList}
        />
      );
    case 'event-source':
      return props.subject.orchestration === undefined ? null : (
        <EventSourcePage
          orchestration={props.subject.orchestration}
          runId={runId}
          isRepaired={control.repair.isRepaired}
          open={props.open}
          onRepaired={control.repaired}
          onResolve={props.onResume}
          onBack={backToList}
        />
      );
    case 'rejects':
      return runId === undefined ? null : (
        <SaveRejects
          of={runId}
          rejects={() => services.runs.rejects(runId)}
          onSaved={saved}
          onCancel={backToList}
        />
      );
    case 'bundle':
      return runId === undefined ? null : <SaveBundle runId={runId} onSaved={saved} onCancel={backToList} />;
    case 'wait':
      return <WaitPage seconds={control.waitSeconds} onGoOn={props.onResume} onCancel={backToList} />;
  }
}

/** Rows of the failure above the list, in a window of the usual height and in a small one. */
const SUMMARY_ROWS = 7;
const SMALL_SUMMARY_ROWS = 4;
const USUAL_BODY_ROWS = 16;

function RemedyList(props: RemedyPageProps & { readonly control: RemedyControl }): ReactNode {
  const { fault, headline, onClose, control } = props;
  const { remedies, repair } = control;
  const { symbols } = useTheme();
  const body = useBodySize();
  const summaryRows = body.rows >= USUAL_BODY_ROWS ? SUMMARY_ROWS : SMALL_SUMMARY_ROWS;
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['tab'], hint: 'details', run: () => control.show('details') },
      {
        keys: ['ctrl+y'],
        hint: 'copy the id',
        isEnabled: fault.requestId !== undefined,
        run: () => control.choose('copy-request-id'),
      },
      { keys: ['escape'], hint: 'leave it', run: onClose },
    ],
  });
  return (
    <Box flexDirection="column" flexShrink={0}>
      <FaultSummary
        fault={fault}
        headline={headline}
        verified={remedies.verified}
        said={repair.said}
        rows={summaryRows}
        isShort={summaryRows === SMALL_SUMMARY_ROWS}
      />
      <Choice
        // A repair moves Resolve to the top and the highlight with it; what TikTok tells later moves neither.
        key={repair.repairs}
        label="What can be done"
        items={remedies.items.map((item) => choiceItem(item, symbols))}
        initialId={remedies.first}
        rows={body.rows - summaryRows}
        onChoose={control.choose}
      />
    </Box>
  );
}

/** For the help of the screens that show the list. */
export const SIGNS_HELP =
  'A sign before a way out tells what was found there: wrong, right, or not to be told from here. The sentence below the list says more.';

function choiceItem({ id, title, step }: RemedyItem, symbols: Symbols): ChoiceItem<RemedyId> {
  const sign = { verified: symbols.success, wrong: symbols.danger, open: symbols.info };
  return {
    id,
    label: `${step === undefined ? ' ' : sign[step.state]} ${title}`,
    ...(step?.finding === undefined ? {} : { description: visible(step.finding) }),
  };
}
