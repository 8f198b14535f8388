import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumItems } from '../../../src/core/events/money.ts';
import { fromLimbSums, LIMB_EXPONENTS, toLimbs } from '../../../src/sources/events/decimal-limbs.ts';
import { openUnit, sealUnit } from '../../../src/sources/events/unit-cipher.ts';
import { engineRig, knownError } from '../support/engine-rig.ts';
import { eventsRig, WEB } from './support/events-rig.ts';

const rig = engineRig();
const events = eventsRig(rig);

const HEADER =
  'event,event_id,timestamp,email,phone,external_id,ip,page_url,description,content_name,order_id';
const VISITS = Array.from(
  { length: 3000 },
  (_, n) =>
    `Purchase,id-canary-${n % 2900},2026-11-18,canary${n}@example.com,+1415555${String(2000 + n)},person-canary-${n},` +
    `9.9.${n % 200}.${n % 250},https://canary.example/${n},says canary ${n},thing canary,order-canary-${n}`,
);
const CSV = `${[HEADER, ...VISITS].join('\n')}\n`;

describe('what lies on disk', () => {
  it('holds nothing of the rows that could be read', async () => {
    const { place, staged } = await events.stage(CSV, WEB);
    expect(staged.events).toBeGreaterThan(2800);
    const readable = ['canary', '+1415555', '1415555', '9.9.1.1', 'Purchase'];
    for (const path of [place.stagedPath, place.sealedPath]) {
      const bytes = readFileSync(path);
      expect(readable.filter((text) => bytes.includes(text))).toEqual([]);
    }
    expect(statSync(place.sealedPath).mode & 0o777).toBe(0o600);
  });

  it('is sealed anew when a run is staged again under its key', async () => {
    const { place } = await events.stage(CSV, WEB);
    const first = readFileSync(place.sealedPath);
    const again = await events.stage(CSV, WEB, place);
    const second = readFileSync(again.place.sealedPath);
    const same = second.findIndex((byte, at) => at >= 8 && byte !== first[at]);
    expect(same).toBeGreaterThanOrEqual(8);
    expect(same).toBeLessThan(16);
    expect(await events.readAll(again.place)).toHaveLength(again.staged.events);
  });
});

describe('a batch', () => {
  it('is always the same, however the range is cut', async () => {
    const { place, staged } = await events.stage(CSV, WEB);
    const whole = await events.readAll(place);
    expect(whole).toHaveLength(staged.events);
    expect(await events.readAll(place, 333)).toEqual(whole);
    const read = () => rig.engine.readEventBatch(place, { from: 700, to: 703 });
    expect(await read()).toBe(`[${whole.slice(700, 703).join(',')}]`);
    expect(await read()).toBe(await read());
  });

  it.each([
    ['another key', (place: { key: Uint8Array }) => ({ ...place, key: new Uint8Array(32) })],
    ['a changed file', change((bytes) => flip(bytes, bytes.length - 5))],
    ['a changed salt', change((bytes) => flip(bytes, 20))],
    ['a file that was cut short', change((bytes) => bytes.subarray(0, 2000))],
    ['a file that is something else', change(() => Buffer.from('{}'))],
  ])('is refused with %s', async (_, spoil) => {
    const { place, staged } = await events.stage(CSV, WEB);
    const { entries } = await events.plan(place);
    expect(entries).toBe(staged.events);
    const read = rig.engine.readEventBatch(spoil(place) as typeof place, { from: 0, to: entries });
    const error = await knownError(read);
    expect(error.kind).toBe('safety-stop');
    expect(error.hint).toContain('Start a new run');
  });

  it('is refused when the sealed file is gone or of another run', async () => {
    const { place } = await events.stage(CSV, WEB);
    const other = await events.stage(CSV, WEB);
    await events.plan(place);
    const mixed = { ...place, sealedPath: other.place.sealedPath, key: other.place.key };
    const range = { from: 0, to: 1 };
    expect((await knownError(rig.engine.readEventBatch(mixed, range))).kind).toBe('safety-stop');
    rmSync(place.sealedPath);
    expect((await knownError(rig.engine.readEventBatch(place, range))).message).toContain(
      'not there any more',
    );
  });

  it('needs a plan', async () => {
    const { place } = await events.stage(CSV, WEB);
    const error = await knownError(rig.engine.readEventBatch(place, { from: 0, to: 1 }));
    expect(error.hint).toContain('Start a new run');
  });
});

describe('a sealed unit', () => {
  const key = new Uint8Array(32).fill(7);

  it('opens to what was sealed, under its own number only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (plain, unit) => {
        const sealed = sealUnit(key, unit, plain);
        expect(Buffer.from(openUnit(key, unit, sealed) ?? [])).toEqual(Buffer.from(plain));
        expect(openUnit(key, unit + 1, sealed)).toBeUndefined();
        expect(openUnit(key, unit, sealed.subarray(1))).toBeUndefined();
      }),
    );
  });
});

describe('sums of amounts', () => {
  it('are exact', () => {
    const amount = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 29n }), fc.nat(10 ** 9), fc.nat(30))
      .map(([whole, decimals, places]) => {
        const fraction = String(decimals).padStart(places, '0').slice(0, 30).replace(/0+$/, '');
        return fraction === '' ? String(whole) : `${whole}.${fraction}`;
      });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 20 }), (amounts) => {
        const sums = LIMB_EXPONENTS.map((_, limb) =>
          amounts.reduce((sum, each) => sum + BigInt(toLimbs(each)[limb] ?? 0), 0n),
        );
        expect(fromLimbSums(sums)).toBe(sumItems(amounts.map((price) => ({ price, quantity: '1' }))));
      }),
    );
  });
});

function change(spoil: (bytes: Buffer) => Uint8Array) {
  return (place: { readonly sealedPath: string }) => {
    writeFileSync(place.sealedPath, spoil(readFileSync(place.sealedPath)));
    return place;
  };
}

function flip(bytes: Buffer, at: number): Buffer {
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes;
}
