import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Advertiser } from '../../../core/ports/tiktok.ts';
import type { TokenView } from '../../../wizard/credential-service.ts';
import {
  advertiserItems,
  checkAdvertiserIds,
  parseAdvertiserIds,
  proposeAdvertisers,
  unusualIds,
} from '../../../wizard/journeys/destination/advertisers.ts';
import { Message } from '../../components/message.tsx';
import { MultiChoice } from '../../components/multi-choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation, ScreenId } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import type { PartPageProps } from './page-props.ts';

export interface AdvertiserPageProps extends PartPageProps<'credential' | 'advertiserIds'> {
  readonly back: () => void;
  readonly navigation: Pick<Navigation<ScreenId>, 'open'>;
  readonly label?: string | undefined;
  /** What TikTok told of the ad accounts, for answers that follow from them. */
  readonly onListed?: ((advertisers: readonly Advertiser[]) => void) | undefined;
}

/** Rows that the reason for typing ids takes. */
const REASON_ROWS = 4;

/** Which ad accounts get the audience: marked in the list that the credential reaches, or typed. */
export function AdvertiserPage(props: AdvertiserPageProps): ReactNode {
  const { answers, back, navigation } = props;
  const { credentials } = useServices();
  const { state, start } = useTask<TokenView>();
  const [isTyping, setTyping] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const { credential } = answers;
  const listedNow = useEffectEvent(({ advertisers }: TokenView) => props.onListed?.(advertisers));

  useEffect(() => {
    if (credential === undefined) return;
    const label = attempt === 0 ? 'Asking TikTok for the advertisers' : 'Asking TikTok once more';
    start(label, ({ onWait }) => credentials.inspect(credential, onWait), listedNow);
  }, [credentials, credential, attempt, start]);

  function authorizeAgain(): void {
    if (credential === undefined) return;
    navigation.open({ id: 'credential', name: credential, authorizeOnly: true }, () =>
      setAttempt((number) => number + 1),
    );
  }

  const listed = state.status === 'done' ? state.value.advertisers : [];
  const reason = state.status === 'done' ? state.value.advertisersProblem : undefined;
  const mustType = state.status === 'done' && listed.length === 0;
  useKeys(
    {
      level: 'screen',
      bindings: [
        {
          keys: ['ctrl+t'],
          hint: isTyping ? 'the list' : 'type ids',
          isEnabled: listed.length > 0,
          run: () => setTyping(!isTyping),
        },
        { keys: ['ctrl+r'], hint: 'authorize again', run: authorizeAgain },
      ],
    },
    state.status === 'done',
  );

  if (state.status === 'idle' || state.status === 'running') {
    return (
      <Working
        label={state.status === 'running' ? state.label : 'Asking TikTok for the advertisers'}
        wait={state.status === 'running' ? state.wait : undefined}
        onCancel={back}
      />
    );
  }
  if (isTyping || mustType) return <TypedIds {...props} listed={listed} reason={reason} />;
  if (state.status === 'done') return <ListedIds {...props} listed={listed} />;
  return (
    <Failure
      error={state.error}
      items={[
        { id: 'retry', label: 'Try again' },
        { id: 'authorize', label: 'Authorize again', description: 'For access that doesn’t work any more.' },
        { id: 'type', label: 'Type the advertiser ids', description: 'Without asking TikTok.' },
        { id: 'back', label: 'Go back' },
      ]}
      onChoose={(id) => {
        if (id === 'retry') setAttempt((number) => number + 1);
        else if (id === 'authorize') authorizeAgain();
        else if (id === 'type') setTyping(true);
        else back();
      }}
    />
  );
}

interface ListedIdsProps extends AdvertiserPageProps {
  readonly listed: readonly Advertiser[];
}

function ListedIds({ answers, note, answer, listed, label }: ListedIdsProps): ReactNode {
  const known = advertiserItems(listed);
  const others = answers.advertiserIds.filter((id) => !listed.some((advertiser) => advertiser.id === id));
  const items = [
    ...known,
    ...others.map((id) => ({ id, label: id, note: 'typed; TikTok does not list it', keywords: id })),
  ];
  const initialIds = answers.advertiserIds.length > 0 ? answers.advertiserIds : proposeAdvertisers(listed);
  return (
    <MultiChoice
      label={label ?? 'Which ad accounts get the audience?'}
      items={items}
      initialIds={initialIds}
      onChange={(advertiserIds) => note({ advertiserIds })}
      onSubmit={(advertiserIds) => answer({ advertiserIds })}
    />
  );
}

interface TypedIdsProps extends ListedIdsProps {
  /** Why there is no list. */
  readonly reason: string | undefined;
}

function TypedIds({ answers, note, answer, listed, reason }: TypedIdsProps): ReactNode {
  const { rows } = useBodySize();
  const doubted = useRef<string>(undefined);

  function validate(text: string): string | undefined {
    const ids = parseAdvertiserIds(text);
    const problem = checkAdvertiserIds(ids);
    if (problem !== undefined || doubted.current === text) return problem;
    const unusual = unusualIds(ids, listed);
    if (unusual.length === 0) return undefined;
    // Older ids are shorter, so a second Enter is enough.
    doubted.current = text;
    const [first = ''] = unusual;
    return `${first} has ${first.length} digits, not 19. Enter again keeps it.`;
  }

  return (
    <>
      {reason === undefined || rows <= REASON_ROWS * 2 ? null : (
        <Message kind="warning" text={`TikTok does not list the advertisers: ${reason}`} />
      )}
      <TextField
        label="Advertiser ids, spaces between"
        history="advertiser-ids"
        placeholder="7654321098765432109"
        note="In Ads Manager it stands beside the account’s name."
        initialValue={answers.advertiserIds.join(' ')}
        validate={validate}
        onChange={(text) => note({ advertiserIds: parseAdvertiserIds(text) })}
        onSubmit={(text) => answer({ advertiserIds: parseAdvertiserIds(text) })}
      />
    </>
  );
}
