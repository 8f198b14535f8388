import { type ReactNode, useState } from 'react';
import { attempt, KnownError } from '../../../core/errors.ts';
import { readAge } from '../../../core/history/age.ts';
import { formatAmount, formatCount } from '../../../core/wording.ts';
import {
  checkAge,
  daysInWords,
  OFFERED_DAYS,
  retentionInWords,
} from '../../../wizard/journeys/retention/retention.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Screen } from '../../components/screen.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from '../common/environment-of.ts';
import { Failure } from '../common/failure.tsx';
import { PrunePage } from './prune-page.tsx';

const HELP = [
  'A run’s folder holds its journal, its counts and hashes of the people it sent. The audience and its ledger are not touched when a run goes.',
  'Never deleted by age: a run that can be resumed, one whose effect the ledger does not hold yet, and the last of each audience, which can be undone.',
] as const;

type Page =
  | { readonly at: 'overview' }
  | { readonly at: 'days' }
  | { readonly at: 'prune'; readonly days: number }
  | { readonly at: 'failed'; readonly error: KnownError };

const OVERVIEW: Page = { at: 'overview' };

/** How long runs are kept, and what would be deleted now. */
export function RetentionScreen({ navigation }: ScreenProps<'retention'>): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  const [page, setPage] = useState<Page>(OVERVIEW);
  const back = page.at === 'overview' ? navigation.back : () => setPage(OVERVIEW);
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: back }] });

  function keepForGood(): void {
    try {
      services.runs.keepFor(undefined);
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      setPage({ at: 'failed', error });
    }
  }

  return (
    <Screen
      environment={environmentOf(services, profile, undefined)}
      subject="How long runs are kept"
      help={HELP}
    >
      <Body page={page} onPage={setPage} onForGood={keepForGood} onBack={back} />
    </Screen>
  );
}

interface BodyProps {
  readonly page: Page;
  readonly onPage: (page: Page) => void;
  readonly onForGood: () => void;
  readonly onBack: () => void;
}

function Body({ page, onPage, onForGood, onBack }: BodyProps): ReactNode {
  switch (page.at) {
    case 'overview':
      return <Overview onPage={onPage} onForGood={onForGood} />;
    case 'days':
      return (
        <TextField
          label="How many days are runs kept after they ended?"
          placeholder="180"
          note="Weeks, too: 26w."
          validate={checkAge}
          onSubmit={(text) => {
            const days = readAge(text);
            if (days !== undefined) onPage({ at: 'prune', days });
          }}
        />
      );
    case 'prune':
      return <PrunePage days={page.days} onBack={onBack} />;
    case 'failed':
      return <Failure error={page.error} items={[{ id: 'back', label: 'Go back' }]} onChoose={onBack} />;
  }
}

/** How it is now, in a row or two, with an empty one. */
const STANDING_ROWS = 3;

function Overview({ onPage, onForGood }: Pick<BodyProps, 'onPage' | 'onForGood'>): ReactNode {
  const { runs } = useServices();
  const { rows } = useBodySize();
  // What was chosen is read again, and never shown before it is kept.
  const [standing, setStanding] = useState(() => standingOf(runs));
  if (standing instanceof KnownError) {
    return (
      <Failure
        error={standing}
        items={[{ id: 'retry', label: 'Read it again' }]}
        onChoose={() => setStanding(standingOf(runs))}
      />
    );
  }
  const { days, due } = standing;
  const ages = [...new Set([...OFFERED_DAYS, ...(days === undefined ? [] : [days])])].toSorted(
    (a, b) => a - b,
  );
  const items: readonly ChoiceItem[] = [
    { id: 'good', label: 'Keep them for good', description: 'Nothing is deleted by itself.' },
    ...ages.map((age) => ({
      id: `${age}`,
      label: `Keep them ${daysInWords(age)}`,
      note: `${formatCount(due(age))} older`,
      description: 'Shows what would be deleted; nothing is, before you say so.',
    })),
    { id: 'other', label: 'Another number of days' },
  ];

  function choose(id: string): void {
    if (id === 'other') onPage({ at: 'days' });
    else if (id !== 'good') onPage({ at: 'prune', days: Number(id) });
    else {
      onForGood();
      setStanding(standingOf(runs));
    }
  }

  return (
    <>
      <Toned>{retentionInWords(days)}</Toned>
      <Choice
        label={`For how long? ${formatAmount(standing.total, 'run')} here.`}
        items={items}
        initialId={days === undefined ? 'good' : `${days}`}
        rows={rows - STANDING_ROWS}
        onChoose={choose}
      />
    </>
  );
}

function standingOf(runs: ReturnType<typeof useServices>['runs']) {
  return attempt(() => ({
    days: runs.keptDays(),
    total: runs.list().runs.length,
    due: (days: number) => runs.pruning(days).remove.length,
  }));
}
