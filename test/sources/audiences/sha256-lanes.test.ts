import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BATCH,
  BLOCK_BYTES,
  HASH_WORDS,
  MESSAGE_BYTES,
  Sha256Lanes,
} from '../../../src/sources/audiences/sha256-lanes.ts';

function hashAll(lanes: Sha256Lanes, messages: readonly Uint8Array[]): readonly string[] {
  for (const [m, message] of messages.entries()) {
    lanes.blocks.fill(0, m * BLOCK_BYTES, (m + 1) * BLOCK_BYTES);
    lanes.blocks.set(message, m * BLOCK_BYTES);
    lanes.finish(m, message.length);
  }
  lanes.hash(messages.length);
  return messages.map((_, m) =>
    Array.from(lanes.hashes.subarray(m * HASH_WORDS, (m + 1) * HASH_WORDS), (word) =>
      word.toString(16).padStart(8, '0'),
    ).join(''),
  );
}

const inLibrary = (message: Uint8Array) => createHash('sha256').update(message).digest('hex');

describe.each([
  ['lanes', () => new Sha256Lanes()],
  ['the library, where there are no lanes', () => new Sha256Lanes(() => undefined)],
])('hashing in %s', (_, make) => {
  const lanes = make();

  it('hashes messages of every length as the library does', () => {
    const messages = Array.from({ length: MESSAGE_BYTES + 1 }, (_, length) =>
      Uint8Array.from({ length }, (__, place) => (place * 37 + length) % 256),
    );
    expect(hashAll(lanes, messages)).toEqual(messages.map(inLibrary));
  });

  it('hashes whole and broken batches of any bytes, one after the other', () => {
    const message = fc.uint8Array({ maxLength: MESSAGE_BYTES });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 300 }), (messages) => {
        expect(hashAll(lanes, messages)).toEqual(messages.map(inLibrary));
      }),
      { numRuns: 30 },
    );
    const full = fc.sample(message, { numRuns: BATCH, seed: 5 });
    expect(hashAll(lanes, full)).toEqual(full.map(inLibrary));
  });
});

describe('hashing in lanes', () => {
  it('stops where the library has another hash', () => {
    const spoilt = new Sha256Lanes();
    spoilt.finish(0, 3);
    spoilt.finish(1, 3);
    // The length says three bytes, but the message was not ended there.
    for (const m of [0, 1]) spoilt.blocks[m * BLOCK_BYTES + 3] = 0x81;
    expect(() => spoilt.hash(2)).toThrow('differently');
  });
});
