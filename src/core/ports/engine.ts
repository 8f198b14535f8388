import type { AudiencePlan, Range, StagedAudience } from '../audiences/plan.ts';
import type { StageCampaignRequest, StagedCampaign } from '../campaigns/staged.ts';
import type { RowCounts } from '../delivery/events.ts';
import type { CustomerFile, CustomerFileType } from '../delivery/file-types.ts';
import type { EventLayout } from '../events/layout.ts';
import type { EventsPlan, EventsTally, StagedEvents } from '../events/plan.ts';
import type { EventSettings } from '../events/settings.ts';
import type { AudienceIdType, IdentifierRules, RejectReason } from '../identifiers/types.ts';
import type { ColumnInfo, SampleRows, SourceTables, TableInfo, UnreadableRows } from './sources.ts';

/**
 * What the core asks of the engine that reads data, stages it and plans what is sent. Every promise may reject with a
 * KnownError; anything else is a bug. This holds for every port: adapters implement them, `commands/` wires them.
 */

/** One of the query's columns that feeds an id type; several columns may feed the same type. */
export interface AudienceSlot {
  readonly type: AudienceIdType;
  readonly column: string;
}

export interface StageAudienceRequest {
  readonly tables: SourceTables;
  readonly sql: string;
  readonly slots: readonly AudienceSlot[];
  readonly rules: IdentifierRules;
  readonly dropPlaceholders: boolean;
  /** DuckDB file to create; replaced when it exists. Holds hashes, reasons and row numbers only. */
  readonly stagedPath: string;
}

export interface PlanAudienceRequest {
  readonly stagedPath: string;
  /** Ledger file of the audience; one that doesn't exist is an empty ledger. */
  readonly ledgerPath: string;
  /** True when the ledger is known to hold everyone in the audience. */
  readonly ledgerComplete: boolean;
  readonly mode: 'match' | 'add' | 'remove';
  /** Only the first N people of the rows, for a test audience; those who are there already count. */
  readonly limit?: number | undefined;
}

export interface WriteCustomerFilesRequest {
  readonly stagedPath: string;
  /** Folder for the files, nothing else is in it; made with mode 0700, and emptied when it exists. */
  readonly filesPath: string;
  readonly fileType: CustomerFileType;
  /** `list`: every usable identifier of the staged rows. `entries`: only what the plan numbered from rows. */
  readonly contents: 'list' | 'entries';
  /** Where a file is cut, in bytes. */
  readonly maximumBytes?: number | undefined;
}

export interface RejectedValue {
  /** 1-based position in the query's result; 0 for a row of a file that could not be read. */
  readonly row: number;
  readonly column: string;
  readonly type: string;
  /** `refused`: nothing was wrong with the row here; TikTok took none of it. */
  readonly reason: RejectReason | 'refused';
  /** What TikTok said, scrubbed, where it refused the row. */
  readonly message?: string | undefined;
  /** Where such a row stands, and why it could not be read; nothing of what it holds. */
  readonly place?: UnreadableRows['examples'][number] | undefined;
}

/** An entry of a plan, and the row (1-based position in the query's result) that it comes from, or begins with. */
export interface EntryRow {
  readonly entry: number;
  readonly row: number;
}

/** Entries of a run's staged file. */
export interface RunEntries {
  readonly stagedPath: string;
  readonly entries: readonly Range[];
}

export interface StageUndoRequest {
  /** DuckDB file to create; replaced when it exists. Holds hashes only. */
  readonly stagedPath: string;
  /** The run to take back, and its entries that TikTok confirmed or may have carried out. */
  readonly undone: RunEntries;
  /** Confirmed entries of every later run of the audience: what one of them changed stays as it left it. */
  readonly later: readonly RunEntries[];
  /** Ledger file of the audience, settled; identifiers that are as they were before need no request. */
  readonly ledgerPath: string;
}

export interface StagedUndo {
  /** `id_schema` of every batch of this file. */
  readonly idSchema: readonly string[];
  /** Its rows mean nothing: no query was run. `unchanged` counts identifiers that are back already. */
  readonly plan: AudiencePlan;
}

/** What a ledger holds. */
export interface LedgerLines {
  /** Identifiers, the uncertain ones included. */
  readonly count: number;
  /** Those that were sent without an answer. */
  readonly uncertain: number;
}

