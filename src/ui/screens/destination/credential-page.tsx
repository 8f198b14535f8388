import type { ReactNode } from 'react';
import { environmentName } from '../../../wizard/journeys/credential/credential-form.ts';
import { proposeName } from '../../../wizard/journeys/destination/answers.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { PickOrCreate } from '../common/pick-or-create.tsx';
import type { PartPageProps } from './page-props.ts';

export interface CredentialPageProps extends PartPageProps<'credential' | 'name' | 'taken'> {
  readonly navigation: Navigation<'destination'>;
  /** A name for a destination that has none of its own yet. */
  readonly propose?: typeof proposeName;
}

/** Whose access the destination uses; a new credential is set up on the spot. */
export function CredentialPage(props: CredentialPageProps): ReactNode {
  const { answers, answer, navigation, propose = proposeName } = props;
  const { profile } = useProfile();

  function pick(credential: string): void {
    // A name that was only proposed follows the credential; one that was given stays.
    const isProposed = answers.name === propose(answers.credential, answers.taken);
    answer({ credential, ...(isProposed ? { name: propose(credential, answers.taken) } : {}) });
  }

  return (
    <PickOrCreate
      label="Whose access to TikTok is used?"
      items={profile.credentials.map(({ name, environment, description }) => ({
        name,
        note: environmentName(environment),
        description,
      }))}
      chosen={answers.credential}
      createLabel="Set up a new credential"
      onPick={pick}
      onCreate={() => navigation.open({ id: 'credential' }, ({ name }) => pick(name))}
    />
  );
}
