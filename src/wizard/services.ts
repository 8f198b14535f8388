import type { FieldHistory } from '../core/field-history.ts';
import type { RejectedValue } from '../core/ports/engine.ts';
import type { Profile } from '../core/profiles/schema.ts';
import type { AudienceService } from './audience-service.ts';
import type { CredentialService } from './credential-service.ts';
import type { DeliveryService } from './delivery-service.ts';
import type { LedgerService } from './ledger-service.ts';
import type { RunService } from './run-service.ts';
import type { ScheduleService } from './schedule-service.ts';
import type { ServerService } from './server-service.ts';
import type { SourceService } from './source-service.ts';

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
  readonly audiences: AudienceService;
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
