import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/*
 * Invented files to try tada with. They are as messy as real ones: formats that differ from row to row,
 * blanks, placeholders, people who are there twice. Addresses use the domains reserved for examples, phone
 * numbers the blocks reserved for fiction (valid, and nobody's). The same `now` gives the same bytes.
 */

export interface SampleData {
  /** Several thousand customers; more than 1,000 of them have a valid e-mail address. */
  readonly customers: string;
  /** One line an item sold, most from the last week: the events query's `Unified_Itemized_Transactions`. */
  readonly transactions: string;
  /** Who the buyers are: the events query's `Merged_Customers`. */
  readonly mergedCustomers: string;
  /** Rows of each file without its header. */
  readonly rows: {
    readonly customers: number;
    readonly transactions: number;
    readonly mergedCustomers: number;
  };
}

const CUSTOMERS = 4000;
const BUYERS = 600;
const ORDERS = 900;
const SEED = 20_260_101;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Writes `customers.csv`, `transactions.csv` and `merged_customers.csv` into a folder, which is made when
 * missing. Times lie before `now` (milliseconds since 1970) in every time zone.
 */
export async function writeSampleData(folder: string, now: number): Promise<SampleData> {
  const dice = new Dice(SEED);
  const customers = customerRows(dice, now);
  const merged = mergedCustomerRows(dice);
  const transactions = transactionRows(dice, now);
  await mkdir(folder, { recursive: true });
  const write = async (name: string, header: string, rows: readonly string[]): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, `${[header, ...rows].join('\n')}\n`);
    return path;
  };
  return {
    customers: await write(
      'customers.csv',
      'customer_id,email,phone,country,orders,total_spent,last_order,newsletter',
      customers,
    ),
    transactions: await write(
      'transactions.csv',
      'amperity_id,order_id,order_datetime,product_id,product_category,product_name,' +
        'item_price,item_quantity,item_revenue,store_id',
      transactions,
    ),
    mergedCustomers: await write('merged_customers.csv', 'amperity_id,email,phone', merged),
    rows: { customers: customers.length, transactions: transactions.length, mergedCustomers: merged.length },
  };
}

function customerRows(dice: Dice, now: number): string[] {
  const rows: string[] = [];
  for (let number = 1; number <= CUSTOMERS; number++) {
    // One in fourteen is an earlier customer again, under another number and in another spelling.
    const person = number > 100 && dice.isLucky(0.07) ? dice.below(number - 1) + 1 : number;
    const country = person % 9 === 0 ? 'GB' : 'US';
    const orders = dice.below(12);
    const lastOrder = new Date(now - DAY - dice.below(500) * DAY).toISOString().slice(0, 10);
    rows.push(
      [
        `C${String(number).padStart(5, '0')}`,
        messyEmail(dice, emailOf(person)),
        messyPhone(dice, country, person),
        country,
        orders,
        (orders * (15 + dice.below(9000) / 100)).toFixed(2),
        orders === 0 ? '' : lastOrder,
        dice.pick(['yes', 'yes', 'no', '']),
      ].join(','),
    );
  }
  return rows;
}

function mergedCustomerRows(dice: Dice): string[] {
  return Array.from({ length: BUYERS }, (_, index) => {
    const person = index + 1;
    const phone = dice.isLucky(0.9) ? nationalUsNumber(person) : '';
    return [buyerId(person), dice.isLucky(0.85) ? emailOf(person) : '', phone].join(',');
  });
}

function transactionRows(dice: Dice, now: number): string[] {
  const rows: string[] = [];
  for (let order = 1; order <= ORDERS; order++) {
    // A few buyers are in no list of customers: their orders have nobody to match.
    const buyer = buyerId(dice.below(BUYERS + 20) + 1);
    // At least a day old, so that no time zone makes it tomorrow's; a quarter is too old for a week's query.
    const age = dice.isLucky(0.75) ? DAY + dice.below(5 * 24) * HOUR : 10 * DAY + dice.below(25 * 24) * HOUR;
    const time = new Date(now - age - dice.below(3600) * 1000).toISOString().slice(0, 19).replace('T', ' ');
    const store = `S${1 + dice.below(8)}`;
    const items = 1 + dice.below(3);
    for (const product of dice.some(PRODUCTS, items)) {
      const quantity = 1 + dice.below(3);
      rows.push(
        [
          buyer,
          1_000_000 + order,
          time,
          product.id,
          product.category,
          product.name,
          product.price.toFixed(2),
          quantity,
          (product.price * quantity).toFixed(2),
          store,
        ].join(','),
      );
    }
  }
  return rows;
}

