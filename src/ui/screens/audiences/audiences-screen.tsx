import { type ReactNode, useState } from 'react';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import type { AdAccount } from '../../../wizard/audience-service.ts';
import { adAccounts, audienceViews, keyOf } from '../../../wizard/journeys/audiences/audience-view.ts';
import { environmentName } from '../../../wizard/journeys/credential/credential-form.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { Screen } from '../../components/screen.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from '../common/environment-of.ts';
import { Loaded } from '../common/loaded.tsx';
import { AudiencesPage } from './audiences-page.tsx';

const HELP = [
  'The audiences of an ad account as TikTok lists them, also those that other people and tools made.',
  'An audience is deleted here only, and only after its name was typed. Runs never delete one.',
] as const;

/** The audiences at TikTok, ad account by ad account. */
export function AudiencesScreen({ navigation }: ScreenProps<'audiences'>): ReactNode {
  const services = useServices();
  const { profile, latest } = useProfile();
  const accounts = adAccounts(profile);
  const [only] = accounts.length === 1 ? accounts : [];
  const [picked, setPicked] = useState<AdAccount | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const account = picked ?? only;
  const back = picked === undefined ? navigation.back : () => setPicked(undefined);
  const again = () => setAttempt((number) => number + 1);

  return (
    <Screen
      environment={environmentOf(services, profile, account?.credential)}
      subject={account === undefined ? 'Audiences' : `Audiences of ${account.advertiserId}`}
      help={HELP}
    >
      {account === undefined ? (
        <AccountPage profile={profile} accounts={accounts} onPick={setPicked} onBack={back} />
      ) : (
        <Loaded
          key={`${keyOf(account)} ${attempt}`}
          label="Asking TikTok for the audiences"
          work={async ({ onWait }) => {
            const { credential, advertiserId } = account;
            const listed = await services.credentials.audiences(credential, advertiserId, onWait);
            return audienceViews(listed, services.runs.audiences(), latest(), account);
          }}
          items={({ kind }) =>
            kind === 'invalid-credentials'
              ? [{ id: 'authorize', label: 'Authorize again', description: 'Then the list is asked for.' }]
              : []
          }
          onChoose={() =>
            navigation.open({ id: 'credential', name: account.credential, authorizeOnly: true }, again)
          }
          onBack={back}
        >
          {(views) => <AudiencesPage account={account} views={views} onChanged={again} onBack={back} />}
        </Loaded>
      )}
    </Screen>
  );
}

interface AccountPageProps {
  readonly profile: Profile;
  readonly accounts: readonly AdAccount[];
  readonly onPick: (account: AdAccount) => void;
  readonly onBack: () => void;
}

function AccountPage({ profile, accounts, onPick, onBack }: AccountPageProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  if (accounts.length === 0) {
    return (
      <Message
        kind="info"
        text="No destination delivers audiences yet, so there is no ad account to look into."
        hint="Set one up first: go back and choose Destinations."
      />
    );
  }
  return (
    <Choice
      label="Of which ad account?"
      items={accounts.map((account) => ({
        id: keyOf(account),
        label: account.advertiserId,
        note: `${account.credential}, ${placeOf(profile, account)}`,
        description: destinationsOf(profile, account),
      }))}
      onChoose={(id) => {
        const account = accounts.find((each) => keyOf(each) === id);
        if (account !== undefined) onPick(account);
      }}
    />
  );
}

function placeOf(profile: Profile, { credential }: AdAccount): string {
  const environment = findEntity(profile, 'credential', credential)?.environment;
  return environment === undefined ? 'no such credential' : environmentName(environment);
}

function destinationsOf(profile: Profile, { credential, advertiserId }: AdAccount): string {
  const names = profile.destinations
    .filter((each) => each.kind === 'audience' && each.credential === credential)
    .filter(({ advertiserIds }) => advertiserIds.includes(advertiserId))
    .map(({ name }) => name);
  return `Of the ${names.length === 1 ? 'destination' : 'destinations'} ${names.join(', ')}.`;
}
