import { nameAtTikTok, STREAMING_NAME_LIMIT } from '../audiences/name.ts';
import type { AudiencePlan, ColumnDiagnosis, StagedAudience } from '../audiences/plan.ts';
import { rejectSentence } from '../identifiers/reasons.ts';
import type { UnreadableRows } from '../ports/sources.ts';
import { formatAmount, formatCount } from '../wording.ts';
import type { Warning } from './events.ts';
import type { AudienceRunSettings } from './settings.ts';

/** An audience needs this many matched members before an ad group can use it. */
export const MINIMUM_AUDIENCE_SIZE = 1000;
/** TikTok's limit of audiences in one ad account. */
export const AUDIENCE_LIMIT = 400;
/** From this many on, the limit is worth a word before it stops somebody. */
export const AUDIENCE_LIMIT_NEAR = 380;
/** Below this share of filled values a column is called mostly empty. */
export const MOSTLY_EMPTY_SHARE = 0.1;
/** From this share of the filled values on, and this number, a column that can't be used is worth a word. */
const MOSTLY_UNUSABLE_SHARE = 0.5;
const FEW_VALUES = 10;
/** From this share of the audience on, additions or removals are worth a word before sending. */
const LARGE_CHANGE_SHARE = 0.25;

/** What the staged rows say, whatever the audience holds already. */
export function warnAboutStaged(staged: StagedAudience, settings: AudienceRunSettings): readonly Warning[] {
  const isCountryKnown = settings.rules.defaultCountry !== undefined;
  const warnings = staged.columns.flatMap((column) => [
    ...warnAboutColumn(column),
    ...warnAboutUnusable(column, isCountryKnown),
  ]);
  const lostNumbers = staged.columns
    .filter(({ type }) => type === 'PHONE')
    .reduce((sum, column) => sum + (column.rejected['no-country'] ?? 0), 0);
  if (lostNumbers > 0 && !isCountryKnown) {
    warnings.push({
      code: 'no-default-country',
      message: `${formatAmount(lostNumbers, 'phone number has', 'phone numbers have')} no country code and can't be used. Choose the country they are from (default country) if they share one.`,
    });
  }
  return [...warnings, ...describeUnreadable(staged.unreadable), ...(staged.notes ?? [])];
}

/** The rows of the source that could not be read, with the first place. */
export function describeUnreadable({ count: number, examples }: UnreadableRows): readonly Warning[] {
  if (number === 0) return [];
  const [first] = examples;
  const place =
    first === undefined ? '' : ` The first is line ${first.line} of ${first.file}: ${first.problem}.`;
  return [
    {
      code: 'unreadable-rows',
      message: `${formatAmount(number, 'row')} of the source could not be read and ${number === 1 ? 'is' : 'are'} left out.${place}`,
    },
  ];
}

function warnAboutColumn(column: ColumnDiagnosis): Warning[] {
  const warnings: Warning[] = [];
  const filled = column.rows - column.empty;
  const valid = column.plain + column.sha256;
  if (column.constant && column.rows > 1 && filled > 0) {
    const consequence = valid === 0 ? `and it isn't a usable ${column.type}` : 'which is one person';
    warnings.push({
      code: 'constant-column',
      message: `The column ${column.column} holds the same text in every row, ${consequence}. In SQL, 'email' in single quotes is a text; the column is written without quotes.`,
    });
  }
  if (column.rows > 0 && filled / column.rows < MOSTLY_EMPTY_SHARE) {
    warnings.push({
      code: 'mostly-empty-column',
      message: `The column ${column.column} is empty in ${formatCount(column.empty)} of ${formatAmount(column.rows, 'row')}.`,
    });
  }
  if (column.sha256 > 0 && column.plain > 0) {
    warnings.push({
      code: 'mixed-hashing',
      message: `The column ${column.column} mixes ${formatAmount(column.plain, 'plain value')} with ${formatAmount(column.sha256, 'SHA-256 hash', 'SHA-256 hashes')}. Hashes are sent as they are, plain values are hashed.`,
    });
  } else if (column.sha256 > 0) {
    warnings.push({
      code: 'already-hashed',
      message: `The column ${column.column} is already hashed with SHA-256: it is sent as it is, in lowercase, never hashed twice. Whether it was normalised before hashing can't be seen.`,
    });
  }
  const { several = 0 } = column;
  if (several > 0) {
    const what = column.type === 'PHONE' ? 'phone number' : 'address';
    warnings.push({
      code: 'several-values',
      message: `${formatAmount(several, 'row')} of ${column.column} ${several === 1 ? 'holds' : 'hold'} more than one ${what} in one value and can't be used like that. Give each a column of its own, as in split_part(${column.column}, ';', 1).`,
    });
  }
  if (column.placeholders > 0) {
    warnings.push({
      code: 'placeholder-values',
      message: `${formatAmount(column.placeholders, 'row')} of ${column.column} ${column.placeholders === 1 ? 'carries' : 'carry'} a value that stands for "none", such as test@test.com.`,
    });
  } else if (!column.constant && valid > 100 && column.mostFrequent > valid / 10) {
    warnings.push({
      code: 'placeholder-values',
      message: `One value of ${column.column} stands in ${formatAmount(column.mostFrequent, 'row')}: probably a placeholder. It is sent once.`,
    });
  }
  return warnings;
}

/**
 * A column of which hardly anything is sent, and why: the funnel may still be whole, because people are recognised by
 * another one. What a warning of its own explains isn't said twice.
 */
