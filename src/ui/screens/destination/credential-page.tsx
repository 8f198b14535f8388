import type { ReactNode } from 'react';
import { environmentName } from '../../../wizard/journeys/credential/credential-form.ts';
import { proposeName } from '../../../wizard/journeys/destination/answers.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { PickOrCreate } from '../common/pick-or-create.tsx';
import type { DestinationPageProps } from './page-props.ts';

/** Whose access the destination uses; a new credential is set up on the spot. */
export function CredentialPage({ answers, answer, navigation }: DestinationPageProps): ReactNode {
  const { profile } = useProfile();

  function pick(credential: string): void {
    // A name that was only proposed follows the credential; one that was given stays.
    const isProposed = answers.name === proposeName(answers.credential, answers.taken);
    answer({ credential, ...(isProposed ? { name: proposeName(credential, answers.taken) } : {}) });
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
