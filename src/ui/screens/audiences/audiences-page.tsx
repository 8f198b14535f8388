import { type ReactNode, useState } from 'react';
import { formatAmount } from '../../../core/wording.ts';
import type { AdAccount } from '../../../wizard/audience-service.ts';
import type { AudienceView } from '../../../wizard/journeys/audiences/audience-view.ts';
import { audienceNote } from '../../../wizard/journeys/audiences/audience-words.ts';
import { Choice } from '../../components/choice.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { WatchPage } from '../result/watch-page.tsx';
import { ActionsPage, type AudienceAction } from './actions-page.tsx';
import { DeletePage } from './delete-page.tsx';
import { DetailsPage } from './details-page.tsx';
import { DonePage } from './done-page.tsx';
import { LedgerPage } from './ledger-page.tsx';

export interface AudiencesPageProps {
  readonly account: AdAccount;
  readonly views: readonly AudienceView[];
  /** What TikTok lists is no longer what is shown. */
  readonly onChanged: () => void;
  readonly onBack: () => void;
}

interface Page {
  readonly at: 'list' | 'details' | 'actions' | AudienceAction;
  /** The audience that is looked at, or was. */
  readonly view: AudienceView | undefined;
}

/** The audiences of an ad account, and what can be done with each. */
export function AudiencesPage({ account, views, onChanged, onBack }: AudiencesPageProps): ReactNode {
  const [said, setSaid] = useState<string | undefined>(undefined);
  const [{ at, view }, setPage] = useState<Page>({ at: 'list', view: undefined });
  const go = (next: Page['at']) => () => setPage({ at: next, view });

  if (at === 'list' || view === undefined) {
    return (
      <ListPage
        views={views}
        initial={view}
        onPick={(picked) => setPage({ at: 'details', view: picked })}
        onBack={onBack}
      />
    );
  }
  switch (at) {
    case 'details':
      return <DetailsPage view={view} onNext={go('actions')} onBack={go('list')} />;
    case 'actions':
      return (
        <ActionsPage
          account={account}
          view={view}
          onChoose={(action) => setPage({ at: action, view })}
          onBack={go('details')}
        />
      );
    case 'watch':
      return (
        <WatchPage
          audience={{ id: view.info.id, name: view.name, created: false }}
          find={() => account}
          onBack={go('details')}
        />
      );
    case 'ledger':
      return said === undefined ? (
        <LedgerPage view={view} onTaken={setSaid} onBack={go('details')} />
      ) : (
        <DonePage text={said} onList={onChanged} />
      );
    case 'delete':
      return <DeletePage account={account} view={view} onBack={go('details')} onList={onChanged} />;
  }
}

interface ListPageProps {
  readonly views: readonly AudienceView[];
  readonly initial: AudienceView | undefined;
  readonly onPick: (view: AudienceView) => void;
  readonly onBack: () => void;
}

function ListPage({ views, initial, onPick, onBack }: ListPageProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  return (
    <Choice
      label={formatAmount(views.length, 'audience')}
      items={views.map((view) => ({
        id: view.info.id,
        label: view.name,
        note: audienceNote(view),
        keywords: view.info.id,
      }))}
      initialId={initial?.info.id}
      isFilterable
      chooseHint="look at it"
      emptyText="TikTok lists no audience in this ad account."
      onChoose={(id) => {
        const view = views.find(({ info }) => info.id === id);
        if (view !== undefined) onPick(view);
      }}
    />
  );
}
