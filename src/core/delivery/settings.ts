import { columnPlace } from '../detection/column-place.ts';
import { nearestName } from '../detection/nearest-name.ts';
import { KnownError } from '../errors.ts';
import type { AudienceIdType, IdentifierRules } from '../identifiers/types.ts';
import { AUDIENCE_ID_TYPES } from '../identifiers/types.ts';
import type { AudienceSlot } from '../ports/engine.ts';
import type { ColumnInfo, SourceTables } from '../ports/sources.ts';
import type { Columns } from '../profiles/schema.ts';

/** Everything an audience run needs to know, decided; made from a profile, or by the wizard. */
export interface AudienceRunSettings {
  readonly orchestration: string;
  readonly destination: string;
  readonly advertiserIds: readonly string[];
  readonly audienceName: string;
  /** Which one, where several have the name. */
  readonly audienceId?: string | undefined;
  readonly mode: 'match' | 'add' | 'remove';
  readonly channel: 'streaming' | 'file';
  /** True when streaming was asked for, and files are used because TikTok doesn't allow it to the app. */
  readonly isFallback?: boolean | undefined;
  readonly idTypes: readonly AudienceIdType[];
  readonly rules: IdentifierRules;
  /** Undefined: the query's column names say what they are. */
  readonly columns: Columns | undefined;
  readonly dropPlaceholders: boolean;
  readonly batchSize: number;
  readonly tables: SourceTables;
  readonly sql: string;
}

/** TikTok publishes no limit for users in one request; clients in the field send up to 1,000. */
export const DEFAULT_BATCH_SIZE = 1000;

/** Which columns feed which id type, and which columns of the result feed nothing. */
export interface ResolvedSlots {
  readonly slots: readonly AudienceSlot[];
  readonly unused: readonly string[];
}

/**
 * Finds the query's columns for the destination's id types: by the template's mapping, else by name without
 * regard to case. Rejects with `query-failed` when a mapped column is missing or no column feeds any id type.
 */
export function resolveSlots(
  idTypes: readonly AudienceIdType[],
  columns: Columns | undefined,
  described: readonly ColumnInfo[],
): ResolvedSlots {
  const names = described.map(({ name }) => name);
  const find = (wanted: string) => names[columnPlace(names, wanted)];
  const mapping = columns === undefined ? undefined : withUpperCaseKeys(columns);
  const slots: AudienceSlot[] = [];
  for (const type of AUDIENCE_ID_TYPES) {
    if (!idTypes.includes(type)) continue;
    if (mapping === undefined) {
      const column = find(type);
      if (column !== undefined) slots.push({ type, column });
      continue;
    }
    for (const wanted of mapping.get(type) ?? []) {
      const column = find(wanted);
      if (column === undefined) {
        const nearest = nearestName(wanted, names);
        throw new KnownError({
          kind: 'query-failed',
          message: `The template takes ${type} from the column "${wanted}", but the query's result has no such column. Its columns are ${names.join(', ')}.`,
          hint:
            nearest === undefined
              ? 'Change the template’s mapping or the query.'
              : `Did you mean "${nearest}"? Change the template’s mapping or the query.`,
        });
      }
      slots.push({ type, column });
    }
  }
  if (slots.length === 0) {
    throw new KnownError({
      kind: 'query-failed',
      message: `None of the query's columns (${names.join(', ')}) is one of the destination's id types (${idTypes.join(', ')}).`,
      hint: `Name a column with AS, for example SELECT my_column AS ${idTypes[0] ?? 'EMAIL'}, or map it in the data template.`,
    });
  }
  const used = new Set(slots.map(({ column }) => column));
  return { slots, unused: names.filter((name) => !used.has(name)) };
}

function withUpperCaseKeys(columns: Columns): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(columns).map(([field, names]) => [field.toUpperCase(), names]));
}