const PRODUCTS = [
  { id: 'P-100', category: 'Home', name: 'Stoneware mug', price: 14.5 },
  { id: 'P-101', category: 'Home', name: 'Linen apron', price: 39 },
  { id: 'P-102', category: 'Home', name: 'Beeswax candle', price: 12.25 },
  { id: 'P-200', category: 'Garden', name: 'Copper watering can', price: 54.9 },
  { id: 'P-201', category: 'Garden', name: 'Herb seeds', price: 4.75 },
  { id: 'P-300', category: 'Outdoor', name: 'Wool blanket', price: 89 },
  { id: 'P-301', category: 'Outdoor', name: 'Enamel kettle', price: 32.4 },
] as const;

const FIRST_NAMES = (
  'ada ben cleo dan elif finn gia hugo ines jon kira luis maya nils ola piet quinn rosa sam tess ' +
  'uma vito wen xenia yara zoe'
).split(' ');
const LAST_NAMES = (
  'amber birch cedar dale elm ferris grove hazel isle juniper knoll larch maple north oak pine quill ' +
  'rowan stone thorn umber vale willow yew'
).split(' ');
const DOMAINS = ['example.com', 'example.org', 'example.net', 'mail.example.com', 'post.example.org'];

function emailOf(person: number): string {
  const first = FIRST_NAMES[person % FIRST_NAMES.length];
  const last = LAST_NAMES[Math.floor(person / FIRST_NAMES.length) % LAST_NAMES.length];
  return `${first}.${last}${person}@${DOMAINS[person % DOMAINS.length]}`;
}

function buyerId(person: number): string {
  return `a-${String(person).padStart(6, '0')}`;
}

/** An address as people and programs write it; about one in eight is no address any more. */
function messyEmail(dice: Dice, email: string): string {
  return dice.weighted<string>([
    [68, email],
    [8, email.toUpperCase()],
    [5, `  ${email} `],
    [4, email.replace('@', '+news@')],
    [2, email.replace(/^./, (first) => first.toUpperCase())],
    [1, createHash('sha256').update(email).digest('hex')],
    [6, ''],
    [2, 'n/a'],
    [1, 'unknown'],
    [1, 'test@test.com'],
    [1, email.replace('@', ' at ')],
    [1, email.replace(/\.\w+$/, '')],
  ]);
}

/** A number as people and programs write it; many without a country, some no number at all. */
function messyPhone(dice: Dice, country: 'US' | 'GB', person: number): string {
  if (country === 'GB') {
    const line = String(person % 1000).padStart(3, '0');
    return dice.weighted<string>([
      [40, `+44 20 7946 0${line}`],
      [25, `020 7946 0${line}`],
      [15, `+44(0)2079460${line}`],
      [20, ''],
    ]);
  }
  const digits = nationalUsNumber(person);
  const [area, exchange, line] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
  return dice.weighted<string>([
    [20, `+1${digits}`],
    [16, `+1 ${area}-${exchange}-${line}`],
    [14, `(${area}) ${exchange}-${line}`],
    [10, `${area}.${exchange}.${line}`],
    [8, digits],
    [8, `1${digits}`],
    [4, ` +1 (${area}) ${exchange} ${line} `],
    [13, ''],
    [3, 'n/a'],
    [2, '123'],
    [2, `${digits}9999`],
  ]);
}

const AREAS = (
  '201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 ' +
  '248 251 252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314'
).split(' ');

/** 555-0100 to 555-0199 are reserved for fiction in every area: 5,000 different numbers here. */
function nationalUsNumber(person: number): string {
  const area = AREAS[person % AREAS.length] ?? '201';
  return `${area}55501${String(Math.floor(person / AREAS.length) % 100).padStart(2, '0')}`;
}

/** Repeatable chance (mulberry32): the same seed gives the same files on every machine. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  }

  isLucky(share: number): boolean {
    return this.below(10_000) < share * 10_000;
  }

  pick(choices: readonly [string, ...string[]]): string {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** `count` different ones, beginning anywhere. */
  some<T>(things: readonly T[], count: number): T[] {
    const start = this.below(things.length);
    return [...things.slice(start), ...things.slice(0, start)].slice(0, count);
  }

  /** One of the choices, each as likely as its weight. */
  weighted<T>(choices: readonly [readonly [number, T], ...(readonly [number, T])[]]): T {
    let rest = this.below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, choice] of choices) {
      if (rest < weight) return choice;
      rest -= weight;
    }
    return choices[0][1];
  }
}
