/**
 * What can be made to go wrong. Answers of TikTok's that clients recorded have TikTok's words; where only
 * the code is known (most of 40061, 40062, 40130, 40300, 409xx, 60001), the words are invented, so a client
 * must decide on the code.
 */

/** What a fault's message may speak of, read from the request where it says so. */
export interface FaultSubject {
  readonly advertiserId: string;
  readonly eventSourceId: string;
}

/** How the connection, not TikTok, answers. */
export type Transport = 'reset' | 'hang' | 'truncated-json' | 'empty-body' | 'bad-gateway' | 'too-large';

export type FaultEffect =
  /** TikTok refuses; nothing is applied. */
  | { readonly kind: 'refuse'; readonly code: number; readonly message: (subject: FaultSubject) => string }
  /** The request never reaches TikTok's services; nothing is applied. */
  | { readonly kind: 'before'; readonly transport: Transport }
  /** The request is applied, and the client doesn't get to know. */
  | { readonly kind: 'after'; readonly transport: Transport }
  /** Half of the users or events are applied, and the answer is 20001. */
  | { readonly kind: 'partial' }
  /** The normal answer, late. */
  | { readonly kind: 'slow' }
  /** The normal answer in an unusual form. */
  | { readonly kind: 'numeric-ids' | 'clock-skew' | 'documented-event-statuses' }
  /** The quotas of TikTok's Basic tier are enforced. */
  | { readonly kind: 'quotas' };

export interface FaultDefinition {
  readonly name: string;
  readonly description: string;
  /** The number this fault has among TikTok's recorded and documented answers; absent for further ones. */
  readonly row?: number;
  /** Endpoints it is about unless told otherwise, as beginnings of `METHOD /path/`. */
  readonly only: readonly string[];
  readonly effect: FaultEffect;
}

/*
 * Endpoints, as faults name them.
 */

export const EVERYTHING = ['GET /', 'POST /'];
export const CODE_EXCHANGE = ['POST /oauth2/access_token/'];
export const EVENTS = ['POST /event/track/'];
export const MAPPING = ['POST /segment/mapping/'];
export const UPLOAD = ['POST /dmp/custom_audience/file/upload/'];
export const BATCHES = [...MAPPING, ...EVENTS];
export const WRITES = ['POST /segment/', 'POST /dmp/', 'POST /offline/', ...EVENTS];
export const ACCOUNT_READS = ['/advertiser/', '/bc/', '/dmp/', '/offline/', '/pixel/', '/crm/'].map(
  (path) => `GET ${path}`,
);
export const ACCOUNT = [...ACCOUNT_READS, ...WRITES];
export const WITH_TOKEN = ['GET /user/', 'GET /oauth2/', ...ACCOUNT];
export const BUT_EVENTS = WITH_TOKEN.filter((pattern) => pattern !== EVENTS[0]);

/** A fault that is an answer of TikTok's with `code ≠ 0`. */
export function refusal(
  fault: Omit<FaultDefinition, 'effect'> & {
    readonly code: number;
    readonly message: string | ((subject: FaultSubject) => string);
  },
): FaultDefinition {
  const { code, message, ...rest } = fault;
  const words = typeof message === 'string' ? () => message : message;
  return { ...rest, effect: { kind: 'refuse', code, message: words } };
}
