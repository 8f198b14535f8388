import type { CallOptions } from '../core/ports/tiktok.ts';

/** An ad account, and the credential to ask about it. */
export interface AdAccount {
  readonly credential: string;
  readonly advertiserId: string;
}

/** An audience as it was shown to the person who decides about it. */
export interface NamedAudience {
  readonly id: string;
  /** As TikTok lists it; empty where TikTok tells no name. */
  readonly name: string;
}

/** Audiences at TikTok, beyond what runs do with them. */
export interface AudienceService {
  /** Throws kind `forbidden-by-policy` where this person may not delete it; asks nobody. */
  checkDeletion(account: AdAccount, audience: NamedAudience): void;
  /**
   * Deletes an audience at TikTok for good, then takes its ledger and record off this machine. Looks first: rejects,
   * and deletes nothing, where TikTok doesn't list it under this name any more, where it is of a kind tada can't delete
   * (`safety-stop`), and while something delivers to it (`locked`). What is here stays until TikTok has confirmed.
   */
  delete(
    account: AdAccount,
    audience: NamedAudience,
    options?: Pick<CallOptions, 'onWait'>,
  ): Promise<DeletedAudience>;
}

export interface DeletedAudience {
  /** True when this machine had a ledger or a record of it, which are gone now. */
  readonly wasKnownHere: boolean;
  readonly requestId: string | undefined;
}
