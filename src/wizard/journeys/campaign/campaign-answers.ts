import type { CampaignPeople } from '../../../core/campaigns/measure-campaign.ts';
import type { Attributes, Campaign, CampaignGroup } from '../../../core/profiles/campaign-schema.ts';
import { subAudiences } from '../../../core/profiles/check-campaigns.ts';
import { namesOf } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { findColumn } from '../../../core/segments/compile-filter.ts';
import { findSegmentTree, type SegmentTree } from '../../../core/segments/segment-tree.ts';
import { filled } from '../common/check-field.ts';
import type { SegmentField } from '../segment/fields.ts';
import {
  allGroups,
  checkParts,
  conditionOf,
  filterOfPart,
  firstParts,
  type GroupAnswers,
  type Part,
  treatedGroups,
} from './groups.ts';
import { savedTiming, type TimingAnswers, toTiming } from './timing.ts';

/** A campaign as it is being set up. */
export interface CampaignAnswers extends TimingAnswers {
  /** The saved one it started from; its name stays. */
  readonly saved: Campaign | undefined;
  /** Names that a new campaign can't have. */
  readonly taken: readonly string[];
  /** When it was opened, in milliseconds since 1970: a launch before that is over. */
  readonly now: number;
  readonly name: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Empty until one is chosen. */
  readonly key: string;
  /** What all included segments have; undefined until they were looked at. */
  readonly fields: readonly SegmentField[] | undefined;
  readonly parts: readonly Part[];
  readonly audiences: 'separate' | 'single';
  /** Of the one audience for all groups. */
  readonly destination: string;
  readonly audienceName: string;
  /** Undefined: the destination's default attributes, else columns called like the id types. */
  readonly attributes: Attributes | undefined;
  readonly description: string;
}

export function newCampaign(profile: Profile, now: number): CampaignAnswers {
  return {
    saved: undefined,
    // What is run by its name must be one thing.
    taken: [...namesOf(profile, 'campaign'), ...namesOf(profile, 'orchestration')],
    now,
    name: '',
    include: [],
    exclude: [],
    key: '',
    fields: undefined,
    parts: firstParts(),
    audiences: 'separate',
    destination: '',
    audienceName: '',
    attributes: undefined,
    description: '',
    ...savedTiming(undefined),
  };
}

/** A saved campaign to be changed. */
export function savedCampaign(saved: Campaign, now: number): CampaignAnswers {
  return {
    saved,
    taken: [],
    now,
    name: saved.name,
    include: saved.include,
    exclude: saved.exclude ?? [],
    key: saved.key,
    fields: undefined,
    parts: subAudiences(saved.groups).map((groups) => ({
      condition: conditionOf(groups[0]?.where),
      groups: groups.map(groupAnswers),
    })),
    audiences: saved.audiences ?? 'separate',
    destination: saved.groups.find(({ control }) => control !== true)?.destination ?? '',
    audienceName: saved.audienceName ?? '',
    attributes: saved.attributes,
    description: saved.description ?? '',
    ...savedTiming(saved.timing),
  };
}

function groupAnswers({ name, percent, control, destination, audienceName }: CampaignGroup): GroupAnswers {
  return {
    name,
    percent: percent ?? 100,
    isControl: control === true,
    destination: destination ?? '',
    audienceName: audienceName ?? '',
  };
}

/** The audience that a group fills: as given, else called after the campaign and the group. */
export function audienceOf({ name }: Pick<CampaignAnswers, 'name'>, group: GroupAnswers): string {
  return filled(group.audienceName) ?? `${name.trim()} ${group.name}`;
}

/** The one audience of all groups: as given, else called like the campaign. */
export function singleAudienceOf({ name, audienceName }: CampaignAnswers): string {
  return filled(audienceName) ?? name.trim();
}

/** Where people go, each destination once. */
export function destinationsOf(answers: CampaignAnswers): readonly string[] {
  const names =
    answers.audiences === 'single'
      ? [answers.destination]
      : treatedGroups(answers.parts).map(({ destination }) => destination);
  return [...new Set(names.filter((name) => name !== ''))];
}

/** What is saved. */
export function toCampaign(answers: CampaignAnswers): Campaign {
  const { saved, key, include, exclude, parts, audiences, attributes } = answers;
  const description = filled(answers.description);
  const timing = toTiming(answers, saved?.timing);
  return {
    name: answers.name.trim(),
    ...(description === undefined ? {} : { description }),
    key,
    include: [...include],
    ...(exclude.length === 0 ? {} : { exclude: [...exclude] }),
    ...(attributes === undefined ? {} : { attributes }),
    groups: parts.flatMap((part) => part.groups.map((group) => toGroup(answers, part, group))),
    audiences,
    ...(audiences === 'single' ? { audienceName: singleAudienceOf(answers) } : {}),
    ...(timing === undefined ? {} : { timing }),
  };
}

