import { configurationError, KnownError } from '../errors.ts';
import { peopleSource } from '../segments/people-source.ts';
import { findSegmentTree, leavesOf, nestingProblem } from '../segments/segment-tree.ts';
import type { Campaign, CampaignGroup } from './campaign-schema.ts';
import { type EntityReference, findEntity, isSame } from './entities.ts';
import { didYouMean } from './nearest.ts';
import {
  type CombinedSegment,
  isCombined,
  type Profile,
  type Segment,
  type SourceSegment,
} from './schema.ts';
import { isLaunchOver } from './timing.ts';

/** What can't work in segments, campaigns and default attributes; one sentence each. */
export function checkCampaigns(profile: Profile): readonly string[] {
  return [
    ...profile.segments.flatMap((segment) => checkSegment(profile, segment)),
    ...profile.campaigns.flatMap((campaign) => checkCampaign(profile, campaign)),
    ...checkNames(profile),
    ...checkDefaultAttributes(profile),
  ];
}

function checkSegment(profile: Profile, segment: Segment): readonly string[] {
  return isCombined(segment) ? checkCombination(profile, segment) : checkTable(segment);
}

/** A name that leads nowhere is told with those of everything else. */
function checkCombination(profile: Profile, { name, combine }: CombinedSegment): readonly string[] {
  const nesting = nestingProblem(profile, name);
  if (nesting !== undefined) return [nesting];
  const both = combine.without?.filter((each) =>
    [combine.any, combine.all].some((list) => list?.includes(each)),
  );
  const problems = [...new Set(both)].map(
    (each) => `Segment "${name}": the segment "${each}" is both in and left out.`,
  );
  const tree = findSegmentTree(profile, name);
  return tree === undefined ? problems : [...problems, ...checkPlaces(name, leavesOf([tree]))];
}

/** Whether all that a combination is made of can be read together. */
function checkPlaces(name: string, leaves: readonly SourceSegment[]): readonly string[] {
  try {
    peopleSource(leaves, []);
    return [];
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return [`Segment "${name}": ${error.message} ${error.hint}`];
  }
}

function checkTable({ name, source, table }: SourceSegment): readonly string[] {
  // What tables a server has is known there only.
  if (source.engine !== 'embedded') return [];
  const tables = Object.keys(source.tables);
  if (table === undefined || tables.some((each) => each.toLowerCase() === table.toLowerCase())) return [];
  return [
    `Segment "${name}" reads the table "${table}", which its source doesn't have${didYouMean(table, tables) || `; it has ${tables.join(', ')}.`}`,
  ];
}

function checkCampaign(profile: Profile, campaign: Campaign): readonly string[] {
  const subject = `Campaign "${campaign.name}"`;
  const both = campaign.include.filter((name) => campaign.exclude?.includes(name));
  const treated = campaign.groups.filter(({ control }) => control !== true);
  const problems = both.map((name) => `the segment "${name}" is both included and excluded.`);
  if (treated.length === 0) problems.push('no group of it is sent anywhere.');
  return [
    ...problems,
    ...repeatedNames(campaign.groups),
    ...campaign.groups.flatMap((group) => checkGroup(profile, campaign, group)),
    ...checkShares(campaign.groups),
    ...checkAudiences(profile, campaign, treated),
    ...checkAttributes(profile, campaign, treated),
  ].map((problem) => `${subject}: ${problem}`);
}

function repeatedNames(groups: readonly CampaignGroup[]): readonly string[] {
  const names = groups.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(repeated)].map((name) => `two groups are called "${name}".`);
}

function checkGroup(profile: Profile, campaign: Campaign, group: CampaignGroup): readonly string[] {
  const subject = `group "${group.name}"`;
  if (group.control === true) {
    if (group.destination === undefined && group.audienceName === undefined) return [];
    return [`${subject} is the control group, which is never sent; leave out its destination and audience.`];
  }
  const problems: string[] = [];
  if (group.destination === undefined) problems.push(`${subject} has no destination.`);
  const destination =
    group.destination === undefined ? undefined : findEntity(profile, 'destination', group.destination);
  if (destination?.kind === 'events') {
    problems.push(
      `${subject} goes to "${destination.name}", a destination for events; campaigns fill audiences only.`,
    );
  }
  const isSingle = campaign.audiences === 'single';
  if (isSingle && group.audienceName !== undefined) {
    problems.push(
      `${subject} has an audience name, but all groups fill one audience; it stands on the campaign.`,
    );
  }
  if (!isSingle && group.audienceName === undefined) {
    problems.push(`${subject} needs an audience name (audienceName).`);
  }
  return problems;
}

/** Groups with the same `where`, in the order in which these are tried. */
export function subAudiences<Group extends Pick<CampaignGroup, 'where'>>(
  groups: readonly Group[],
): readonly (readonly Group[])[] {
  const parts = new Map<string, Group[]>();
  for (const group of groups) {
    const key = JSON.stringify(group.where ?? null);
    parts.set(key, [...(parts.get(key) ?? []), group]);
  }
  return [...parts.values()];
}

