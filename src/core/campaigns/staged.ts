import type { StagedAudience } from '../audiences/plan.ts';
import type { Warning } from '../delivery/events.ts';
import type { IdentifierRules } from '../identifiers/types.ts';
import type { AudienceSlot } from '../ports/engine.ts';
import type { SourceTables, UnreadableRows } from '../ports/sources.ts';
import type { Share } from './assignment.ts';

/** The columns of a campaign's query that aren't attributes. */
export const CAMPAIGN_COLUMNS = {
  /** The key as text, without white space around it. */
  person: 'tada_person',
  /** Number of the first sub-audience that fits the row; NULL when none does. */
  part: 'tada_part',
  /** Whether a segment to exclude has this person. */
  excluded: 'tada_excluded',
} as const;

/** People who go to one staged file: those of one sub-audience with points of a share. */
export interface CampaignGroupPlace extends Share {
  readonly part: number;
}

/** One audience's worth of rows: a treatment group, several that share an audience, or a control group. */
export interface CampaignFile {
  readonly groups: readonly CampaignGroupPlace[];
  readonly slots: readonly AudienceSlot[];
  readonly rules: IdentifierRules;
  readonly dropPlaceholders: boolean;
  /** DuckDB file to create; replaced when it exists. Holds hashes, reasons and row numbers only. */
  readonly stagedPath: string;
}

export interface StageCampaignRequest {
  readonly tables: SourceTables;
  /** See {@link CAMPAIGN_COLUMNS}; besides them the columns of every file's slots. */
  readonly sql: string;
  /** Its name, which is part of the assignment. */
  readonly campaign: string;
  readonly files: readonly CampaignFile[];
}

/** People are counted by their key, rows as they are read: a person may have several. */
export interface StagedCampaign {
  /** Rows that some group has, rows without a key, and rows that could not be read. */
  readonly rowsRead: number;
  /** Rows whose key is empty: they can be in no group, and nobody knows whether they are to be excluded. */
  readonly rowsWithoutKey: number;
  readonly unreadable: UnreadableRows;
  /** What looks wrong in the sources, such as numbers that a spreadsheet cut. */
  readonly notes: readonly Warning[];
  /** People of the included segments, excluded or not. */
  readonly people: number;
  readonly peopleExcluded: number;
  /** People left whom no sub-audience fits. */
  readonly peopleOutside: number;
  /** Hashes that people of several files have, such as a family's phone number; a control group counts too. */
  readonly sharedIdentifiers: number;
  /** One for each file asked for. */
  readonly files: readonly StagedCampaignFile[];
  readonly seconds: number;
}

export interface StagedCampaignFile {
  /** Its own unreadable rows are none: they are the campaign's. */
  readonly staged: StagedAudience;
  /** People and rows of each of its groups. */
  readonly groups: readonly { readonly people: number; readonly rows: number }[];
}
