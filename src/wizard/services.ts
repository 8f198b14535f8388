import type { CampaignPeople, CampaignSizes } from '../core/campaigns/measure-campaign.ts';
import type { DeliveryEvent } from '../core/delivery/events.ts';
import type { CheckReport } from '../core/delivery/health-check.ts';
import type { AudiencePreview } from '../core/delivery/preview-audience.ts';
import type { CampaignPreview } from '../core/delivery/preview-campaign.ts';
import type { EventsPreview } from '../core/delivery/preview-events.ts';
import type { LargeRemoval } from '../core/delivery/removal-stop.ts';
import type { AudienceReview, PreviewedCounts } from '../core/delivery/run-audience.ts';
import type { EventsReview } from '../core/delivery/run-events.ts';
import type { FieldHistory } from '../core/field-history.ts';
import type { RunComparison } from '../core/history/compare-runs.ts';
import type { KeptRun, RetentionPlan } from '../core/history/retention.ts';
import type {
  Advertiser,
  AudienceInfo,
  AudienceRecord,
  ColumnInfo,
  EngineCall,
  EventSetInfo,
  OnWait,
  PixelInfo,
  RejectedValue,
  RunRecord,
  SampleRows,
  SourceTables,
  TableInfo,
  TokenGrant,
  WrittenEntry,
} from '../core/ports.ts';
import type { Credential, Environment, OrchestrationSet, Profile } from '../core/profiles/schema.ts';
import type { ScheduledRun } from '../core/schedules/state.ts';
import type { ServerService } from './server-service.ts';

/**
 * What the wizard's screens and the commands may do, and nothing else: the faces know no adapter. Wired in
 * `commands/`. Every promise may reject with a KnownError, which carries the next step.
 */
export interface Services {
  readonly version: string;
  readonly user: string;
  /** Set while the built-in simulator runs in this process. */
  readonly simulator: SimulatorAccess | undefined;
  readonly profile: ProfileService;
  readonly credentials: CredentialService;
  readonly sources: SourceService;
  readonly servers: ServerService;
  readonly delivery: DeliveryService;
  readonly runs: RunService;
  readonly drafts: DraftService;
  readonly fieldHistory: FieldHistory & {
    /** For when the wizard opens: what has to be said of the history, in a sentence. */
    prepare(): string | undefined;
  };
  readonly schedules: ScheduleService;
  readonly ledgers: LedgerService;
  /** Asks for the passphrase of the file with secrets, where one is needed: before the wizard takes the terminal. */
  prepareSecrets(): Promise<void>;
  /** Opens a page in the browser; never over SSH. Says so when it could not. */
  openPage(url: string): Promise<{ readonly opened: boolean; readonly reason?: string | undefined }>;
  /**
   * Writes rejected values to a new file: row, column and reason, never the value. A path that isn't absolute
   * starts at the current folder; rejects with kind `usage` where the file exists already.
   */
  saveRejects(
    rejects: AsyncIterable<RejectedValue>,
    path: string,
  ): Promise<{ readonly path: string; readonly values: number }>;
  /**
   * Lets the person change SQL in their own editor, on this terminal: it has to be given up meanwhile. Rejects
   * with kind `usage` where there is no editor, or it fails.
   */
  editSql(sql: string): Promise<string>;
  /** Puts text on the terminal's clipboard (OSC 52), where the terminal allows it. */
  copy(text: string): void;
  /** Ends child processes, servers and temporary files. */
  close(): Promise<void>;
}

/** Journeys left in the middle, kept until they are taken up or done; never with a secret in them. */
export interface DraftService {
  read(place: string): { readonly at: string; readonly answers: unknown } | undefined;
  keep(place: string, draft: { readonly at: string; readonly answers: unknown }): void;
  forget(place: string): void;
}

export interface SimulatorAccess {
  readonly appId: string;
  readonly secret: string;
  readonly accessToken: string;
  readonly advertiserIds: readonly string[];
  /** Folder with invented sample files. */
  readonly sampleFolder: string;
}

export interface ProfileService {
  readonly path: string;
  load(): Profile;
  /** Reads, changes, validates and writes under a lock; resolves to what was written. */
  update(change: (profile: Profile) => Profile): Promise<Profile>;
}

/** A credential as typed, before it is saved. */
export interface CredentialDraft {
  readonly environment: Environment;
  readonly appId: string | undefined;
  readonly secret: string | undefined;
}

