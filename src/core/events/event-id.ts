import { sha256 } from '../identifiers/hash.ts';

/** 36 characters of a-z and 0-9, as common as ids of this length are. */
const LENGTH = 36;

export interface EventIdentity {
  readonly eventSourceId: string;
  readonly event: string;
  /** SHA-256 of the person: e-mail, else phone, else external id. */
  readonly person: string;
  /** Unix seconds. */
  readonly time: number;
  /** Tells apart two orders of one person whose times are only known to the day. */
  readonly orderId: string | undefined;
}

/**
 * An id for an event that brought none: the same event has the same id on every run and machine, so that
 * TikTok's deduplication (source, event and id, for 48 hours) and the local record both recognise it.
 */
export function deriveEventId(identity: EventIdentity): string {
  const { eventSourceId, event, person, time, orderId } = identity;
  // JSON keeps the parts apart whatever characters they hold.
  return sha256(JSON.stringify([eventSourceId, event, person, time, orderId ?? ''])).slice(0, LENGTH);
}
