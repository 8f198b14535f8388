import type { CampaignPreview, GroupPreview } from '../core/delivery/preview-campaign.ts';
import { usageError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { formatAmount, formatCount } from '../core/wording.ts';
import type { SegmentView } from '../wizard/delivery-service.ts';
import { strayRowsInWords, unreadableInWords } from '../wizard/journeys/segment/combination.ts';
import type { PreviewOptions } from './command-options.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';

/** Prints a segment's size and SQL. */
export function showSegment(
  io: CommandIo,
  { name, rows, unreadable, sql, combined }: SegmentView,
  options: PreviewOptions,
): void {
  if (options.json === true) {
    writeJson(io, { segment: name, rows, unreadable, ...combined, sql });
    return;
  }
  writeLine(io, `Segment: ${name}`);
  writeLine(io, `  rows                  ${formatCount(rows)}`);
  if (combined !== undefined) {
    writeLine(io, `  people                ${formatCount(combined.people)}`);
    const { rowsWithoutKey: strays, key } = combined;
    if (strays > 0) writeLine(io, `note ${strayRowsInWords(strays, key)}`);
  }
  if (unreadable > 0) writeLine(io, `note ${unreadableInWords(unreadable)}`);
  writeLine(io, `\n${sql}`);
}

/** Previews of campaigns and segments have counts only: nothing is told row by row. */
export function refuseRowOptions(options: PreviewOptions): void {
  if (options.request !== true && options.rejects === undefined && options.set === undefined) return;
  throw usageError(
    'The preview of a campaign or a segment has no --request, --rejects or --set.',
    'Leave them out; `tada runs rejects` lists what a run of it could not use.',
  );
}

/** Prints a campaign's preview; exit 3 when there is nobody to send. */
export function showCampaignPreview(
  io: CommandIo,
  preview: CampaignPreview,
  options: PreviewOptions,
): number {
  if (options.json === true) writeJson(io, preview);
  else printCampaign(io, preview);
  const isEmpty = preview.groups.every(({ control, rows }) => control || rows.valid === 0);
  return isEmpty ? EXIT_CODES.dataRefused : EXIT_CODES.done;
}

function printCampaign(
  io: CommandIo,
  { campaign, people, groups, segments, overlaps, warnings }: CampaignPreview,
) {
  writeLine(io, `Preview: ${campaign}`);
  writeLine(io, `  people in its segments  ${formatCount(people.total)}`);
  writeLine(io, `  left out                ${formatCount(people.excluded)}`);
  if (people.outside > 0) writeLine(io, `  in no group             ${formatCount(people.outside)}`);
  writeLine(io, '\nGroups');
  for (const group of groups) writeLine(io, `  ${describeGroup(group)}`);
  writeLine(io, '\nSegments');
  for (const { name, included, people: size } of segments) {
    writeLine(io, `  ${name}: ${formatAmount(size, 'person', 'people')}${included ? '' : ', left out'}`);
  }
  for (const { segments: pair, people: shared } of overlaps) {
    writeLine(io, `  in both ${pair.join(' and ')}: ${formatCount(shared)}`);
  }
  for (const { message } of warnings) writeLine(io, `note ${message}`);
}

function describeGroup({ name, control, people, destination, audienceName, delivery }: GroupPreview): string {
  if (control) return `${name}: ${formatAmount(people, 'person', 'people')}, control group, never sent`;
  return `${name}: ${formatAmount(people, 'person', 'people')} → ${audienceName} (${destination}); ${formatAmount(delivery.added ?? 0, 'identifier')} to add, ${formatCount(delivery.unchanged ?? 0)} unchanged, ${formatCount(delivery.removed ?? 0)} to remove`;
}
