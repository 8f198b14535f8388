import type { FormStep } from '../common/form.ts';
import { checkAdvertiserIds } from './advertisers.ts';

/** Steps of every destination, whether for audiences or events. */

interface WithCredential {
  readonly credential: string | undefined;
  /** True where the set-up before has chosen it. */
  readonly isCredentialGiven: boolean;
}

/** Who delivers. */
export const CREDENTIAL_STEP: FormStep<'credential', WithCredential> = {
  id: 'credential',
  title: 'Credential',
  isSkipped: ({ isCredentialGiven }) => isCredentialGiven,
  check: ({ credential }) => (credential === undefined ? 'A credential is needed.' : undefined),
  inWords: ({ credential }) => credential ?? 'none',
};

/** The ad accounts it delivers to. */
export const ADVERTISER_STEP: FormStep<'advertiser', { readonly advertiserIds: readonly string[] }> = {
  id: 'advertiser',
  title: 'Advertiser',
  check: ({ advertiserIds }) => checkAdvertiserIds(advertiserIds),
  inWords: ({ advertiserIds }) => advertiserIds.join(', '),
};