function toGroup(answers: CampaignAnswers, part: Part, group: GroupAnswers): CampaignGroup {
  return {
    ...peopleOfGroup(part, group),
    ...(group.isControl
      ? {}
      : answers.audiences === 'single'
        ? { destination: answers.destination }
        : { destination: group.destination, audienceName: audienceOf(answers, group) }),
  };
}

/** The part of a group that decides who is in it. */
function peopleOfGroup(part: Part, { name, percent, isControl }: GroupAnswers): CampaignGroup {
  const where = filterOfPart(part);
  return {
    name,
    // Alone, a group has everybody of its sub-audience.
    ...(part.groups.length === 1 && percent === 100 ? {} : { percent }),
    ...(isControl ? { control: true } : {}),
    ...(where === undefined ? {} : { where }),
  };
}

/** The campaign's people, to be counted; undefined while nobody knows who is told apart by what. */
export function peopleOf(answers: CampaignAnswers, profile: Profile): CampaignPeople | undefined {
  const { name, key, include, exclude, parts } = answers;
  const segments = (names: readonly string[]): readonly SegmentTree[] =>
    names.flatMap((each) => findSegmentTree(profile, each) ?? []);
  if (key === '' || segments(include).length === 0) return undefined;
  return {
    name: name.trim(),
    key,
    include: segments(include),
    exclude: segments(exclude),
    // Shares that don't add up are nobody's.
    groups:
      checkParts(parts) === undefined
        ? parts.flatMap((part) => part.groups.map((group) => peopleOfGroup(part, group)))
        : [],
  };
}

/** Other segments: what was known of their columns is forgotten, everything else stays. */
export function withSegments(
  answers: Pick<CampaignAnswers, 'include' | 'exclude'>,
  include: readonly string[],
): Partial<CampaignAnswers> {
  const isSame = JSON.stringify(answers.include) === JSON.stringify(include);
  if (isSame) return {};
  return { include, exclude: answers.exclude.filter((name) => !include.includes(name)), fields: undefined };
}

/** A column that most likely tells people apart: an id, else an address. */
export function likelyKey(fields: readonly SegmentField[]): string | undefined {
  const patterns = [
    /(customer|person|people|user|member|client|contact|profile).?_?id$/i,
    /^id$|[_ ]id$/i,
    /e-?mail/i,
  ];
  return patterns.flatMap((pattern) => fields.find(({ name }) => pattern.test(name)) ?? [])[0]?.name;
}

/** What is wrong with the key; the segments have to be looked at before. */
export function checkKey({ key, fields }: Pick<CampaignAnswers, 'key' | 'fields'>): string | undefined {
  if (key === '') return 'A column that tells people apart is needed.';
  if (fields === undefined || findColumn(fields, key) !== undefined) return undefined;
  return `Not every included segment has a column ${key}; choose another one.`;
}

/** What is missing of where the groups go. */
export function checkPlaces(answers: CampaignAnswers): string | undefined {
  if (answers.audiences === 'single') {
    return answers.destination === '' ? 'A destination is needed.' : undefined;
  }
  const treated = treatedGroups(answers.parts);
  const open = treated.find(({ destination }) => destination === '');
  if (open !== undefined) return `The group ${open.name} has no destination yet.`;
  const audiences = treated.map((group) => JSON.stringify([group.destination, audienceOf(answers, group)]));
  const second = audiences.findIndex((audience, index) => audiences.indexOf(audience) !== index);
  const first = treated[audiences.indexOf(audiences[second] ?? '')];
  if (second === -1 || first === undefined) return undefined;
  return `The groups ${first.name} and ${treated[second]?.name} fill the same audience; name another for one.`;
}

export function placesInWords(answers: CampaignAnswers): string {
  if (answers.audiences === 'single') {
    return answers.destination === '' ? 'none' : `${singleAudienceOf(answers)} (${answers.destination})`;
  }
  const words = treatedGroups(answers.parts).map(
    (group) => `${group.name} → ${audienceOf(answers, group)} (${group.destination || 'no destination'})`,
  );
  return words.join(', ');
}

/** True where some people are kept to compare with. */
export function hasControl({ parts }: Pick<CampaignAnswers, 'parts'>): boolean {
  return allGroups(parts).some(({ isControl }) => isControl);
}

/** True where a saved campaign is changed so that people would be in other groups than in its runs so far. */
export function movesPeople(answers: CampaignAnswers): boolean {
  if (answers.saved === undefined) return false;
  const deciding = ({ key, groups }: Campaign) =>
    JSON.stringify([key, groups.map(({ name, percent = 100, where }) => [name, percent, where])]);
  return deciding(answers.saved) !== deciding(toCampaign(answers));
}
