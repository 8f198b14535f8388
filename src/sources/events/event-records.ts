import type { BuiltEvent } from '../../core/events/build-event.ts';
import { CURRENCIES } from '../../core/events/currency.ts';
import { EVENT_NAMES } from '../../core/events/event-names.ts';
import { EVENT_FIELD_NAMES, type EventFieldName } from '../../core/events/fields.ts';
import type { EventRow } from '../../core/events/read-row.ts';
import { sha256 } from '../../core/identifiers/hash.ts';
import { EVENT_REJECT_REASONS, type EventRejectReason } from '../../core/identifiers/types.ts';
import { LIMB_EXPONENTS, toLimbs } from './decimal-limbs.ts';

/**
 * What is known of events besides their texts: numbers only, so that they cross between threads and into a
 * table in bulk.
 */

/** Bits of `flags`. */
export const FLAG = {
  email: 1,
  phone: 2,
  externalId: 4,
  valueMismatch: 8,
  noRevenue: 16,
  old: 32,
  /** The row has no key: it is an event of its own that can't be sent. */
  keyless: 64,
  hasValue: 128,
} as const;

/** The names that TikTok knows; a name's number is its position plus one, here and in SQL. */
export const LISTED_EVENT_NAMES: readonly string[] = EVENT_NAMES.map(({ name }) => name);

/** Value of `state` for events that can be sent; others are {@link reasonState}. */
export const SENDABLE = 0;

export function reasonState(reason: EventRejectReason): number {
  return 1 + EVENT_REJECT_REASONS.indexOf(reason);
}

/** Undefined for {@link SENDABLE}. */
export function stateReason(state: number): EventRejectReason | undefined {
  return state === SENDABLE ? undefined : EVENT_REJECT_REASONS[state - 1];
}

/** The number that stands for a currency; 0 is none. */
const CURRENCY_NUMBERS: ReadonlyMap<string, number> = new Map(
  [...CURRENCIES].map((currency, index) => [currency, index + 1]),
);

export function currencyOf(number: number): string | undefined {
  return [...CURRENCIES][number - 1];
}

const LEFT_OUT_BITS: ReadonlyMap<EventFieldName, number> = new Map(
  EVENT_FIELD_NAMES.map((field, index) => [field, 1 << index]),
);

/** 32-bit words of a key's hash that are kept. */
export const KEY_WORDS = 4;

/** One entry per event, in the order in which they were added. */
export interface EventRecords {
  readonly count: number;
  /** Number of the first row, counted from the start of what was handed over. */
  readonly first: Uint32Array<ArrayBuffer>;
  /** The words of the key hashes: all first words, all second words, and so on. */
  readonly keys: readonly Uint32Array<ArrayBuffer>[];
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Rows that say the same as another row of the event. */
  readonly duplicates: Uint32Array<ArrayBuffer>;
  readonly state: Uint8Array<ArrayBuffer>;
  /** Where the text lies in its unit, in bytes. */
  readonly at: Uint32Array<ArrayBuffer>;
  readonly length: Uint32Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  readonly leftOut: Uint32Array<ArrayBuffer>;
  /** Index into `names`, plus one; 0 where there is no name. */
  readonly name: Uint32Array<ArrayBuffer>;
  readonly currency: Uint8Array<ArrayBuffer>;
  /** The values in limbs, a list for each of {@link LIMB_EXPONENTS}. */
  readonly value: readonly Float64Array<ArrayBuffer>[];
  /** Unix seconds. */
  readonly time: Float64Array<ArrayBuffer>;
  readonly names: readonly string[];
  /** Rows behind the first of their event, and which event it is: index into the entries. */
  readonly furtherRows: Uint32Array<ArrayBuffer>;
  readonly furtherOf: Uint32Array<ArrayBuffer>;
}

/** Memory for texts, used again and again: what it held is overwritten by the next. */
export interface Scratch {
  memory: Buffer<ArrayBuffer>;
}

export function makeScratch(): Scratch {
  return { memory: Buffer.allocUnsafeSlow(1024 * 1024) };
}

/** Longest event name that is told apart; TikTok's own have at most 20 characters. */
const NAME_LIMIT = 200;

/** Collects records and, in one buffer, the events' texts. */
export class RecordWriter {
  readonly #records: EventRecords;
  readonly #names = new Map<string, number>();
  readonly #furtherRows: number[] = [];
  readonly #furtherOf: number[] = [];
  #count = 0;
  readonly #scratch: Scratch;
  #size = 0;

