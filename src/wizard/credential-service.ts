import type {
  Advertiser,
  AudienceInfo,
  EventSetInfo,
  OnWait,
  PixelInfo,
  TokenGrant,
} from '../core/ports/tiktok.ts';
import type { Credential, Environment, Profile } from '../core/profiles/schema.ts';

/** A credential as typed, before it is saved. */
export interface CredentialDraft {
  readonly environment: Environment;
  readonly appId: string | undefined;
  readonly secret: string | undefined;
}

/** A browser authorization under way; `close` it when leaving the screen. */
export interface Authorization {
  /** To be opened here or sent to the person who may authorize. */
  readonly url: string;
  readonly redirectUri: string;
  /** Why no callback is listened for (port taken…); undefined when it is: then pasting is the way. */
  readonly callbackProblem: string | undefined;
  /** Resolves when the browser comes back and the code was exchanged; rejects like `paste`. */
  readonly granted: Promise<TokenGrant>;
  /** The redirected URL or the bare code; rejects with a sentence when it can't be used, and may be tried again. */
  paste(text: string): Promise<TokenGrant>;
  close(): Promise<void>;
}

export interface TokenView {
  readonly user: string | undefined;
  readonly advertisers: readonly Advertiser[];
  /** Why the advertisers could not be listed (no app secret, sandbox…); ids can then be typed. */
  readonly advertisersProblem: string | undefined;
}

/** Credentials, their secrets, and what TikTok shows to them. */
export interface CredentialService {
  /** Where secrets are kept on this machine, in words, such as "the system keyring". */
  secretPlace(): Promise<string>;
  /** Starts OAuth; the redirect URL is the registered one or tada's own callback. */
  authorize(draft: CredentialDraft, redirectUri?: string): Promise<Authorization>;
  /** Asks TikTok who the token belongs to and which advertisers it reaches. */
  inspectToken(draft: CredentialDraft, accessToken: string, onWait?: OnWait): Promise<TokenView>;
  /** Saves or replaces a credential with its secrets; nothing that depends on it changes. */
  save(
    credential: Omit<Credential, 'secret' | 'accessToken'>,
    secrets: { readonly secret?: string | undefined; readonly accessToken?: string | undefined },
  ): Promise<void>;
  /** The stored draft of a saved credential, to authorize it again. */
  draftOf(name: string): Promise<CredentialDraft>;
  /** Advertisers of a saved credential. */
  inspect(name: string, onWait?: OnWait): Promise<TokenView>;
  /** Which secrets that these things refer to can't be found on this machine, and how to give them. */
  missingSecrets(
    declared: Pick<Profile, 'credentials' | 'queries' | 'segments'>,
  ): Promise<readonly MissingSecret[]>;
  /** Gives it another name, everywhere; its secrets move along. */
  rename(name: string, newName: string): Promise<void>;
  /** A second one with the same settings and secrets; resolves to its name. */
  duplicate(name: string): Promise<string>;
  /**
   * Removes it from the profile and its secrets from this machine; revokes the token at TikTok if asked, and
   * removes nothing when that fails. What depends on it goes with it, or it can't be removed.
   */
  remove(
    name: string,
    options: { readonly revoke: boolean; readonly withDependents?: boolean | undefined },
  ): Promise<void>;
  audiences(name: string, advertiserId: string, onWait?: OnWait): Promise<readonly AudienceInfo[]>;
  /** Offline event sets of an ad account; rejects where listing isn't permitted: then an id is typed. */
  eventSets(name: string, advertiserId: string, onWait?: OnWait): Promise<readonly EventSetInfo[]>;
  /** Pixels of an ad account; web events take a pixel's code, never its id. */
  pixels(name: string, advertiserId: string, onWait?: OnWait): Promise<readonly PixelInfo[]>;
  /** Resolves to the new event set's id; an unknown outcome rejects and says to look at the list first. */
  createEventSet(
    name: string,
    advertiserId: string,
    eventSet: { readonly name: string; readonly description: string; readonly autoTracking: boolean },
    onWait?: OnWait,
  ): Promise<string>;
}

export interface MissingSecret {
  /** Whose it is. */
  readonly kind: 'credential' | 'query' | 'segment';
  readonly name: string;
  readonly secret: 'secret' | 'accessToken' | 'password' | 'token';
  /** Why it isn't there, as a sentence that names the place. */
  readonly problem: string;
  /** What to do, as a sentence. */
  readonly hint: string;
  /** The same as a line for the shell, where there is one. */
  readonly command?: string | undefined;
}

/** A file that a query or a segment reads, and that isn't on this machine. */
