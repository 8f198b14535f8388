import type { Dice } from './dice.ts';

/** An answer as bytes; `transport` set where the connection itself is what's wrong. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
  readonly transport: 'reset' | 'hang' | 'raw' | undefined;
}

type Choices = readonly [unknown, ...unknown[]];

/** None of these is the number zero, which alone means success. */
const NOT_SUCCESS: Choices = [
  undefined,
  ...[null, true, false, '', '0', 'OK', [], [0], {}, { code: 0 }, 0.5, -1, 1e21, 123456789012],
  ...[20001, 40000, 40001, 40002, 40007, 40016, 40061, 40062, 40100, 40102, 40105, 40113, 40118, 40130],
  ...[40202, 40300, 40301, 40400, 40502, 41000, 49999, 50000, 50002, 51008, 51010, 60001, 61000, 99999],
];

const MESSAGES: Choices = [
  undefined,
  ...['', 'OK', 'System error', 'Too many requests', 'PII is not hashed: jane.doe@example.com', null, 7, {}],
  ...['\u001b[2J\u001b[31mred\u0007', 'x'.repeat(5000), '\u202egnorw', 'Permission error: scope', '\u0000'],
];

const DATA: Choices = [{}, null, [], 'x', { list: null }, { audience_id: null }, { list: [{}] }];

const REQUEST_IDS: Choices = ['20260101', '', null, 12, {}, 'a b\nc', 'x'.repeat(500), ['1'], '../..'];

const HEADERS: readonly [Readonly<Record<string, string>>, ...Readonly<Record<string, string>>[]] = [
  { 'content-type': 'application/json; charset=utf-8' },
  { 'content-type': 'text/html' },
  { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  { 'content-type': 'application/json', 'content-encoding': 'br' },
  { 'retry-after': '99999999' },
  { 'retry-after': '-5' },
  { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' },
  { date: 'yesterday' },
  { date: 'Thu, 01 Jan 1970 00:00:00 GMT' },
  { location: 'http://127.0.0.1:1/', 'set-cookie': 'a=b' },
  {},
];

/** Answers from the middle of a failure: what TikTok did before them is not known. */
const UNCERTAIN: Choices = [50000, 50002, 51010, 20001, 40050, 52000];

/** An answer to a request that TikTok never saw: anything, but not a success. */
export function nonsense(dice: Dice): RawAnswer {
  const kind = dice.weighted<'envelope' | 'text' | 'transport'>([
    [5, 'envelope'],
    [3, 'text'],
    [2, 'transport'],
  ]);
  if (kind === 'transport') return broken(dice);
  const body = kind === 'envelope' ? envelope(dice, NOT_SUCCESS) : text(dice);
  return { status: status(dice), headers: dice.pick(HEADERS), body, transport: undefined };
}

/** The answer to something TikTok did, ruined so that nobody can tell what became of it. */
export function mangled(real: RawAnswer, dice: Dice): RawAnswer {
  const bytes = Buffer.from(real.body);
  const whole = { ...real, status: 200 };
  switch (dice.below(6)) {
    case 0:
      return { ...whole, body: bytes.subarray(0, dice.below(bytes.length)) };
    case 1:
      return { ...whole, body: `${bytes.toString()}${bytes.toString()}` };
    case 2:
      return { ...whole, status: dice.pick([500, 502, 503, 504, 520, 599]), body: text(dice) };
    case 3:
      return { ...whole, body: envelope(dice, UNCERTAIN) };
    case 4:
      return { ...whole, headers: { ...whole.headers, 'content-encoding': 'gzip' }, body: bytes };
    default:
      return broken(dice);
  }
}

/** The real envelope with data that isn't what it should be; a success without data stays one. */
export function brokenData(real: RawAnswer, dice: Dice): RawAnswer {
  let parsed: { data?: unknown };
  try {
    parsed = JSON.parse(real.body.toString());
  } catch {
    return real;
  }
  const data = ruinOne(parsed.data, dice);
  return { ...real, body: JSON.stringify({ ...parsed, data }) };
}

/** Replaces one thing within, chosen by chance, by something of another kind. */
function ruinOne(value: unknown, dice: Dice): unknown {
  const wrong = dice.pick([null, true, -1, 0.5, [], [null], {}, { list: 5 }, 'x\u0000y']);
  if (typeof value !== 'object' || value === null || dice.isLucky(0.25)) {
    return typeof wrong === typeof value ? null : wrong;
  }
  const entries = Object.entries(value);
  const [chosen] = entries[dice.below(entries.length)] ?? [];
  const changed = entries.map(
    ([key, inner]) => [key, key === chosen ? ruinOne(inner, dice) : inner] as const,
  );
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

function envelope(dice: Dice, codes: Choices): string {
  const parts: Record<string, unknown> = {
    code: dice.pick(codes),
    message: dice.pick(MESSAGES),
    request_id: dice.pick(REQUEST_IDS),
    data: dice.pick(DATA),
  };
  for (const key of Object.keys(parts)) if (dice.isLucky(0.1)) delete parts[key];
  const json = JSON.stringify(parts);
  // A body without a code at all is no success either.
  return dice.isLucky(0.1) ? `\ufeff${json}` : dice.isLucky(0.1) ? `)]}',\n${json}` : json;
}

function text(dice: Dice): string | Buffer {
  return dice.pick([
    '',
    ' ',
    'null',
    '[]',
    '"OK"',
    '0',
    'OK',
    '{',
    '{"code":}',
    '{"code":0',
    '{"Code":0,"message":"OK"}',
    '{"data":{"code":0}}',
    '<html><head><title>502 Bad Gateway</title></head></html>',
    '<html><head><title>Log in to the network</title></head></html>',
    '['.repeat(20_000),
    Buffer.from([0xff, 0xfe, 0x00, 0x7b]),
    Buffer.alloc(300, 0),
  ]);
}

function status(dice: Dice): number {
  return dice.pick(
    [200, 200, 200, 201, 204, 206, 301, 302, 304, 400, 401, 403, 404, 405, 407, 408, 409, 413].concat([
      418, 425, 429, 431, 451, 500, 501, 502, 503, 504, 511, 520, 599,
    ]) as [number, ...number[]],
  );
}

function broken(dice: Dice): RawAnswer {
  const transport = dice.pick(['reset', 'hang', 'raw', 'raw', 'raw'] as const);
  const body = dice.pick([
    '',
    'HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"code":40',
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"cod',
    'HTTP/1.1 999 What\r\n\r\n',
    'HTTP/1.1 200 OK\r\nx: \u0001\r\n\r\n',
    `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(5000)}\r\n`,
    'SSH-2.0-OpenSSH_9.6\r\n',
    '\u0000\u0001\u0002',
  ]);
  return { status: 200, headers: {}, body, transport };
}