function checkShares(groups: readonly CampaignGroup[]): readonly string[] {
  const problems: string[] = [];
  const parts = subAudiences(groups);
  for (const part of parts) {
    const names = part.map(({ name }) => `"${name}"`).join(', ');
    const missing = part.length > 1 && part.some(({ percent }) => percent === undefined);
    const sum = part.reduce((total, { percent }) => total + (percent ?? 100), 0);
    if (missing) problems.push(`the groups ${names} share the same people, so each needs its percent.`);
    // Shares such as 33.3 are no exact numbers in binary.
    else if (Math.abs(sum - 100) > 1e-6) {
      const whose = part.length === 1 ? `group ${names} has` : `the groups ${names} have`;
      problems.push(`${whose} ${Number(sum.toFixed(6))} percent of their people; it must be 100.`);
    }
  }
  const everybody = parts.findIndex(([first]) => first?.where === undefined);
  const unreachable = everybody === -1 ? [] : parts.slice(everybody + 1).flat();
  if (unreachable.length > 0) {
    problems.push(
      `the groups ${unreachable.map(({ name }) => `"${name}"`).join(', ')} never get anybody: groups without "where" come before them and take everyone.`,
    );
  }
  return problems;
}

function checkAudiences(
  profile: Profile,
  campaign: Campaign,
  treated: readonly CampaignGroup[],
): readonly string[] {
  if (campaign.audiences === 'single') {
    const problems: string[] = [];
    if (campaign.audienceName === undefined) {
      problems.push('one audience for all groups needs its name (audienceName).');
    }
    if (new Set(treated.map(({ destination }) => destination)).size > 1) {
      problems.push('one audience for all groups needs the same destination in all of them.');
    }
    return problems;
  }
  const problems =
    campaign.audienceName === undefined
      ? []
      : ['its own audience name is for "audiences": "single"; here each group has one.'];
  const filled: {
    readonly group: string;
    readonly audienceName: string;
    readonly accounts: ReadonlySet<string>;
  }[] = [];
  for (const { name, destination, audienceName } of treated) {
    const found = destination === undefined ? undefined : findEntity(profile, 'destination', destination);
    if (found === undefined || audienceName === undefined) continue;
    // One name in an account is one audience, whichever of a destination's accounts stands first.
    const accounts = new Set(found.advertiserIds);
    const other = filled.find(
      (each) => each.audienceName === audienceName && !each.accounts.isDisjointFrom(accounts),
    );
    if (other !== undefined) {
      problems.push(
        `the groups "${other.group}" and "${name}" fill the same audience "${audienceName}"; give each its own, or choose "audiences": "single".`,
      );
    }
    filled.push({ group: name, audienceName, accounts });
  }
  return problems;
}

function checkAttributes(
  profile: Profile,
  { attributes }: Campaign,
  treated: readonly CampaignGroup[],
): readonly string[] {
  if (attributes === undefined) return [];
  const types = Object.keys(attributes);
  if (types.length === 0)
    return ['"attributes" is empty; name a column for EMAIL or PHONE, or leave it out.'];
  const destinations = [...new Set(treated.map(({ destination }) => destination ?? ''))];
  return destinations.flatMap((name) => {
    const destination = findEntity(profile, 'destination', name);
    if (destination?.kind !== 'audience') return [];
    const wanted: readonly string[] = destination.idTypes ?? ['EMAIL', 'PHONE'];
    return types.some((type) => wanted.includes(type))
      ? []
      : [`its attributes are ${types.join(', ')}, but "${name}" sends ${wanted.join(', ')} only.`];
  });
}

/** `tada run NAME` means one thing. */
function checkNames({ orchestrations, campaigns }: Profile): readonly string[] {
  return campaigns
    .filter(({ name }) => orchestrations.some((orchestration) => orchestration.name === name))
    .map(({ name }) => `Campaign "${name}" has the name of an orchestration; give one of them another name.`);
}

function checkDefaultAttributes(profile: Profile): readonly string[] {
  return Object.keys(profile.defaultAttributes).flatMap((name) => {
    const destination = findEntity(profile, 'destination', name);
    if (destination?.kind === 'audience') return [];
    if (destination !== undefined) {
      return [`Default attributes are for audiences; "${name}" is a destination for events.`];
    }
    const meant = didYouMean(
      name,
      profile.destinations.map((each) => each.name),
    );
    return [`Default attributes are given for the destination "${name}", which doesn't exist${meant || '.'}`];
  });
}

/**
 * A campaign that is to start once, at a time that is over (`now`: milliseconds since 1970), would never
 * start: throws kind `configuration`. Asked when campaigns are set up or changed, so `changed` is what to look
 * at; later their time passes, and they stay what they are.
 */
export function refuseOverLaunches(profile: Profile, changed: readonly EntityReference[], now: number): void {
  const late = profile.campaigns.find(
    ({ name, timing }) =>
      timing?.type === 'once' &&
      isLaunchOver(timing.launch, now) &&
      changed.some((reference) => isSame(reference, { kind: 'campaign', name })),
  );
  if (late?.timing?.type !== 'once') return;
  throw configurationError(
    `Campaign "${late.name}": its launch ${late.timing.launch} is in the past.`,
    'Choose a later one, or the timing "manual" to start it by hand. Nothing was changed.',
  );
}