function warnAboutUnusable(column: ColumnDiagnosis, isCountryKnown: boolean): readonly Warning[] {
  const reasons = Object.entries(column.rejected)
    .flatMap(([reason, number]) => (reason === 'empty' ? [] : [{ reason, number }]))
    .sort((one, other) => other.number - one.number);
  const unusable = reasons.reduce((sum, { number }) => sum + number, 0);
  const filled = column.rows - column.empty;
  const [first] = reasons;
  if (first === undefined || unusable < FEW_VALUES || unusable < filled * MOSTLY_UNUSABLE_SHARE) return [];
  const isExplained =
    (column.constant && unusable === filled) ||
    (column.several ?? 0) >= first.number ||
    (first.reason === 'no-country' && !isCountryKnown);
  if (isExplained) return [];
  const most = first.number === unusable ? 'all of them' : `${formatCount(first.number)} of them`;
  return [
    {
      code: 'mostly-unusable-column',
      message: `${formatAmount(unusable, 'value')} of ${formatCount(filled)} in ${column.column} can't be used as ${column.type}; ${most}: ${rejectSentence(first.reason)}`,
    },
  ];
}

type PlanSettings = Pick<AudienceRunSettings, 'mode' | 'channel' | 'audienceName'>;

/** What the comparison with the audience says. */
export function warnAboutPlan(plan: AudiencePlan, settings: PlanSettings): readonly Warning[] {
  const warnings: Warning[] = [];
  const { rows, delivery } = plan.expected;
  const sizeAfter = plan.ledgerSize + delivery.added - delivery.removed;
  // These people alone are in it then. Of others that stay only the identifiers are known, and a person has several.
  const isAlone = plan.ledgerSize === 0 || (settings.mode === 'match' && !leavesOtherTypes(plan, settings));
  const isTooFew = rows.unique < MINIMUM_AUDIENCE_SIZE && (isAlone || sizeAfter < MINIMUM_AUDIENCE_SIZE);
  if (settings.mode !== 'remove' && isTooFew) {
    warnings.push({
      code: 'below-minimum-size',
      message: `${formatAmount(rows.unique, 'person', 'people')} can be sent. ${settings.channel === 'file' ? 'Customer files need 1,000, so a run stops before anything is uploaded.' : 'TikTok needs 1,000 matched members before an ad group can use the audience.'}`,
    });
  }
  const share = removalShare(plan);
  if (share > 0.5) {
    warnings.push({ code: 'large-removal', message: describeRemoval(plan) });
  } else if (plan.ledgerSize > 0) {
    const change = Math.max(delivery.added, delivery.removed) / plan.ledgerSize;
    if (change > LARGE_CHANGE_SHARE) {
      warnings.push({
        code: 'large-change',
        message: `This changes much of the audience: ${formatCount(delivery.added)} identifiers are added, ${formatCount(delivery.removed)} removed; it holds ${formatCount(plan.ledgerSize)} now.`,
      });
    }
  }
  warnings.push(...warnAboutOtherTypes(plan, settings));
  const listed = nameAtTikTok(settings.audienceName, settings.channel);
  if (listed !== settings.audienceName) {
    warnings.push({
      code: 'name-too-long',
      message: `TikTok cuts names above ${STREAMING_NAME_LIMIT} characters; this audience will be listed as "${listed}".`,
    });
  }
  return warnings;
}

/** True when a streamed match can't make the audience its list: it holds identifiers of types that this run lacks. */
export function leavesOtherTypes(
  { otherTypes = {} }: AudiencePlan,
  { mode, channel }: Pick<AudienceRunSettings, 'mode' | 'channel'>,
): boolean {
  return mode === 'match' && channel === 'streaming' && Object.keys(otherTypes).length > 0;
}

/** A customer file without them is refused, since it would take them all out; streaming would leave them all in. */
function warnAboutOtherTypes(plan: AudiencePlan, settings: PlanSettings): readonly Warning[] {
  if (!leavesOtherTypes(plan, settings)) return [];
  const words = Object.entries(plan.otherTypes ?? {})
    .map(([type, members]) => `${formatCount(members)} ${type}`)
    .join(' and ');
  const message = `The audience "${settings.audienceName}" holds ${words} identifiers from earlier deliveries, and this run has none: they stay, also those of people who left the list. Select the column again, or choose another audience name.`;
  return [{ code: 'other-id-types', message }];
}

/** Share (0–1) of the audience's known identifiers that this plan removes. */
export function removalShare(plan: AudiencePlan): number {
  return plan.ledgerSize === 0 ? 0 : plan.expected.delivery.removed / plan.ledgerSize;
}

/** One sentence with the number and the share that would be removed. */
export function describeRemoval(plan: AudiencePlan): string {
  const percent = Math.floor(removalShare(plan) * 1000) / 10;
  return `This would remove ${formatCount(plan.expected.delivery.removed)} of ${formatCount(plan.ledgerSize)} identifiers, ${percent}% of the audience.`;
}

/** Columns of the result that feed nothing, named so that none is ignored in silence. */
export function warnAboutUnusedColumns(unused: readonly string[]): readonly Warning[] {
  if (unused.length === 0) return [];
  const names = unused.slice(0, 8).join(', ') + (unused.length > 8 ? ', …' : '');
  return [
    {
      code: 'unknown-column',
      message: `${unused.length === 1 ? 'The column' : 'The columns'} ${names} of the query ${unused.length === 1 ? 'is' : 'are'} not used by this destination.`,
    },
  ];
}
