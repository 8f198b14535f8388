import type { Engine, EngineCall } from '../ports/engine.ts';
import type { SourceTables } from '../ports/sources.ts';
import type { CompiledCampaign } from './compile-campaign.ts';

export interface SegmentSize {
  readonly name: string;
  readonly included: boolean;
  /** Different keys. */
  readonly people: number;
}

/** People whom two segments share. */
export interface SegmentOverlap {
  readonly segments: readonly [string, string];
  readonly people: number;
}

/** More pairs than anybody would read; each costs a look at the data. */
const MOST_PAIRS = 15;

/** How many people each segment has, and each two of them share; two excluded ones are nobody's question. */
export async function measureSegments(
  engine: Pick<Engine, 'count'>,
  tables: SourceTables,
  segments: CompiledCampaign['segments'],
  call: EngineCall,
): Promise<{ readonly segments: readonly SegmentSize[]; readonly overlaps: readonly SegmentOverlap[] }> {
  const sizes: SegmentSize[] = [];
  for (const { name, included, sql } of segments) {
    sizes.push({ name, included, people: await engine.count(tables, sql, call) });
  }
  const pairs = segments.flatMap((one, index) =>
    segments
      .slice(index + 1)
      .flatMap((other) => (one.included || other.included ? [[one, other] as const] : [])),
  );
  const overlaps: SegmentOverlap[] = [];
  for (const [one, other] of pairs.slice(0, MOST_PAIRS)) {
    const people = await engine.count(tables, `${one.sql}\nINTERSECT\n${other.sql}`, call);
    overlaps.push({ segments: [one.name, other.name], people });
  }
  return { segments: sizes, overlaps };
}
