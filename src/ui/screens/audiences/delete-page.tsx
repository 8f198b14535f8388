import type { ReactNode } from 'react';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { AdAccount, DeletedAudience } from '../../../wizard/audience-service.ts';
import type { AudienceView } from '../../../wizard/journeys/audiences/audience-view.ts';
import { deletedInWords, deletionQuestion } from '../../../wizard/journeys/audiences/audience-words.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { visible } from '../../text/visible.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import { ConsentPage } from '../review/consent-page.tsx';
import { DonePage } from './done-page.tsx';

export interface DeletePageProps {
  readonly account: AdAccount;
  readonly view: AudienceView;
  readonly onBack: () => void;
  /** Leads to the list as it is then: after a failure nobody knows what it is. */
  readonly onList: () => void;
}

/** Deletes an audience after its name was typed; what happens and what follows is said before and after. */
export function DeletePage({ account, view, onBack, onList }: DeletePageProps): ReactNode {
  const { audiences } = useServices();
  const { profile } = useProfile();
  const { state, start, cancel } = useTask<DeletedAudience>();

  switch (state.status) {
    case 'idle':
      return (
        <ConsentPage
          consent={{ kind: 'type-name', name: typedName(view), question: visible(deletionQuestion(view)) }}
          environment={findEntity(profile, 'credential', account.credential)?.environment ?? 'production'}
          warnings={[]}
          typedHint="delete"
          backHint="keep it"
          onAgree={() =>
            start('Deleting the audience', ({ onWait }) => audiences.delete(account, view.info, { onWait }))
          }
          onBack={onBack}
        />
      );
    case 'running':
      // Once it is asked for, leaving would not stop it.
      return <Working label={state.label} wait={state.wait} />;
    case 'failed':
      return (
        <Failure
          error={state.error}
          items={[
            { id: 'list', label: 'Look at the list again', description: 'What is kept of it here stays.' },
            { id: 'again', label: 'Type its name again' },
          ]}
          onChoose={(id) => (id === 'list' ? onList() : cancel())}
        />
      );
    case 'done':
      return <DonePage {...deletedInWords(view, state.value)} onList={onList} />;
  }
}

/** A name that can't be shown as it is can't be typed either; the id can. */
function typedName({ name, info }: AudienceView): string {
  return visible(name) === name && name.trim() !== '' ? name : info.id;
}
