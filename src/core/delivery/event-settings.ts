import type { EventSettings } from '../events/settings.ts';
import type { SourceTables } from '../ports/sources.ts';
import type { Columns } from '../profiles/schema.ts';

/** Everything an events run needs to know, decided; made from a profile, or by the wizard. */
export interface EventRunSettings {
  readonly orchestration: string;
  readonly destination: string;
  readonly advertiserIds: readonly string[];
  /** All but the time, which is the run's own. */
  readonly events: Omit<EventSettings, 'now'>;
  /** Undefined: the query's column names say what they are. */
  readonly columns: Columns | undefined;
  readonly batchSize: number;
  readonly tables: SourceTables;
  readonly sql: string;
}
