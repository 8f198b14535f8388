import { detectColumns } from '../../../core/detection/detect-columns.ts';
import { maskValue } from '../../../core/identifiers/mask.ts';
import type { IdentifierType } from '../../../core/identifiers/types.ts';
import type { SampleRows } from '../../../core/ports/sources.ts';

export interface MaskedColumn {
  readonly name: string;
  /** What its name and its values say it holds. */
  readonly type: IdentifierType | undefined;
  /** Why, in one sentence. */
  readonly reason: string;
  /** The first values that aren't empty, as they may be shown. */
  readonly examples: readonly string[];
}

const EXAMPLES = 3;

/** The columns of a sample with what they hold; not one value is left readable. */
export function maskSample(sample: SampleRows): readonly MaskedColumn[] {
  const detected = detectColumns(sample);
  return sample.columns.map(({ name }, position) => {
    const found = detected.find(({ column }) => column === name);
    const values = sample.rows
      .map((row) => row[position])
      .filter((value) => value !== null && value !== undefined && value.trim() !== '');
    const masked = [...new Set(values.map((value) => maskValue(found?.type, value ?? '')))];
    // A mask that hides everything says least, so it comes last.
    const examples = masked.toSorted((one, other) => Number(isBlank(one)) - Number(isBlank(other)));
    return {
      name,
      type: found?.type,
      reason: found?.reason ?? '',
      examples: examples.slice(0, EXAMPLES),
    };
  });
}

function isBlank(masked: string): boolean {
  return /^•+$/.test(masked);
}
