import { findColumn } from '../../../core/segments/compile-filter.ts';
import { fieldsOfFilter } from '../../../core/segments/filter.ts';
import { defineForm, type FormStep } from '../common/form.ts';
import { DESCRIPTION_STEP, NAME_STEP } from '../common/steps.ts';
import { type AboutServer, SERVER_STEPS, type ServerStep } from '../source/server-steps.ts';
import type { TableAnswer } from '../source/tables.ts';
import { checkCombination, combinedInWords, EMPTY_COMBINATION } from './combination.ts';
import { builderInWords } from './condition-draft.ts';
import { filterInOneLine } from './filter-words.ts';
import { filterOf, type SegmentAnswers, savedRows } from './segment-answers.ts';

/** The table of a server is chosen as that of a file is. */
type SegmentServerStep = Exclude<ServerStep, 'serverTable'>;

export type SegmentStep =
  | 'name'
  | 'source'
  | 'combine'
  | 'file'
  | SegmentServerStep
  | 'table'
  | 'conditions'
  | 'description'
  | 'review';

/** The conditions in a few words; `every row` where there are none. */
export function filterInWords(answers: SegmentAnswers): string {
  const { builder } = answers;
  const saved = savedRows(answers);
  if (builder === undefined) {
    return saved?.filter === undefined ? 'SQL of its own' : filterInOneLine(saved.filter);
  }
  return builder.parts.length === 0 ? 'every row' : builderInWords(builder);
}

/** A condition on a field that the table doesn't have, in a sentence. */
function checkFields(answers: SegmentAnswers): string | undefined {
  const { fields, table } = answers;
  const filter = filterOf(answers);
  if (fields === undefined || filter === undefined) return undefined;
  const missing = fieldsOfFilter(filter).find((name) => findColumn(fields, name) === undefined);
  return missing === undefined
    ? undefined
    : `${table} has no field ${missing}; change or remove its condition.`;
}

function fileNames(tables: readonly TableAnswer[]): string {
  return tables.flatMap(({ files }) => files.map((file) => file.split(/[\\/]/).at(-1) ?? file)).join(' + ');
}

/** Conditions are about a table, and tables are listed by their schema: no SQL could say it here. */
const NEEDED: Partial<Record<SegmentServerStep, (answers: AboutServer) => string | undefined>> = {
  catalog: ({ saved, asked }) =>
    saved === undefined && asked.catalog === '' ? 'A catalog is needed.' : undefined,
  schema: ({ saved, asked }) =>
    saved === undefined && asked.schema === '' ? 'A schema is needed.' : undefined,
};

function isSegmentStep(
  step: FormStep<ServerStep, AboutServer>,
): step is FormStep<SegmentServerStep, AboutServer> {
  return step.id !== 'serverTable';
}

const SEGMENT_SERVER_STEPS = SERVER_STEPS.filter(isSegmentStep).map((step) => {
  const check = NEEDED[step.id];
  return check === undefined ? step : { ...step, check };
});

/** Setting up a segment: its data, and what its rows have to be like. */
export const SEGMENT_FORM = defineForm<SegmentStep, SegmentAnswers>('review', [
  NAME_STEP,
  {
    id: 'source',
    title: 'Data',
    isSkipped: ({ saved, isDemo, knownSources: known }) =>
      saved !== undefined || (isDemo && known.length === 0),
    inWords: ({ from, combination, place }) => {
      if (combination !== undefined) return 'other segments';
      if (from !== undefined) return `as in ${from}`;
      return place === 'server' ? 'a server' : 'a file';
    },
  },
  {
    id: 'combine',
    title: 'People',
    isSkipped: ({ combination }) => combination === undefined,
    check: ({ combination = EMPTY_COMBINATION }) => checkCombination(combination),
    inWords: ({ combination = EMPTY_COMBINATION }) => combinedInWords(combination),
  },
  {
    id: 'file',
    title: 'File',
    isSkipped: ({ combination, from, server, saved, tables }) =>
      combination !== undefined ||
      from !== undefined ||
      server !== undefined ||
      (saved !== undefined && tables.length !== 1),
    check: ({ tables }) => (tables.length === 0 ? 'A file is needed.' : undefined),
    inWords: ({ tables }) => fileNames(tables),
  },
  ...SEGMENT_SERVER_STEPS,
  {
    id: 'table',
    title: 'Table',
    isSkipped: ({ combination, saved, server, tables }) =>
      combination !== undefined ||
      savedRows({ saved })?.sql !== undefined ||
      (server === undefined && tables.length < 2),
    check: ({ table }) => (table === '' ? 'A table is needed.' : undefined),
    inWords: ({ table }) => table,
  },
  {
    id: 'conditions',
    title: 'Conditions',
    isSkipped: ({ combination }) => combination !== undefined,
    check: checkFields,
    inWords: filterInWords,
  },
  DESCRIPTION_STEP,
  { id: 'review', title: 'Review' },
]);
