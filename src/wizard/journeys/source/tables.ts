import type { SourceTables } from '../../../core/ports/sources.ts';
import type { EmbeddedSource, ServerSource, Source } from '../../../core/profiles/schema.ts';
import { sourceTables } from '../../../core/profiles/source-tables.ts';
import { checkTableName, proposeTableName } from './table-name.ts';

/** One table of a source: the name it has in SQL, and the files read as it. */
export interface TableAnswer {
  readonly name: string;
  readonly files: readonly string[];
}

/** Where rows come from, as it is answered. */
export interface DataAnswers {
  readonly server: ServerSource | undefined;
  readonly tables: readonly TableAnswer[];
}

/** The tables with one more; the same file isn't added twice, and its name is one that is free. */
export function addTable(tables: readonly TableAnswer[], file: string): readonly TableAnswer[] {
  if (tables.some((table) => table.files.includes(file))) return tables;
  const proposed = proposeTableName(file);
  const taken = new Set(tables.map(({ name }) => name.toLowerCase()));
  let name = proposed;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${proposed}_${number}`;
  return [...tables, { name, files: [file] }];
}

/** The tables with this file as the first one, in place of the one that was picked before. */
export function pickFirst(tables: readonly TableAnswer[], file: string): readonly TableAnswer[] {
  const [first, ...others] = tables;
  if (first?.files.includes(file) === true) return tables;
  const [picked] = addTable([], file);
  return picked === undefined ? tables : [picked, ...others.filter(({ name }) => name !== picked.name)];
}

export function removeTable(tables: readonly TableAnswer[], name: string): readonly TableAnswer[] {
  return tables.filter((table) => table.name !== name);
}

export function renameTable(
  tables: readonly TableAnswer[],
  name: string,
  newName: string,
): readonly TableAnswer[] {
  return tables.map((table) => (table.name === name ? { ...table, name: newName.trim() } : table));
}

/** What is wrong with a new name for one of the tables; SQL doesn't tell capital from small letters. */
export function checkRename(
  tables: readonly TableAnswer[],
  name: string,
  newName: string,
): string | undefined {
  const wanted = newName.trim();
  const problem = checkTableName(wanted);
  if (problem !== undefined) return problem;
  const isTaken = tables.some(
    (table) => table.name !== name && table.name.toLowerCase() === wanted.toLowerCase(),
  );
  return isTaken ? 'Another table has this name.' : undefined;
}

/** As the engine takes them. */
export function toSourceTables(tables: readonly TableAnswer[]): SourceTables {
  return Object.fromEntries(tables.map(({ name, files }) => [name, files]));
}

/** As a profile keeps them: one file without a list. */
export function toSource(tables: readonly TableAnswer[]): EmbeddedSource {
  return {
    engine: 'embedded',
    tables: Object.fromEntries(
      tables.map(({ name, files: [first = '', ...others] }) => [
        name,
        others.length === 0 ? first : [first, ...others],
      ]),
    ),
  };
}

export function fromSource(source: EmbeddedSource): readonly TableAnswer[] {
  return Object.entries(source.tables).map(([name, files]) => ({
    name,
    files: typeof files === 'string' ? [files] : files,
  }));
}

/** Where rows come from, as a profile keeps it: the server, where one was chosen, else the files. */
export function sourceOf({ server, tables }: DataAnswers): Source {
  return server ?? toSource(tables);
}

/** The same as the engine takes it. */
export function sourceTablesOf(answers: DataAnswers): SourceTables {
  return sourceTables(sourceOf(answers));
}
