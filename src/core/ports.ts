import type { AudiencePlan, Range, StagedAudience } from './audiences/plan.ts';
import type { StageCampaignRequest, StagedCampaign } from './campaigns/staged.ts';
import type {
  AudienceStatus,
  Outcome,
  RowCounts,
  Summary,
  TaskName,
  TaskStatus,
  Warning,
} from './delivery/events.ts';
import type { CustomerFile, CustomerFileType, FileAction, FileChange } from './delivery/file-types.ts';
import type { EventLayout } from './events/layout.ts';
import type { EventsPlan, EventsTally, StagedEvents } from './events/plan.ts';
import type { EventSettings } from './events/settings.ts';
import type { AudienceIdType, IdentifierRules, RejectReason } from './identifiers/types.ts';
import type { Profile, SecretReference, ServerSource } from './profiles/schema.ts';
import type { Fault } from './remedies/faults.ts';
import type { ScheduleState } from './schedules/state.ts';

/**
 * What the core needs from outside. Adapters implement these; `commands/` wires them. Every promise may
 * reject with a KnownError; anything else is a bug.
 */

/** Time comes in as an argument, so that tests own it. */
export interface Clock {
  /** Milliseconds since 1970, as `Date.now()`. */
  now(): number;
  /** Resolves after the given milliseconds, rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

// --- Source ------------------------------------------------------------------------------------------------

/**
 * Table name → absolute paths of the files read as that table. A sheet of a workbook or a table of a database
 * file stands behind its path: `/data/customers.xlsx#Sheet name`.
 */
export type FileTables = Readonly<Record<string, readonly string[]>>;

/** The tables of a server, which holds them itself. Its secrets are references here, as everywhere in the core. */
export type ServerTables = ServerSource;

/** The tables that SQL is about; `isServer` tells the two apart. */
export type SourceTables = FileTables | ServerTables;

export interface ColumnInfo {
  readonly name: string;
  /** The engine's type, such as `VARCHAR` or `TIMESTAMP`. */
  readonly type: string;
}

export interface TableInfo {
  readonly name: string;
  /** Empty for a table of a server. */
  readonly files: readonly string[];
  readonly columns: readonly ColumnInfo[];
  /** Rows that could not be read, with the first few described (file line numbers, never values). */
  readonly unreadable: UnreadableRows;
  /** What else is known to be wrong with its values, such as phone numbers that a spreadsheet made numbers of. */
  readonly notes?: readonly Warning[] | undefined;
}

export interface UnreadableRows {
  readonly count: number;
  readonly examples: readonly { readonly file: string; readonly line: number; readonly problem: string }[];
}

/** Values as text in memory only; null stays null. Never written anywhere. */
export interface SampleRows {
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly (readonly (string | null)[])[];
}

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
  readonly reason: RejectReason;
  /** Where such a row stands, and why it could not be read; nothing of what it holds. */
  readonly place?: UnreadableRows['examples'][number] | undefined;
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
  /** Ends the child process. */
  close(): Promise<void>;
}

// --- TikTok ------------------------------------------------------------------------------------------------

/** A TikTok answer that succeeded (`code === 0`). */
export interface Reply<T> {
  readonly data: T;
  readonly requestId: string | undefined;
}

export interface TokenGrant {
  readonly accessToken: string;
  readonly advertiserIds: readonly string[];
  readonly scopes: readonly string[];
  /** Seconds; the long-term token has none, but it is honoured where present. */
  readonly expiresIn: number | undefined;
}

export interface UserInfo {
  readonly displayName: string;
  /** As TikTok masks it. */
  readonly email: string | undefined;
}

export type UserRole = 'ADMIN' | 'OPERATOR' | 'ANALYST' | 'unknown';

export interface Advertiser {
  readonly id: string;
  readonly name: string;
  /** TikTok's own constant, such as `STATUS_ENABLE`; undefined when details can't be read. */
  readonly status: string | undefined;
  readonly currency: string | undefined;
  readonly timeZone: string | undefined;
  /** The authorizing user's own role on this account. */
  readonly role: UserRole;
}

