import { sha256 } from '../support/sha256.ts';
import { Dice } from './dice.ts';

/**
 * A messy list of customers together with what has to become of it. The expectation is made from the people,
 * not from their spellings, so that it shares no code with what it is compared with.
 */
export interface CustomerList {
  readonly csv: string;
  readonly rows: number;
  /** Rows in which nothing is usable. */
  readonly rejected: number;
  /** Rows that bring nobody and nothing new. */
  readonly duplicates: number;
  /** Hashes that the audience has to hold, by type. */
  readonly members: Members;
}

export type IdType = 'EMAIL_SHA256' | 'PHONE_SHA256';
export type Members = Readonly<Record<IdType, ReadonlySet<string>>>;

export const NOBODY: Members = { EMAIL_SHA256: new Set(), PHONE_SHA256: new Set() };

const NO_EMAILS = ['', '', 'n/a', 'none', 'no at sign', 'two@@example.com', '@example.com', '-'] as const;
const NO_PHONES = ['', '', '123', 'n/a', '555', 'call me', '000000000000'] as const;
/** Area codes that the North American plan gives out. */
const AREAS = [201, 212, 305, 312, 404, 415, 503, 617, 702, 818, 917, 972] as const;

/** The list of these people, spelled by chance; the same seed spells the same. */
export function customerList(people: Iterable<number>, seed: number): CustomerList {
  const dice = new Dice(seed);
  const everyone = [...people];
  const members = { EMAIL_SHA256: new Set<string>(), PHONE_SHA256: new Set<string>() };
  const lines = ['customer id,Email,Phone,note'];
  let rejected = 0;
  let duplicates = 0;
  const write = (person: number): void => {
    const email = dice.isLucky(0.93) ? emailOf(person) : undefined;
    const phone = dice.isLucky(0.9) ? phoneOf(person) : undefined;
    const emailCell = email === undefined ? dice.pick(NO_EMAILS) : spellEmail(email, dice);
    const phoneCell = phone === undefined ? dice.pick(NO_PHONES) : spellPhone(phone, dice);
    lines.push(`${person},${emailCell},${phoneCell},${dice.pick(['', 'VIP', '"says ""hi"", often"'])}`);
    const hashes = [
      ...(email === undefined ? [] : [['EMAIL_SHA256', sha256(email)] as const]),
      ...(phone === undefined ? [] : [['PHONE_SHA256', sha256(phone)] as const]),
    ];
    if (hashes.length === 0) rejected += 1;
    else if (hashes.every(([type, hash]) => members[type].has(hash))) duplicates += 1;
    for (const [type, hash] of hashes) members[type].add(hash);
  };
  for (const [index, person] of everyone.entries()) {
    write(person);
    // One in twenty lines is somebody who came before, in another spelling.
    const earlier = everyone[dice.below(index + 1)];
    if (earlier !== undefined && dice.isLucky(0.05)) write(earlier);
  }
  return { csv: `${lines.join('\n')}\n`, rows: lines.length - 1, rejected, duplicates, members };
}

function emailOf(person: number): string {
  return `kim.${person}@shop${person % 97}.example.com`;
}

/** A valid number in E.164, another one for every person below nine million. */
function phoneOf(person: number): string {
  const area = AREAS[person % AREAS.length] ?? 415;
  const rest = Math.floor(person / AREAS.length);
  const exchange = 220 + (rest % 80);
  const line = String(Math.floor(rest / 80) % 10_000).padStart(4, '0');
  return `+1${area}${exchange}${line}`;
}

function spellEmail(email: string, dice: Dice): string {
  return dice.weighted<string>([
    [70, email],
    [10, email.toUpperCase()],
    [8, `  ${email} `],
    [6, email.replace(/^k/, 'K')],
    [3, sha256(email)],
    [3, sha256(email).toUpperCase()],
  ]);
}

function spellPhone(phone: string, dice: Dice): string {
  const [area, exchange, line] = [phone.slice(2, 5), phone.slice(5, 8), phone.slice(8)];
  return dice.weighted<string>([
    [30, phone],
    [15, `(${area}) ${exchange}-${line}`],
    [15, `${area}-${exchange}-${line}`],
    [10, `${area}.${exchange}.${line}`],
    [10, `1${area}${exchange}${line}`],
    [10, `+1 (${area}) ${exchange}-${line}`],
    [5, ` ${area} ${exchange} ${line}  `],
    [5, sha256(phone)],
  ]);
}

/** Identifiers of one list that another one lacks. */
export function countMissing(of: Members, without: Members): number {
  const types: readonly IdType[] = ['EMAIL_SHA256', 'PHONE_SHA256'];
  return types.reduce((sum, type) => sum + of[type].difference(without[type]).size, 0);
}
