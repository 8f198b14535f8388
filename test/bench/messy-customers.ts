import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** How phone numbers are written in a generated file. */
export type PhoneStyle = 'mixed' | 'e164' | 'national';

export interface MessyCustomers {
  readonly rows: number;
  readonly seed: number;
  readonly phones: PhoneStyle;
}

/** A small, seeded generator (mulberry32): the same seed gives the same file on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const FIRST = [
  'anna',
  'ben',
  'chloe',
  'david',
  'emma',
  'finn',
  'grace',
  'henry',
  'isla',
  'jack',
  'kate',
  'liam',
];
const LAST = [
  'smith',
  'jones',
  'garcia',
  'miller',
  'brown',
  'davis',
  'wilson',
  'moore',
  'lee',
  'clark',
  'young',
];
const DOMAINS = ['gmail.com', 'yahoo.com', 'outlook.com', 'icloud.com', 'example.co.uk', 'mail.example.org'];
/** Area codes that the North American plan gives out. */
const AREAS = ['201', '212', '305', '312', '404', '415', '503', '617', '702', '818', '917', '972'];
const BROKEN_EMAILS = ['n/a', 'none', 'no at sign', 'two@@example.com', '@example.com', 'name@', '-'];
const BROKEN_PHONES = ['12345', 'n/a', '555', '1.41555E+10', '000000000000', 'call me'];

/**
 * Writes a CSV of customers as they come out of real systems: e-mail and phone in many spellings, 3 % invalid
 * values, 5 % of the people twice, some columns that nobody asked for.
 */
export async function writeMessyCustomers(path: string, options: MessyCustomers): Promise<void> {
  const random = seededRandom(options.seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const file = createWriteStream(path, { highWaterMark: 4 * 1024 * 1024 });
  file.write('customer_id,Email,Phone,city,last_order\n');
  let lines: string[] = [];
  for (let row = 0; row < options.rows; row += 1) {
    // One in twenty is somebody who came before.
    const person = random() < 0.05 && row > 0 ? Math.floor(random() * row) : row;
    const email = random() < 0.03 ? pick(BROKEN_EMAILS) : spellEmail(emailOf(person), random);
    const phone = random() < 0.03 ? pick(BROKEN_PHONES) : spellPhone(person, options.phones, random);
    lines.push(`${1_000_000 + row},${email},${phone},Springfield,2026-${pick(['01', '05', '11'])}-17\n`);
    if (lines.length < 10_000) continue;
    if (!file.write(lines.join(''))) await once(file, 'drain');
    lines = [];
  }
  file.end(lines.join(''));
  await once(file, 'close');
}

function emailOf(person: number): string {
  const first = FIRST[person % FIRST.length];
  const last = LAST[Math.floor(person / FIRST.length) % LAST.length];
  return `${first}.${last}${person}@${DOMAINS[person % DOMAINS.length]}`;
}

function spellEmail(email: string, random: () => number): string {
  const style = random();
  if (style < 0.7) return email;
  if (style < 0.85) return email.charAt(0).toUpperCase() + email.slice(1);
  if (style < 0.92) return email.toUpperCase();
  if (style < 0.97) return ` ${email} `;
  return `"${email.replace('@', '+shop@')}"`;
}

function spellPhone(person: number, style: PhoneStyle, random: () => number): string {
  const area = AREAS[person % AREAS.length] ?? '415';
  const exchange = String(200 + (Math.floor(person / AREAS.length) % 799)).replace(
    /^(.)11$/,
    (_, first: string) => `${first}12`,
  );
  const line = String(Math.floor(person / (AREAS.length * 799)) * 37 + (person % 9973))
    .padStart(4, '0')
    .slice(-4);
  const kind = random();
  const national = () => {
    if (kind < 0.25) return `${area}${exchange}${line}`;
    if (kind < 0.5) return `(${area}) ${exchange}-${line}`;
    if (kind < 0.7) return `${area}-${exchange}-${line}`;
    if (kind < 0.85) return `${area}.${exchange}.${line}`;
    return `1${area}${exchange}${line}`;
  };
  if (style === 'national') return national();
  if (style === 'e164') return `+1${area}${exchange}${line}`;
  const mixed = random();
  if (mixed < 0.4) return `+1${area}${exchange}${line}`;
  if (mixed < 0.6) return `+1 (${area}) ${exchange}-${line}`;
  if (mixed < 0.95) return national();
  return `+44 20 7${String(person % 1000).padStart(3, '0')} ${line}`;
}
