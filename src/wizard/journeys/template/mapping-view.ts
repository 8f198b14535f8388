import { withDefaults } from '../../../core/detection/propose-defaults.ts';
import { type ProposedMapping, proposeMapping } from '../../../core/detection/propose-mapping.ts';
import type { AudienceIdType } from '../../../core/identifiers/types.ts';
import type { SampleRows } from '../../../core/ports/sources.ts';
import type { DefaultAttributes } from '../../../core/profiles/campaign-schema.ts';
import type { Columns } from '../../../core/profiles/schema.ts';
import { type MaskedColumn, maskSample } from '../source/mask-sample.ts';
import { columnsOf, withColumns } from './template-form.ts';

/** What a mapping is chosen from: the query's columns, masked, and what they seem to be. */
export interface MappingChoice {
  readonly columns: readonly MaskedColumn[];
  readonly proposal: ProposedMapping;
}

/** What the destination is sent by default comes before what names and contents say. */
export function mappingChoice(
  idTypes: readonly AudienceIdType[],
  sample: SampleRows,
  defaults?: DefaultAttributes,
): MappingChoice {
  const proposal = proposeMapping('audience', idTypes, sample);
  return {
    columns: maskSample(sample),
    proposal: defaults === undefined ? proposal : withDefaults(proposal, defaults, sample),
  };
}

/** One id type, what feeds it, and what to know about that. */
export interface MappingRow {
  readonly type: AudienceIdType;
  readonly columns: readonly string[];
  /** The first value of the first column, masked. */
  readonly example: string;
  readonly explanation: string;
  /** Set when the mapping can't work like this. */
  readonly problem: string | undefined;
}

/** A mapping as it is shown, a row an id type. */
export function mappingRows(
  { columns: available, proposal }: MappingChoice,
  idTypes: readonly AudienceIdType[],
  mapping: Columns,
): readonly MappingRow[] {
  return idTypes.map((type) => {
    const columns = columnsOf(mapping, type);
    const proposed = proposal.fields.find(({ field }) => field === type);
    const missing = columns.filter((column) => !available.some(({ name }) => name === column));
    const isProposed = columns.length > 0 && columns[0] === proposed?.column;
    return {
      type,
      columns,
      example: available.find(({ name }) => name === columns[0])?.examples[0] ?? '',
      explanation: isProposed || columns.length === 0 ? (proposed?.explanation ?? '') : 'Chosen by you.',
      problem: problemOf(missing, isProposed ? proposed?.hashed : undefined),
    };
  });
}

function problemOf(
  missing: readonly string[],
  hashed: ProposedMapping['fields'][number]['hashed'],
): string | undefined {
  if (missing.length > 0) return `The query has no column ${missing.join(', ')}.`;
  // TikTok compares SHA-256 only, and nobody can make it of another hash.
  if (hashed === 'md5' || hashed === 'sha1') {
    return `Its values are ${hashed === 'md5' ? 'MD5' : 'SHA-1'}; TikTok needs SHA-256.`;
  }
  return undefined;
}

/** True when the query has more columns for a type than the mapping uses. */
export function hasMoreColumns({ proposal }: MappingChoice, mapping: Columns): boolean {
  return proposal.fields.some(({ field, others }) => {
    const used = mapping[field] ?? [];
    return others.some((column) => !used.includes(column));
  });
}

/** Every known column of every type: all e-mails and phones of a person instead of the best one. */
export function fullProfile({ proposal }: MappingChoice, idTypes: readonly AudienceIdType[]): Columns {
  return idTypes.reduce<Columns>((mapping, type) => {
    const proposed = proposal.fields.find(({ field }) => field === type);
    const columns = proposed?.column === undefined ? [] : [proposed.column, ...proposed.others];
    return withColumns(mapping, type, columns);
  }, {});
}