  /** `events`: the most that will be added; `scratch`: memory for their texts, replaced when it is too small. */
  constructor(events: number, scratch: Scratch) {
    this.#scratch = scratch;
    this.#records = {
      count: 0,
      first: new Uint32Array(events),
      keys: Array.from({ length: KEY_WORDS }, () => new Uint32Array(events)),
      rows: new Uint32Array(events),
      duplicates: new Uint32Array(events),
      state: new Uint8Array(events),
      at: new Uint32Array(events),
      length: new Uint32Array(events),
      flags: new Uint8Array(events),
      leftOut: new Uint32Array(events),
      name: new Uint32Array(events),
      currency: new Uint8Array(events),
      value: LIMB_EXPONENTS.map(() => new Float64Array(events)),
      time: new Float64Array(events),
      names: [],
      furtherRows: new Uint32Array(0),
      furtherOf: new Uint32Array(0),
    };
  }

  /** An event made of rows (the first of them being `numbers[0]`). */
  add(numbers: readonly number[], rows: readonly EventRow[], built: BuiltEvent): void {
    const index = this.#count;
    this.#count += 1;
    const records = this.#records;
    const [row] = rows;
    records.first[index] = numbers[0] ?? 0;
    records.rows[index] = rows.length;
    for (let further = 1; further < numbers.length; further += 1) {
      this.#furtherRows.push(numbers[further] ?? 0);
      this.#furtherOf.push(index);
    }
    if (row?.event !== undefined) records.name[index] = this.#nameNumber(row.event);
    if (row?.key === undefined) records.flags[index] = FLAG.keyless;
    else writeKey(row.key, records.keys, index);
    if (built.valid) this.#addSendable(index, rows, built);
    else records.state[index] = reasonState(built.reason);
  }

  /** The records, and the texts of the sendable events one after the other, in the scratch memory. */
  finish(): { readonly records: EventRecords; readonly texts: Uint8Array<ArrayBuffer> } {
    return {
      records: {
        ...this.#records,
        count: this.#count,
        names: [...this.#names.keys()],
        furtherRows: Uint32Array.from(this.#furtherRows),
        furtherOf: Uint32Array.from(this.#furtherOf),
      },
      texts: this.#scratch.memory.subarray(0, this.#size),
    };
  }

  #addSendable(
    index: number,
    rows: readonly EventRow[],
    { event, json, warnings, duplicateRows }: Extract<BuiltEvent, { readonly valid: true }>,
  ): void {
    const records = this.#records;
    records.state[index] = SENDABLE;
    records.duplicates[index] = duplicateRows;
    records.at[index] = this.#size;
    records.length[index] = this.#writeText(json);
    records.time[index] = event.eventTime;
    let flags = records.flags[index] ?? 0;
    if (event.emails.length > 0) flags |= FLAG.email;
    if (event.phones.length > 0) flags |= FLAG.phone;
    if (event.externalIds.length > 0) flags |= FLAG.externalId;
    if (event.value !== undefined) {
      flags |= FLAG.hasValue;
      records.currency[index] = CURRENCY_NUMBERS.get(event.currency) ?? 0;
      toLimbs(event.value).forEach((limb, at) => {
        const limbs = records.value[at];
        if (limbs !== undefined) limbs[index] = limb;
      });
    }
    for (const warning of warnings) flags |= WARNING_FLAGS[warning];
    records.flags[index] = flags;
    for (const { leftOut } of rows) {
      for (const field of leftOut) records.leftOut[index] = (records.leftOut[index] ?? 0) | leftOutBit(field);
    }
  }

  #writeText(text: string): number {
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    this.#makeRoom(3 * text.length);
    const length = this.#scratch.memory.write(text, this.#size);
    this.#size += length;
    return length;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#size + bytes;
    const { memory } = this.#scratch;
    if (needed <= memory.length) return;
    this.#scratch.memory = Buffer.allocUnsafeSlow(Math.max(needed, 2 * memory.length));
    memory.copy(this.#scratch.memory, 0, 0, this.#size);
  }

  #nameNumber(name: string): number {
    const known = this.#names.get(name.length > NAME_LIMIT ? name.slice(0, NAME_LIMIT) : name);
    if (known !== undefined) return known;
    const number = this.#names.size + 1;
    this.#names.set(name.slice(0, NAME_LIMIT), number);
    return number;
  }
}

const WARNING_FLAGS = {
  'value-mismatch': FLAG.valueMismatch,
  'no-revenue': FLAG.noRevenue,
  'too-old-events': FLAG.old,
} as const;

function leftOutBit(field: EventFieldName): number {
  return LEFT_OUT_BITS.get(field) ?? 0;
}

/**
 * The first 128 bits of the SHA-256 of an event's key. The record of delivered events is kept under these, so
 * they must stay what they are.
 */
function writeKey(key: string, words: readonly Uint32Array[], index: number): void {
  const hash = sha256(key);
  words.forEach((each, word) => {
    each[index] = Number.parseInt(hash.slice(8 * word, 8 * word + 8), 16);
  });
}