export interface AudienceInfo {
  readonly id: string;
  readonly name: string;
  /** `Partner` for audiences made by streaming. */
  readonly type: string | undefined;
  /** What it is made of, such as `EMAIL_SHA256`, and stays; TikTok says it of audiences from lists only. */
  readonly calculateType?: string | undefined;
  readonly isValid: boolean;
  /** TikTok's estimate of the reach. */
  readonly coverNumber: number;
  readonly error: string | undefined;
  readonly createTime: string | undefined;
  readonly expiredTime: string | undefined;
  readonly isExpiring: boolean;
}

export interface EventSetInfo {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly autoTracking: boolean | undefined;
}

export interface PixelInfo {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface WaitNotice {
  /** One plain sentence: why, and TikTok's code where there is one. */
  readonly reason: string;
  readonly seconds: number;
  /** True when nothing is repeated: the client only keeps within TikTok's rate limits. */
  readonly isPacing?: boolean | undefined;
}

/** Called before every wait of the client; also counts as one retry, unless it `isPacing`. */
export type OnWait = (notice: WaitNotice) => void;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: OnWait | undefined;
}

/**
 * TikTok, for one access token. Calls retry what the contract calls retryable and reject with a
 * KnownError that carries a Fault. After a time-out or a reset nothing is known about the request:
 * set-like calls (mapping, events with ids, every read) are sent again; `createAudience` and
 * `createEventSet` are never repeated, they reject with `OutcomeUnknownError` so that the caller can look first.
 */
export interface TikTok {
  userInfo(options?: CallOptions): Promise<Reply<UserInfo>>;
  /** Advertisers the token reaches; needs app id and secret, rejects where they are missing. */
  authorizedAdvertisers(options?: CallOptions): Promise<Reply<readonly { id: string; name: string }[]>>;
  /** Details and roles; what can't be read (sandbox, scope) comes as undefined or `unknown`. */
  advertisers(ids: readonly string[], options?: CallOptions): Promise<readonly Advertiser[]>;
  listAudiences(advertiserId: string, options?: CallOptions): Promise<Reply<readonly AudienceInfo[]>>;
  getAudience(advertiserId: string, audienceId: string, options?: CallOptions): Promise<Reply<AudienceInfo>>;
  createAudience(advertiserId: string, name: string, options?: CallOptions): Promise<Reply<{ id: string }>>;
  deleteAudience(advertiserId: string, audienceId: string, options?: CallOptions): Promise<Reply<unknown>>;
  /** `batchData` is JSON text and is sent as it is. */
  applyMapping(
    request: {
      readonly advertiserIds: readonly string[];
      readonly action: 'add' | 'delete';
      readonly idSchema: readonly string[];
      readonly batchData: string;
    },
    options?: CallOptions,
  ): Promise<Reply<unknown>>;
  /**
   * Uploads a customer file for later use by this advertiser; repeating it only leaves a file that nobody
   * uses. Rejects with `file-refused` for a file TikTok doesn't take.
   */
  uploadCustomerFile(
    request: {
      readonly advertiserId: string;
      readonly fileType: CustomerFileType;
      readonly file: CustomerFile;
      /** Bytes of the request sent so far; starts again at 0 when the upload is repeated. */
      readonly onSent?: ((bytes: number) => void) | undefined;
    },
    options?: CallOptions,
  ): Promise<Reply<{ filePath: string }>>;
  /** Makes an audience out of uploaded files. Never repeated when its outcome isn't known. */
  createFileAudience(
    request: {
      readonly advertiserId: string;
      readonly name: string;
      readonly fileType: CustomerFileType;
      readonly filePaths: readonly string[];
    },
    options?: CallOptions,
  ): Promise<Reply<{ id: string }>>;
  /**
   * Changes an audience by uploaded files. Set-like: the same files with the same action give the same
   * audience however often. Waits while TikTok is busy with an earlier change of the audience.
   */
  updateFileAudience(
    request: {
      readonly advertiserId: string;
      readonly audienceId: string;
      readonly action: Exclude<FileAction, 'CREATE'>;
      readonly filePaths: readonly string[];
    },
    options?: CallOptions,
  ): Promise<Reply<unknown>>;
  listEventSets(advertiserId: string, options?: CallOptions): Promise<Reply<readonly EventSetInfo[]>>;
  createEventSet(
    advertiserId: string,
    eventSet: { readonly name: string; readonly description: string; readonly autoTracking: boolean },
    options?: CallOptions,
  ): Promise<Reply<{ id: string }>>;
  listPixels(advertiserId: string, options?: CallOptions): Promise<Reply<readonly PixelInfo[]>>;
  /** `data` is JSON text of at most 1,000 events; the whole request is refused for one bad event. */
  trackEvents(
    request: {
      readonly eventSource: 'web' | 'offline';
      readonly eventSourceId: string;
      readonly data: string;
      readonly testEventCode?: string | undefined;
    },
    options?: CallOptions,
  ): Promise<Reply<unknown>>;
  /** Milliseconds this machine's clock is ahead of TikTok's, by the Date header of the last answer. */
  clockSkew(): number | undefined;
}