/** A browser authorization under way; `close` it when leaving the screen. */
export interface Authorization {
  /** To be opened here or sent to the person who may authorize. */
  readonly url: string;
  readonly redirectUri: string;
  /** Why no callback is listened for (port taken…); undefined when it is: then pasting is the way. */
  readonly callbackProblem: string | undefined;
  /** Resolves when the browser comes back and the code was exchanged; rejects like `paste`. */
  readonly granted: Promise<TokenGrant>;
  /** The redirected URL or the bare code; rejects with a sentence when it can't be used, and may be tried again. */
  paste(text: string): Promise<TokenGrant>;
  close(): Promise<void>;
}

export interface TokenView {
  readonly user: string | undefined;
  readonly advertisers: readonly Advertiser[];
  /** Why the advertisers could not be listed (no app secret, sandbox…); ids can then be typed. */
  readonly advertisersProblem: string | undefined;
}

export interface CredentialService {
  /** Where secrets are kept on this machine, in words, such as "the system keyring". */
  secretPlace(): Promise<string>;
  /** Starts OAuth; the redirect URL is the registered one or tada's own callback. */
  authorize(draft: CredentialDraft, redirectUri?: string): Promise<Authorization>;
  /** Asks TikTok who the token belongs to and which advertisers it reaches. */
  inspectToken(draft: CredentialDraft, accessToken: string, onWait?: OnWait): Promise<TokenView>;
  /** Saves or replaces a credential with its secrets; nothing that depends on it changes. */
  save(
    credential: Omit<Credential, 'secret' | 'accessToken'>,
    secrets: { readonly secret?: string | undefined; readonly accessToken?: string | undefined },
  ): Promise<void>;
  /** The stored draft of a saved credential, to authorize it again. */
  draftOf(name: string): Promise<CredentialDraft>;
  /** Advertisers of a saved credential. */
  inspect(name: string, onWait?: OnWait): Promise<TokenView>;
  /** Which secrets that these things refer to can't be found on this machine, and how to give them. */
  missingSecrets(
    declared: Pick<Profile, 'credentials' | 'queries' | 'segments'>,
  ): Promise<readonly MissingSecret[]>;
  /** Gives it another name, everywhere; its secrets move along. */
  rename(name: string, newName: string): Promise<void>;
  /** A second one with the same settings and secrets; resolves to its name. */
  duplicate(name: string): Promise<string>;
  /**
   * Removes it from the profile and its secrets from this machine; revokes the token at TikTok if asked, and
   * removes nothing when that fails. What depends on it goes with it, or it can't be removed.
   */
  remove(
    name: string,
    options: { readonly revoke: boolean; readonly withDependents?: boolean | undefined },
  ): Promise<void>;
  audiences(name: string, advertiserId: string, onWait?: OnWait): Promise<readonly AudienceInfo[]>;
  /** Offline event sets of an ad account; rejects where listing isn't permitted: then an id is typed. */
  eventSets(name: string, advertiserId: string, onWait?: OnWait): Promise<readonly EventSetInfo[]>;
  /** Pixels of an ad account; web events take a pixel's code, never its id. */
  pixels(name: string, advertiserId: string, onWait?: OnWait): Promise<readonly PixelInfo[]>;
  /** Resolves to the new event set's id; an unknown outcome rejects and says to look at the list first. */
  createEventSet(
    name: string,
    advertiserId: string,
    eventSet: { readonly name: string; readonly description: string; readonly autoTracking: boolean },
    onWait?: OnWait,
  ): Promise<string>;
}

export interface MissingSecret {
  /** Whose it is. */
  readonly kind: 'credential' | 'query' | 'segment';
  readonly name: string;
  readonly secret: 'secret' | 'accessToken' | 'password' | 'token';
  /** Why it isn't there, as a sentence that names the place. */
  readonly problem: string;
  /** What to do, as a sentence. */
  readonly hint: string;
  /** The same as a line for the shell, where there is one. */
  readonly command?: string | undefined;
}

/** A file that a query or a segment reads, and that isn't on this machine. */
export interface MissingFile {
  readonly kind: 'query' | 'segment';
  readonly name: string;
  readonly path: string;
  /** As a sentence. */
  readonly problem: string;
}

export interface DataFile {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
  /** Bytes; 0 for folders. */
  readonly size: number;
}

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

