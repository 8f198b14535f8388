import type { StagedEventsPlace } from '../../core/ports/engine.ts';
import { SealedReader, type UnitPlace } from './sealed-file.ts';

/** Where an event's text lies. */
export interface TextPlace {
  readonly unit: UnitPlace;
  /** Within the unit, in bytes. */
  readonly at: number;
  readonly length: number;
}

/**
 * The texts at some places, in their order. Each unit is opened once, and nothing of it is kept. Rejects with
 * kind `safety-stop` when the sealed file or the key isn't the right one.
 */
export async function readTexts(
  place: Pick<StagedEventsPlace, 'sealedPath' | 'key'>,
  salt: string,
  texts: readonly TextPlace[],
): Promise<readonly string[]> {
  const byUnit = Map.groupBy(
    texts.map((text, index) => ({ ...text, index })),
    ({ unit }) => unit.unit,
  );
  const read = new Array<string>(texts.length).fill('');
  const reader = await SealedReader.open(place.sealedPath, place.key, salt);
  try {
    for (const wanted of byUnit.values()) {
      const [first] = wanted;
      if (first === undefined) continue;
      const plain = await reader.unit(first.unit);
      for (const { index, at, length } of wanted) read[index] = plain.toString('utf8', at, at + length);
    }
  } finally {
    await reader.close();
  }
  return read;
}
