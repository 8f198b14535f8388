import { FILE_NAME_LIMIT } from '../audiences/name.ts';
import type { AudiencePlan, StagedAudience } from '../audiences/plan.ts';
import { KnownError } from '../errors.ts';
import { AUDIENCE_ID_TYPES, type AudienceIdType } from '../identifiers/types.ts';
import { makeFault, remedyOf } from '../remedies/remedies.ts';
import { formatCount } from '../wording.ts';
import type { Warning } from './events.ts';
import {
  CUSTOMER_FILE_TYPES,
  type CustomerFileType,
  carries,
  type FileAction,
  type FileChange,
  fileTypeOf,
  fileTypeWords,
} from './file-types.ts';
import type { AudienceTarget } from './find-audience.ts';
import type { AudienceRunSettings } from './settings.ts';
import { MINIMUM_AUDIENCE_SIZE } from './warnings.ts';

export interface FilePlanning {
  readonly settings: AudienceRunSettings;
  readonly staged: Pick<StagedAudience, 'idSchema'>;
  readonly plan: AudiencePlan;
  readonly target: AudienceTarget;
}

export interface PlannedFiles {
  /** Undefined when the audience is known to be what it is to become. */
  readonly change: FileChange | undefined;
  readonly warnings: readonly Warning[];
}

const ACTIONS: Readonly<Record<AudienceRunSettings['mode'], Exclude<FileAction, 'CREATE'>>> = {
  match: 'REPLACE',
  add: 'APPEND',
  remove: 'REMOVE',
};

/**
 * What to ask of TikTok so that files make the audience what the mode says. A match puts the whole list in the
 * place of everybody, so it is exact without a record of who was there. Rejects, before anything is uploaded,
 * what TikTok would refuse or what would take people out whom nobody meant: `audience-too-small`,
 * `invalid-parameters` for a name, `safety-stop` for other identifiers than the audience is made of.
 */
export function planFiles({ settings, staged, plan, target }: FilePlanning): PlannedFiles {
  refuseLongName(settings.audienceName);
  const warnings = warnAboutOtherAccounts(settings);
  if (target.kind === 'new') {
    refuseTooFew(peopleOf(plan));
    return { change: { action: 'CREATE', fileType: fileTypeOf(settings.idTypes) }, warnings };
  }
  const fileType = fileTypeFor(target, settings, typesOf(staged));
  const action = ACTIONS[settings.mode];
  const isComplete = target.record?.ledgerComplete === true;
  if (action === 'REPLACE') refuseOtherTypes(plan, settings);
  if (plan.entries === 0 && (action !== 'REPLACE' || isComplete)) return { change: undefined, warnings };
  if (action === 'REPLACE') {
    refuseTooFew(peopleOf(plan));
    return {
      change: { action, fileType },
      warnings: isComplete ? warnings : [...warnings, replacesEverybody(target.name)],
    };
  }
  // Identifiers are at least as many as people: what is known for certain to be too few need not be uploaded.
  const { added, removed } = plan.expected.delivery;
  if (isComplete) refuseTooFew(plan.ledgerSize + added - removed);
  return { change: { action, fileType }, warnings };
}

/**
 * The share (0–1) of an audience nobody has a record of that this list takes out for certain: TikTok's
 * estimate counts the matched only, so the audience is at least as large as that.
 */
export function certainRemovalShare({ plan, target, settings }: FilePlanning): number {
  if (settings.mode !== 'match' || target.kind === 'new' || target.record?.ledgerComplete === true) return 0;
  const known = target.coverNumber ?? 0;
  return known === 0 ? 0 : Math.max(0, 1 - peopleOf(plan) / known);
}

/** People whom the plan would have in the audience: those to send and those who are there. */
function peopleOf({ expected }: AudiencePlan): number {
  return expected.rows.sent + expected.rows.unchanged;
}

function typesOf({ idSchema }: Pick<StagedAudience, 'idSchema'>): readonly AudienceIdType[] {
  return AUDIENCE_ID_TYPES.filter((type) => idSchema.includes(`${type}_SHA256`));
}

/** TikTok takes for an audience only files of the type it was made of. */
function fileTypeFor(
  target: Extract<AudienceTarget, { readonly kind: 'existing' }>,
  { idTypes, audienceName }: AudienceRunSettings,
  types: readonly AudienceIdType[],
): CustomerFileType {
  const made = target.calculateType ?? target.record?.fileType ?? fileTypeOf(idTypes);
  const fileType = CUSTOMER_FILE_TYPES.find((known) => known === made);
  if (fileType !== undefined && carries(fileType, types)) return fileType;
  throw safetyStop(
    `The audience "${audienceName}" was made from files of ${fileTypeWords(made)}, and TikTok takes no others for it; this run has ${types.join(', ')}.`,
    'Deliver the same id types as before, or choose another audience name.',
  );
}

/** A list without a type that was always there is more likely a lost column than a wish. */
function refuseOtherTypes({ otherTypes }: AudiencePlan, { audienceName }: AudienceRunSettings): void {
  const lost = Object.entries(otherTypes ?? {});
  if (lost.length === 0) return;
  const words = lost.map(([type, members]) => `${formatCount(members)} ${type}`).join(' and ');
  throw safetyStop(
    `The audience "${audienceName}" holds ${words} identifiers from earlier deliveries, and this run has none: a customer file replaces everything, so all of them would leave.`,
    'Select the missing column again, or choose another audience name.',
  );
}

function refuseTooFew(people: number): void {
  if (people >= MINIMUM_AUDIENCE_SIZE) return;
  const message = `The audience would have ${formatCount(people)} of the 1,000 people that customer files need; nothing was uploaded.`;
  throw new KnownError({
    kind: 'audience-too-small',
    message,
    hint: `${remedyOf('audience-too-small').nextStep} Streaming (channel "streaming") has no such minimum.`,
    fault: makeFault({
      kind: 'audience-too-small',
      message,
      explanation:
        'TikTok makes and changes audiences from customer files only where at least 1,000 people are left in them; streaming has no such minimum.',
    }),
  });
}

function refuseLongName(name: string): void {
  const length = [...name].length;
  if (length <= FILE_NAME_LIMIT) return;
  const message = `The audience name has ${length} characters; TikTok takes at most ${FILE_NAME_LIMIT} for a customer file.`;
  throw new KnownError({
    kind: 'invalid-parameters',
    message,
    hint: 'Choose a shorter audience name.',
  });
}

/** Streaming fills one audience for several accounts of a business; an upload is for one account only. */
function warnAboutOtherAccounts({ advertiserIds, audienceName }: AudienceRunSettings): readonly Warning[] {
  const [first, ...others] = advertiserIds;
  if (others.length === 0) return [];
  return [
    {
      code: 'single-advertiser',
      message: `Customer files reach one ad account: "${audienceName}" is delivered to ${first} only. Share it with ${others.join(', ')} in Assets → Audiences.`,
    },
  ];
}

function replacesEverybody(name: string): Warning {
  return {
    code: 'no-ledger',
    message: `The audience "${name}" exists, and this machine has no complete record of who is in it: the customer file puts this list in the place of everybody who is there now.`,
  };
}

function safetyStop(message: string, hint: string): KnownError {
  return new KnownError({
    kind: 'safety-stop',
    message,
    hint,
  });
}