export interface RunOptions {
  readonly testMembers?: number | undefined;
  readonly testEventCode?: string | undefined;
  readonly allowRemovalPercent?: number | undefined;
  readonly set?: OrchestrationSet | undefined;
  readonly previewed?: PreviewedCounts | undefined;
  /** Asked where more than half of an audience would leave, and that share wasn't allowed. */
  readonly confirmRemoval?: ((removal: LargeRemoval) => Promise<boolean>) | undefined;
  readonly confirm?: ((review: AudienceReview | EventsReview) => Promise<boolean>) | undefined;
  readonly cancel: AbortSignal;
}

export interface PreviewOptions {
  readonly sampleRows: number;
  /** Shows values as they are, for a person who asked for it and may. */
  readonly unmask: boolean;
  readonly set?: OrchestrationSet | undefined;
  readonly call: EngineCall;
}

export interface DeliveryService {
  /** What an orchestration sends. */
  kindOf(orchestration: string): 'audience' | 'events';
  check(destination: string, onWait?: OnWait): Promise<CheckReport>;
  /** For an orchestration that fills an audience. */
  preview(orchestration: string, options: PreviewOptions): Promise<PreviewView>;
  /** For an orchestration that sends events. */
  previewEvents(orchestration: string, options: PreviewOptions): Promise<EventsPreviewView>;
  /** How many rows a segment has now, and the SQL that its filter became. */
  previewSegment(segment: string, call: EngineCall): Promise<SegmentView>;
  /** For a campaign: counts per group and per segment. */
  previewCampaign(campaign: string, call: EngineCall): Promise<CampaignPreview>;
  /** How many people a campaign that is still being set up has; quicker than a preview, and without its counts of identifiers. */
  measureCampaign(people: CampaignPeople, call: EngineCall): Promise<CampaignSizes>;
  /** Of an orchestration, or of a campaign; they share their names. */
  run(orchestration: string, options: RunOptions): AsyncIterable<DeliveryEvent>;
  /** Goes on from the failed task with the profile as it is now. */
  resume(runId: string, options: RunOptions): AsyncIterable<DeliveryEvent>;
  /** A run of its own that takes back what a run did to its audience; of the options only `confirm` and `cancel` count. */
  undo(runId: string, options: RunOptions): AsyncIterable<DeliveryEvent>;
}

export interface SegmentView {
  readonly name: string;
  readonly rows: number;
  readonly sql: string;
}

export interface PreviewView extends AudiencePreview {
  /** The first request as it would be sent; undefined when there is nothing to send. */
  readonly request: PreviewedRequest | undefined;
  readonly destination: string;
  readonly environment: Environment;
  readonly audienceName: string;
  /** Values that can't be used, in row order; readable until the next preview. */
  rejects(): AsyncIterable<RejectedValue>;
}

export interface EventsPreviewView extends EventsPreview {
  /**
   * The first request as it would be sent; what it tells in the clear of a person (IP address, pages, ids of the
   * visit) is masked. Undefined when there is nothing to send.
   */
  readonly request: PreviewedRequest | undefined;
  readonly destination: string;
  readonly environment: Environment;
  readonly eventSource: { readonly kind: 'offline' | 'web'; readonly id: string };
  /** Rows that can't be sent, in row order; readable until the next preview. */
  rejects(): AsyncIterable<RejectedValue>;
}

export interface PreviewedRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly body: unknown;
}

export interface RunView {
  readonly record: RunRecord;
  readonly journal: readonly WrittenEntry[];
  readonly audience: AudienceRecord | undefined;
}