/** Where a run's events are staged. */
export interface StagedEventsPlace {
  /** DuckDB file with row numbers, reasons, keys (hashes) and where each event's text lies; nothing personal. */
  readonly stagedPath: string;
  /**
   * The events' texts, encrypted (AES-256-GCM) under `key`: unlike hashes, an IP address, a page's address or
   * a description is sent as it is, and must not lie readable on disk.
   */
  readonly sealedPath: string;
  /** 32 bytes, kept in the secret store for as long as the run may be resumed. */
  readonly key: Uint8Array;
}

export interface StageEventsRequest extends StagedEventsPlace {
  readonly tables: SourceTables;
  readonly sql: string;
  readonly layout: EventLayout;
  readonly settings: EventSettings;
}

export interface PlanEventsRequest {
  readonly stagedPath: string;
  /** Record of delivered events of one source; one that doesn't exist is empty. */
  readonly deliveredPath: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What the engine says while it works; percent is 0–100 or absent while unknown. */
export type EngineProgress = (progress: {
  readonly rows?: number | undefined;
  readonly percent?: number | undefined;
}) => void;

export interface EngineCall {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: EngineProgress | undefined;
  /** How often a server that can't be reached is asked before that is said; left out: for 40 seconds or so. */
  readonly attempts?: number | undefined;
}

/**
 * The engine room: runs the person's SQL over their files, and everything done in bulk over staged hashes.
 * Lives in a child process. SQL over a server's tables runs there, as it is written; its rows are worked on
 * here. SQL problems reject with kind `query-failed` and a message that shows line, caret and suggestion;
 * unreadable files, and a server that can't be reached or doesn't let one in, with `source-unreadable`.
 */
export interface Engine {
  /** Opens the files and tells their columns, without running a query; lists the tables of a server's schema. */
  inspect(tables: SourceTables, call?: EngineCall): Promise<readonly TableInfo[]>;
  /** Names of the sheets or tables that a file holds; empty for a file that is one table. */
  parts(path: string, call?: EngineCall): Promise<readonly string[]>;
  /** Checks the SQL without running it; resolves to the result's columns. */
  describe(tables: SourceTables, sql: string, call?: EngineCall): Promise<readonly ColumnInfo[]>;
  /** The first rows of the result. */
  sample(tables: SourceTables, sql: string, limit: number, call?: EngineCall): Promise<SampleRows>;
  /** Counts rows of the result. */
  count(tables: SourceTables, sql: string, call?: EngineCall): Promise<number>;
  /** Runs the query once: normalises, hashes, and writes one staged row per row read. */
  stageAudience(request: StageAudienceRequest, call?: EngineCall): Promise<StagedAudience>;
  /**
   * Runs a campaign's query once, assigns everybody to a group, and stages each group's rows as
   * `stageAudience` does; people who are excluded, or in no sub-audience, are only counted.
   */
  stageCampaign(request: StageCampaignRequest, call?: EngineCall): Promise<StagedCampaign>;
  /** Compares the staged rows with the ledger and numbers what is to be sent; replaces an earlier plan. */
  planAudience(request: PlanAudienceRequest, call?: EngineCall): Promise<AudiencePlan>;
  /**
   * `batch_data` of the entries from (inclusive) to (exclusive), as JSON text, positions as in `id_schema`
   * with `{}` for a missing identifier. The same range of the same file always gives the same text.
   */
  readAudienceBatch(
    stagedPath: string,
    range: Range,
    audienceIds: readonly string[],
    call?: EngineCall,
  ): Promise<string>;
  /** Where every row ended, given what TikTok confirmed and refused. */
  tallyAudience(
    stagedPath: string,
    confirmed: readonly Range[],
    refused: readonly Range[],
    call?: EngineCall,
  ): Promise<AudiencePlan['expected']>;
  /** The same for rows from (inclusive) to (exclusive) of a staged file, as far as they are told apart. */
  tallyRows(
    stagedPath: string,
    rows: Range,
    confirmed: readonly Range[],
    refused: readonly Range[],
    call?: EngineCall,
  ): Promise<{ readonly rows: RowCounts; readonly added: number }>;
  /**
   * Whether the plan of a staged file adds an identifier that one of these entries of other runs takes out, or the
   * reverse. Entries of a file that is gone could be of anybody: true.
   */
  opposesEntries(stagedPath: string, others: readonly RunEntries[], call?: EngineCall): Promise<boolean>;
  /**
   * Moves the ledger forward, in one transaction of plain set operations, so that doing it again (also with
   * more ranges than before) is right. Confirmed adds become certain members, confirmed deletes leave.
   * Entries whose outcome is unknown (sent, no answer) become *uncertain* members: a later plan treats them
   * as not there when they are wanted (sends the add again) and as there when they are not (sends the
   * delete). Creates the ledger when missing. Resolves to the identifiers it holds afterwards.
   */
  applyToLedger(
    ledgerPath: string,
    stagedPath: string,
    outcome: { readonly confirmed: readonly Range[]; readonly unknown: readonly Range[] },
    call?: EngineCall,
  ): Promise<number>;
  /**
   * Adds to a ledger whom another one of the same audience holds. Certain is only who is certain in both: of whoever
   * is in one of them the other may know that they left. Doing it again changes nothing.
   */
  joinLedgers(ledgerPath: string, otherPath: string, call?: EngineCall): Promise<void>;
  /** Writes a ledger as lines of text to a new private file (0600): one identifier a line, sorted. */
  writeLedgerLines(ledgerPath: string, linesPath: string, call?: EngineCall): Promise<LedgerLines>;
  /**
   * Makes a ledger of such lines, which follow a first line of a file, and replaces what is at `ledgerPath` as a
   * whole: after a crash there is the old one or the new one. Rejects with `query-failed` where a line is no hash.
   */
  readLedgerLines(filePath: string, ledgerPath: string, call?: EngineCall): Promise<LedgerLines>;
  /**
   * Writes identifiers as customer files (0600, hashes only), each once, in the order of the rows; the same
   * staged file always gives the same bytes. What can't be carried by the type is a bug.
   */
  writeCustomerFiles(request: WriteCustomerFilesRequest, call?: EngineCall): Promise<readonly CustomerFile[]>;
  /** Removes that folder with its files; one that isn't there is no error. */
  removeCustomerFiles(filesPath: string, call?: EngineCall): Promise<void>;
  /**
   * Stages and plans in one: the inverse of what a run did to its audience. The file is like any other, for
   * `readAudienceBatch`, `tallyAudience` and `applyToLedger`. Rejects with `query-failed` when the staged file
   * of the run is gone.
   */
  stageUndo(request: StageUndoRequest, call?: EngineCall): Promise<StagedUndo>;
  /**
   * Runs the query once: reads rows into events, joins the rows of one event, and writes one staged row per
   * row read and every sendable event, sealed. Memory doesn't grow with the number of rows.
   */
  stageEvents(request: StageEventsRequest, call?: EngineCall): Promise<StagedEvents>;
  /** Takes out what was delivered before and numbers the rest; replaces an earlier plan. */
  planEvents(request: PlanEventsRequest, call?: EngineCall): Promise<EventsPlan>;
  /** TikTok's `data` of the events from (inclusive) to (exclusive), as JSON text; always the same for a range. */
  readEventBatch(place: StagedEventsPlace, range: Range, call?: EngineCall): Promise<string>;
  /** Where every row ended, given what TikTok confirmed and refused. */
  tallyEvents(
    stagedPath: string,
    confirmed: readonly Range[],
    refused: readonly Range[],
    call?: EngineCall,
  ): Promise<EventsTally>;
  /**
   * Adds to the record of delivered events, in one transaction of plain set operations: doing it again (also
   * with more ranges) is right. `unknown` events are remembered with the time, see `EventsPlan.heldBack`.
   */
  recordDelivered(
    deliveredPath: string,
    stagedPath: string,
    outcome: {
      readonly confirmed: readonly Range[];
      readonly unknown: readonly Range[];
      readonly now: number;
    },
    call?: EngineCall,
  ): Promise<void>;
  /**
   * Rows of the files that could not be read (the first thousand), then rejected values (audiences) or rows
   * (events, `type` EVENT), in row order.
   */
  rejects(
    stagedPath: string,
    offset: number,
    limit: number,
    call?: EngineCall,
  ): Promise<readonly RejectedValue[]>;
  /**
   * The rows of a plan's entries, in row order. An event of several rows is named by its first one; entries that no
   * row has (somebody who left an audience) and those of files of before this was kept are left out.
   */
  entryRows(
    stagedPath: string,
    entries: readonly Range[],
    offset: number,
    limit: number,
    call?: EngineCall,
  ): Promise<readonly EntryRow[]>;
  /** Ends the child process. */
  close(): Promise<void>;
}
