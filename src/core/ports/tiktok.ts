import type { CustomerFile, CustomerFileType, FileAction } from '../delivery/file-types.ts';

/** TikTok as the core sees it. */

/** A TikTok answer that succeeded (`code === 0`). */
export interface Reply<T> {
  readonly data: T;
  readonly requestId: string | undefined;
}

export interface TokenGrant {
  readonly accessToken: string;
  readonly advertiserIds: readonly string[];
  readonly scopes: readonly string[];
  /** Seconds; the long-term token has none, but it is honoured where present. */
  readonly expiresIn: number | undefined;
}

export interface UserInfo {
  readonly displayName: string;
  /** As TikTok masks it. */
  readonly email: string | undefined;
}

export type UserRole = 'ADMIN' | 'OPERATOR' | 'ANALYST' | 'unknown';

export interface Advertiser {
  readonly id: string;
  readonly name: string;
  /** TikTok's own constant, such as `STATUS_ENABLE`; undefined when details can't be read. */
  readonly status: string | undefined;
  readonly currency: string | undefined;
  readonly timeZone: string | undefined;
  /** The authorizing user's own role on this account. */
  readonly role: UserRole;
}

export interface AudienceInfo {
  readonly id: string;
  readonly name: string;
  /** `Partner` for audiences made by streaming. */
  readonly type: string | undefined;
  /** What it is made of, such as `EMAIL_SHA256`, and stays; TikTok says it of audiences from lists only. */
  readonly calculateType?: string | undefined;
  readonly isValid: boolean;
  /** TikTok's estimate of the reach. */
  readonly coverNumber: number;
  readonly error: string | undefined;
  readonly createTime: string | undefined;
  readonly expiredTime: string | undefined;
  readonly isExpiring: boolean;
}

export interface EventSetInfo {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly autoTracking: boolean | undefined;
}

export interface PixelInfo {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface WaitNotice {
  /** One plain sentence: why, and TikTok's code where there is one. */
  readonly reason: string;
  readonly seconds: number;
  /** True when nothing is repeated: the client only keeps within TikTok's rate limits. */
  readonly isPacing?: boolean | undefined;
  /** True when TikTok may carry out, now or later, the attempt before it, which changes something. */
  readonly isInDoubt?: boolean | undefined;
}

/** Called before every wait of the client; also counts as one retry, unless it `isPacing`. */
export type OnWait = (notice: WaitNotice) => void;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: OnWait | undefined;
}

/**
 * TikTok, for one access token. Calls retry what the contract calls retryable and reject with a
 * KnownError that carries a Fault. After a time-out or a reset nothing is known about the request:
 * set-like calls (mapping, events with ids, every read) are sent again; `createAudience` and
 * `createEventSet` are never repeated, they reject with `OutcomeUnknownError` so that the caller can look first.
 */
export interface TikTok {
  userInfo(options?: CallOptions): Promise<Reply<UserInfo>>;
  /** Advertisers the token reaches; needs app id and secret, rejects where they are missing. */
  authorizedAdvertisers(options?: CallOptions): Promise<Reply<readonly { id: string; name: string }[]>>;
  /** Details and roles; what can't be read (sandbox, scope) comes as undefined or `unknown`. */
  advertisers(ids: readonly string[], options?: CallOptions): Promise<readonly Advertiser[]>;
  listAudiences(advertiserId: string, options?: CallOptions): Promise<Reply<readonly AudienceInfo[]>>;
  getAudience(advertiserId: string, audienceId: string, options?: CallOptions): Promise<Reply<AudienceInfo>>;
  createAudience(advertiserId: string, name: string, options?: CallOptions): Promise<Reply<{ id: string }>>;
  /** Deletes an audience made by streaming, for good. */
  deleteAudience(advertiserId: string, audienceId: string, options?: CallOptions): Promise<Reply<unknown>>;
  /** Deletes an audience made from customer files, for good. */
  deleteFileAudience(
    advertiserId: string,
    audienceId: string,
    options?: CallOptions,
  ): Promise<Reply<unknown>>;
  /** `batchData` is JSON text and is sent as it is. */
  applyMapping(
    request: {
      readonly advertiserIds: readonly string[];
      readonly action: 'add' | 'delete';
      readonly idSchema: readonly string[];
      readonly batchData: string;
    },
    options?: CallOptions,
  ): Promise<Reply<unknown>>;
  /**
   * Uploads a customer file for later use by this advertiser; repeating it only leaves a file that nobody
   * uses. Rejects with `file-refused` for a file TikTok doesn't take.
   */
  uploadCustomerFile(
    request: {
      readonly advertiserId: string;
      readonly fileType: CustomerFileType;
      readonly file: CustomerFile;
      /** Bytes of the request sent so far; starts again at 0 when the upload is repeated. */
      readonly onSent?: ((bytes: number) => void) | undefined;
    },
    options?: CallOptions,
  ): Promise<Reply<{ filePath: string }>>;
  /** Makes an audience out of uploaded files. Never repeated when its outcome isn't known. */
  createFileAudience(
    request: {
      readonly advertiserId: string;
      readonly name: string;
      readonly fileType: CustomerFileType;
      readonly filePaths: readonly string[];
    },
    options?: CallOptions,
  ): Promise<Reply<{ id: string }>>;
  /**
   * Changes an audience by uploaded files. Set-like: the same files with the same action give the same
   * audience however often. Waits while TikTok is busy with an earlier change of the audience.
   */
  updateFileAudience(
    request: {
      readonly advertiserId: string;
      readonly audienceId: string;
      readonly action: Exclude<FileAction, 'CREATE'>;
      readonly filePaths: readonly string[];
    },
    options?: CallOptions,
  ): Promise<Reply<unknown>>;
  listEventSets(advertiserId: string, options?: CallOptions): Promise<Reply<readonly EventSetInfo[]>>;
  createEventSet(
    advertiserId: string,
    eventSet: { readonly name: string; readonly description: string; readonly autoTracking: boolean },
    options?: CallOptions,
  ): Promise<Reply<{ id: string }>>;
  listPixels(advertiserId: string, options?: CallOptions): Promise<Reply<readonly PixelInfo[]>>;
  /** `data` is JSON text of at most 1,000 events; the whole request is refused for one bad event. */
  trackEvents(
    request: {
      readonly eventSource: 'web' | 'offline';
      readonly eventSourceId: string;
      readonly data: string;
      readonly testEventCode?: string | undefined;
    },
    options?: CallOptions,
  ): Promise<Reply<unknown>>;
  /** Milliseconds this machine's clock is ahead of TikTok's, by the Date header of the last answer. */
  clockSkew(): number | undefined;
}

/** Calls that need the app, not a token. */
export interface TikTokApp {
  exchangeAuthCode(authCode: string, options?: CallOptions): Promise<Reply<TokenGrant>>;
  revokeToken(accessToken: string, options?: CallOptions): Promise<Reply<unknown>>;
}