/** Calls that need the app, not a token. */
export interface TikTokApp {
  exchangeAuthCode(authCode: string, options?: CallOptions): Promise<Reply<TokenGrant>>;
  revokeToken(accessToken: string, options?: CallOptions): Promise<Reply<unknown>>;
}

// --- Storage -----------------------------------------------------------------------------------------------

/** Reads are checked by zod; a broken file rejects with kind `configuration` and is never overwritten. */
export interface ProfileStore {
  load(): Profile;
  /** Validates and writes atomically (0600). Refuses while the file on disk is broken. */
  save(profile: Profile): void;
  /**
   * Changes what is on disk now, under a lock, so that two processes don't lose each other's changes. Nothing
   * is written when `change` throws. Gives back what was saved.
   */
  update(change: (profile: Profile) => Profile): Profile;
  /** Where the file is, for messages. */
  readonly path: string;
}

/** Secrets that tada itself keeps, by key such as `credential/acme/accessToken`. */
export interface SecretStore {
  /** Where secrets are kept; decided when it is first needed, because asking the keyring takes a while. */
  kind(): Promise<'os' | 'file' | 'memory'>;
  get(key: string): Promise<string | undefined>;
  set(key: string, secret: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Turns a reference from a profile into the secret; rejects with kind `configuration` when it is missing. */
export type ResolveSecret = (reference: SecretReference, key: string) => Promise<string>;

/** What is remembered of an audience besides its members. */
export interface AudienceRecord {
  readonly advertiserId: string;
  readonly audienceId: string;
  readonly name: string;
  /** For life: TikTok takes no files for a streamed audience, nor the reverse. */
  readonly channel: 'streaming' | 'file';
  /** What the files of a file audience hold; TikTok takes no other for it. */
  readonly fileType?: CustomerFileType | undefined;
  /** True when streaming was asked for, and files were used because TikTok doesn't allow it to the app. */
  readonly isFallback?: boolean | undefined;
  /** One audience keeps one set of rules for life. */
  readonly rules: Pick<IdentifierRules, 'emailRule' | 'phoneRule' | 'idfaCase'>;
  /** True when tada created the audience and the ledger therefore holds everyone in it. */
  readonly ledgerComplete: boolean;
}

/** Records and ledgers of audiences, and the lock that keeps one run at a time per audience. */
export interface AudienceStore {
  find(advertiserId: string, audienceId: string): AudienceRecord | undefined;
  list(): readonly AudienceRecord[];
  save(record: AudienceRecord): void;
  ledgerPath(advertiserId: string, audienceId: string): string;
  /** Rejects with kind `locked`, naming the owner, while another live process holds it. Stale locks are taken over. */
  lock(key: string): Promise<Lock>;
}

export interface Lock {
  release(): Promise<void>;
}

/** `returned`: the request was refused as a whole, which says nothing about its entries; they will be sent again. */
export type BatchState = 'sent' | 'confirmed' | 'refused' | 'returned' | 'unknown';

/** One line of a run's journal; `at` is added when it is written. */
export type JournalEntry =
  | {
      readonly type: 'task';
      readonly name: TaskName;
      readonly status: TaskStatus;
      readonly fault?: Fault | undefined;
    }
  | { readonly type: 'staged'; readonly staged: StagedAudience }
  | { readonly type: 'planned'; readonly plan: AudiencePlan }
  | { readonly type: 'staged-campaign'; readonly staged: StagedCampaign }
  | { readonly type: 'staged-events'; readonly staged: Omit<StagedEvents, 'firstEvent'> }
  | { readonly type: 'planned-events'; readonly plan: EventsPlan }
  | {
      readonly type: 'audience-creating';
      readonly advertiserId: string;
      readonly name: string;
      /** Absent for streaming. */
      readonly channel?: 'file' | undefined;
    }
  | {
      readonly type: 'audience';
      readonly advertiserId: string;
      readonly id: string;
      readonly name: string;
      readonly created: boolean;
      readonly requestId?: string | undefined;
    }
  | {
      readonly type: 'batch';
      readonly state: BatchState;
      readonly from: number;
      readonly to: number;
      /** Set when all entries go at once as customer files. */
      readonly change?: FileChange | undefined;
      readonly requestId?: string | undefined;
      readonly code?: number | undefined;
      readonly message?: string | undefined;
    }
  /** An upload changes no audience; the line is for whoever looks for its request id. */
  | {
      readonly type: 'file-uploaded';
      readonly name: string;
      readonly bytes: number;
      readonly lines: number;
      readonly requestId?: string | undefined;
    }
  | { readonly type: 'ledger-applied' }
  | { readonly type: 'audience-status'; readonly status: AudienceStatus }
  | { readonly type: 'resumed' }
  | { readonly type: 'summary'; readonly summary: Summary };

export type WrittenEntry = JournalEntry & { readonly at: string };

/** Append-only; a line is on disk when `append` resolves. A torn last line is dropped on reading. */
export interface Journal {
  append(entry: JournalEntry): Promise<void>;
  read(): readonly WrittenEntry[];
}

/** Everything a run needs to be shown and resumed; no secrets, no personal data. */
export interface RunRecord {
  readonly id: string;
  readonly orchestration: string;
  readonly kind: 'audience' | 'events';
  readonly startedAt: string;
  readonly finishedAt?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly fault?: Fault | undefined;
  readonly summary?: Summary | undefined;
  /** tada's version and the person at the keyboard. */
  readonly version: string;
  readonly user: string;
  /** What the run was started with, names and ids only; the shape is delivery's own. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Known once the audience was found or created. */
  readonly advertiserId?: string | undefined;
  readonly audienceId?: string | undefined;
  /** Event set id or pixel code of an events run. */
  readonly eventSourceId?: string | undefined;
  /** True from before the first request until the ledger holds what the run did: settle before planning. */
  readonly ledgerPending?: boolean | undefined;
}

export interface RunFolder {
  readonly record: RunRecord;
  readonly stagedPath: string;
  /** Encrypted events of an events run; absent on disk for audiences. */
  readonly sealedPath: string;
  /** Folder of customer files; on disk only while they are delivered. */
  readonly filesPath: string;
  readonly journal: Journal;
  update(change: Partial<RunRecord>): void;
}

export interface RunStore {
  create(record: RunRecord): RunFolder;
  /** Undefined when there is no such run; a unique prefix of an id is enough. */
  open(id: string): RunFolder | undefined;
  /** Newest first. Runs whose record is broken are named in `broken`. */
  list(): { readonly runs: readonly RunRecord[]; readonly broken: readonly string[] };
}

/** What is remembered of scheduled runs, by the name of what runs. */
export interface ScheduleStore {
  find(name: string): ScheduleState | undefined;
  /** Changes what is on disk now, under a lock: of two starts at once only one takes a time on. */
  update(name: string, change: (state: ScheduleState) => ScheduleState): ScheduleState;
}