export interface RunService {
  list(): { readonly runs: readonly RunRecord[]; readonly broken: readonly string[] };
  /** Rejects with `usage` when there is no such run. */
  show(id: string): RunView;
  rejects(id: string): AsyncIterable<RejectedValue>;
  /** Audiences this machine filled. */
  audiences(): readonly AudienceRecord[];
  /** Two runs side by side; rejects with `usage` when there is no such run. */
  compare(one: string, other: string): RunComparison;
  /**
   * Deletes runs with everything kept of them. Runs that never ended, or whose effect the ledger doesn't hold
   * yet, stay unless `force` is set; one that is going on always stays.
   */
  remove(
    selection: { readonly ids: readonly string[] } | { readonly olderThanDays: number },
    options: { readonly force: boolean },
  ): Promise<DeletedRuns>;
  /**
   * Deletes what ended more than `days` ago and nobody can miss: never a run that may be resumed, whose effect
   * the ledger doesn't hold yet, or that is the last of its audience. `kept` names those that were old enough.
   */
  prune(days: number): Promise<DeletedRuns>;
  /** What `prune` would do now, unless one of them is going on. */
  pruning(days: number): RetentionPlan;
  /** Days after which `tidy` prunes; undefined: runs are kept for good. */
  keptDays(): number | undefined;
  /** Remembers that; at least 1, undefined for good. */
  keepFor(days: number | undefined): void;
  /** Housekeeping when tada starts: prunes where that was asked for, and ends what an interrupted deletion began. */
  tidy(): Promise<DeletedRuns>;
  /**
   * Writes a run's support bundle, without secrets and personal data, to a new .zip file. A path that isn't
   * absolute starts at the current folder; rejects with kind `usage` where the file exists already.
   */
  bundle(id: string, path: string): Promise<SavedBundle>;
  /** Writes a page about a run to a new .html file, in the same way, and gives back where it is. */
  report(id: string, path: string): Promise<string>;
}

export interface DeletedRuns {
  readonly deleted: readonly string[];
  /** Runs that were asked for and are still there, with the reason. */
  readonly kept: readonly KeptRun[];
}

export interface SavedBundle {
  readonly path: string;
  readonly bytes: number;
  /** Names of what is in it. */
  readonly files: readonly string[];
}

/** One thing that runs by a schedule, or an entry that is left of one. */
export interface ScheduleView {
  readonly name: string;
  /** Undefined where it has no schedule any more but its entry is still installed. */
  readonly time: { readonly cron: string; readonly timeZone: string } | undefined;
  /** The scheduler that has it; undefined: it isn't installed. */
  readonly scheduler: string | undefined;
  /** True when the schedule, or where tada lies, changed since it was installed. */
  readonly isOutdated: boolean;
  /** ISO times of the next starts. */
  readonly next: readonly string[];
  readonly last: ScheduledRun | undefined;
  /** ISO times that came and were started by nobody, latest first. */
  readonly missed: readonly string[];
}

/** What is installed, or would be. */
export interface ScheduledEntries {
  readonly scheduler: string;
  readonly entries: readonly {
    readonly name: string;
    readonly timeZone: string;
    /** ISO times. */
    readonly next: readonly string[];
  }[];
  /** Files, or parts of one, exactly as they are written. */
  readonly pieces: readonly { readonly place: string; readonly text: string }[];
  /** What may keep it from working, one sentence each. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

export interface ScheduleService {
  /** The zone of the machine's clock; finding it out takes a while. */
  systemZone(): string;
  /** Everything that has a schedule, and what is still installed without one; asks the system's schedulers. */
  list(): Promise<readonly ScheduleView[]>;
  /** What `install` would put where. */
  print(name: string | undefined, scheduler: string | undefined): Promise<ScheduledEntries>;
  /** Installs one, or everything that has a schedule; then entries of what has none any more go. */
  install(name: string | undefined, scheduler: string | undefined): Promise<ScheduledEntries>;
  /** Removes the entry of one, or all of this home; resolves to the names that had one. */
  remove(name: string | undefined): Promise<readonly string[]>;
  /** What a person should know when tada opens: starts that were missed or failed. Asks nobody. */
  attention(): readonly string[];
}

/** A ledger on its way to another machine; hashes only. */
export interface LedgerService {
  /**
   * Writes an audience's ledger to a new file (0600); the audience is given by its id or name. Rejects with kind
   * `usage` where the file exists already, or the name is no audience's or several audiences'.
   */
  export(audience: string, path: string): Promise<MovedLedger>;
  /**
   * Takes the ledger of such a file over, as a whole or not at all. Rejects with kind `usage` or `configuration`
   * where the file is damaged or of another audience, its rules differ from those in use here, or there is a ledger
   * already and `replace` isn't set.
   */
  import(audience: string, path: string, options: { readonly replace: boolean }): Promise<MovedLedger>;
}

export interface MovedLedger {
  readonly path: string;
  readonly audience: { readonly id: string; readonly name: string; readonly advertiserId: string };
  readonly identifiers: number;
  /** Those that may or may not be in the audience: TikTok gave no answer. */
  readonly uncertain: number;
  /** True when it holds everyone in the audience, so that the mode match works with it. */
  readonly complete: boolean;
}
