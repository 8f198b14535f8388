import { type ReactNode, useState } from 'react';
import { attempt, KnownError } from '../../../core/errors.ts';
import type { AdAccount, AudienceService } from '../../../wizard/audience-service.ts';
import type { AudienceView } from '../../../wizard/journeys/audiences/audience-view.ts';
import { whyUndeletable } from '../../../wizard/journeys/audiences/audience-words.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { problemText } from '../common/problem-text.ts';

export type AudienceAction = 'watch' | 'ledger' | 'delete';

export interface ActionsPageProps {
  readonly account: AdAccount;
  readonly view: AudienceView;
  readonly onChoose: (action: AudienceAction) => void;
  readonly onBack: () => void;
}

const TAKE_OVER: ChoiceItem<AudienceAction> = {
  id: 'ledger',
  label: 'Take over its ledger…',
  description: 'From a file that another machine wrote; then a run sends only the difference.',
};

/** What can be done with an audience; what can't says why. */
export function ActionsPage({ account, view, onChoose, onBack }: ActionsPageProps): ReactNode {
  const { audiences } = useServices();
  const [refused] = useState(() => whyUndeletable(view) ?? whyForbidden(audiences, account, view));
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  return (
    <Choice<AudienceAction>
      label={visible(view.name)}
      items={[
        {
          id: 'watch',
          label: 'Watch its size and state',
          description: 'TikTok may need up to 48 hours for a change.',
        },
        // A ledger that is here is newer than any file.
        ...(view.record === undefined && view.channel !== undefined ? [TAKE_OVER] : []),
        {
          id: 'delete',
          label: 'Delete it…',
          description: 'For good, at TikTok; you type its name before.',
          disabledBecause: refused,
        },
      ]}
      onChoose={onChoose}
    />
  );
}

function whyForbidden(audiences: AudienceService, account: AdAccount, { info }: AudienceView) {
  const refusal = attempt(() => audiences.checkDeletion(account, info));
  return refusal instanceof KnownError ? problemText(refusal) : undefined;
}
