import type { DecimalText } from './money.ts';
import type { EventContent } from './read-row.ts';

/** Everything of one event that is sent; numbers as decimal text, hashes in lowercase hex. */
export interface ReadyEvent {
  readonly event: string;
  /** Unix seconds. */
  readonly eventTime: number;
  readonly eventId: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly externalIds: readonly string[];
  readonly clickId: string | undefined;
  readonly cookieId: string | undefined;
  readonly ip: string | undefined;
  readonly agent: string | undefined;
  readonly locale: string | undefined;
  /** Web events only. */
  readonly pageUrl: string | undefined;
  readonly referrerUrl: string | undefined;
  readonly contents: readonly EventContent[];
  readonly contentType: string;
  readonly currency: string;
  readonly value: DecimalText | undefined;
  readonly description: string | undefined;
  readonly orderId: string | undefined;
  readonly shopId: string | undefined;
  readonly eventChannel: string | undefined;
  readonly limitedDataUse: boolean;
}
