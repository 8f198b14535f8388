import type { EngineCall } from '../core/ports/engine.ts';
import type { ColumnInfo, SampleRows, SourceTables, TableInfo } from '../core/ports/sources.ts';
import type { Profile } from '../core/profiles/schema.ts';

export interface DataFile {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
  /** Bytes; 0 for folders. */
  readonly size: number;
}

export interface MissingFile {
  readonly kind: 'query' | 'segment';
  readonly name: string;
  readonly path: string;
  /** As a sentence. */
  readonly problem: string;
}

/** The data: files of this machine, tables, and what SQL makes of them. */
export interface SourceService {
  /** Data files and folders, folders first; the default folder is the current one. */
  listFolder(folder?: string): Promise<{ readonly folder: string; readonly files: readonly DataFile[] }>;
  /** Sheets or tables of a file, for a person to choose one; empty for a file that is one table. */
  parts(path: string, call?: EngineCall): Promise<readonly string[]>;
  /** Files that these read and that aren't here, as after a profile came from another machine. */
  missingFiles(declared: Pick<Profile, 'queries' | 'segments'>): readonly MissingFile[];
  inspect(tables: SourceTables, call?: EngineCall): Promise<readonly TableInfo[]>;
  describe(tables: SourceTables, sql: string, call?: EngineCall): Promise<readonly ColumnInfo[]>;
  sample(tables: SourceTables, sql: string, limit: number, call?: EngineCall): Promise<SampleRows>;
  /** Counts rows of the result. */
  count(tables: SourceTables, sql: string, call?: EngineCall): Promise<number>;
}
