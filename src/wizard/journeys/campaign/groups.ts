import type { Filter } from '../../../core/segments/filter.ts';
import { listed } from '../../../core/wording.ts';
import { EMPTY_BUILDER, type FilterBuilder, toBuilder, toFilter } from '../segment/builder.ts';
import { builderInWords } from '../segment/condition-draft.ts';
import { filterInOneLine } from '../segment/filter-words.ts';

/** One group of people, as it is being set up. Of a control group only its name and its share count. */
export interface GroupAnswers {
  readonly name: string;
  /** Of the people of its sub-audience. */
  readonly percent: number;
  readonly isControl: boolean;
  /** Empty until one is chosen. */
  readonly destination: string;
  /** Empty: a name is made of the campaign's and the group's. */
  readonly audienceName: string;
}

/** Whom a sub-audience is of. A filter of a shape that isn't built by hand stays as it is. */
export type PartCondition =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'built'; readonly builder: FilterBuilder }
  | { readonly kind: 'written'; readonly filter: Filter };

/** People who fit a condition, and the groups they are split into. The first that fits takes a person. */
export interface Part {
  readonly condition: PartCondition;
  readonly groups: readonly GroupAnswers[];
}

/** Where a group stands. */
export interface GroupPlace {
  readonly part: number;
  readonly group: number;
}

const CONTROL_PERCENT = 10;

/** What a new campaign begins with: somebody to compare with, and everybody else. */
export function firstParts(): readonly Part[] {
  const control = { ...newGroup('control'), percent: CONTROL_PERCENT, isControl: true };
  const treated = { ...newGroup('a'), percent: 100 - CONTROL_PERCENT };
  return [{ condition: { kind: 'everybody' }, groups: [control, treated] }];
}

function newGroup(name: string): GroupAnswers {
  return { name, percent: 100, isControl: false, destination: '', audienceName: '' };
}

export function allGroups(parts: readonly Part[]): readonly GroupAnswers[] {
  return parts.flatMap(({ groups }) => groups);
}

export function treatedGroups(parts: readonly Part[]): readonly GroupAnswers[] {
  return allGroups(parts).filter(({ isControl }) => !isControl);
}

export function conditionOf(filter: Filter | undefined): PartCondition {
  if (filter === undefined) return { kind: 'everybody' };
  const builder = toBuilder(filter);
  return builder === undefined ? { kind: 'written', filter } : { kind: 'built', builder };
}

export function filterOfPart({ condition }: Part): Filter | undefined {
  switch (condition.kind) {
    case 'everybody':
      return undefined;
    case 'built':
      return toFilter(condition.builder);
    case 'written':
      return condition.filter;
  }
}

export function builderOfPart({ condition }: Part): FilterBuilder {
  return condition.kind === 'built' ? condition.builder : EMPTY_BUILDER;
}

/** Who it is, in a few words. The last of several has whom the others left. */
export function partInWords(parts: readonly Part[], index: number): string {
  const condition = parts[index]?.condition;
  switch (condition?.kind) {
    case 'built':
      return builderInWords(condition.builder);
    case 'written':
      return filterInOneLine(condition.filter);
    default:
      return parts.length === 1 ? 'everybody' : 'everybody else';
  }
}

/** The next letter that no group is called by. */
export function freeGroupName(parts: readonly Part[]): string {
  const taken = new Set(allGroups(parts).map(({ name }) => name));
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
  return letters.find((letter) => !taken.has(letter)) ?? `group ${taken.size + 1}`;
}

/** With one more group; those that are sent share evenly what control groups leave. */
export function addGroup(parts: readonly Part[], part: number, name: string): readonly Part[] {
  return changePart(parts, part, ({ groups }) => {
    const like = groups.find(({ isControl }) => !isControl);
    return { groups: evenShares([...groups, { ...newGroup(name), destination: like?.destination ?? '' }]) };
  });
}

export function changeGroup(
  parts: readonly Part[],
  { part, group }: GroupPlace,
  change: Partial<GroupAnswers>,
): readonly Part[] {
  return changePart(parts, part, ({ groups }) => ({
    groups: groups.map((each, index) => (index === group ? { ...each, ...change } : each)),
  }));
}

/** Without a group; the others share its part. */
export function removeGroup(parts: readonly Part[], { part, group }: GroupPlace): readonly Part[] {
  return changePart(parts, part, ({ groups }) => ({
    groups: evenShares(groups.filter((_, index) => index !== group)),
  }));
}

export function shareEvenly(parts: readonly Part[], part: number): readonly Part[] {
  return changePart(parts, part, ({ groups }) => ({ groups: evenShares(groups) }));
}

/** Before everybody else, who are tried last. */
export function addPart(parts: readonly Part[], builder: FilterBuilder): readonly Part[] {
  const added: Part = {
    condition: { kind: 'built', builder },
    groups: [{ ...newGroup(freeGroupName(parts)), destination: treatedGroups(parts)[0]?.destination ?? '' }],
  };
  const rest = parts.findIndex(({ condition }) => condition.kind === 'everybody');
  return rest === -1 ? [...parts, added] : parts.toSpliced(rest, 0, added);
}

/** A group for whoever fits no condition. */
export function addEverybody(parts: readonly Part[]): readonly Part[] {
  return [...parts, { condition: { kind: 'everybody' }, groups: [newGroup(freeGroupName(parts))] }];
}

export function setCondition(parts: readonly Part[], part: number, builder: FilterBuilder): readonly Part[] {
  return changePart(parts, part, () => ({ condition: { kind: 'built', builder } }));
}

export function removePart(parts: readonly Part[], part: number): readonly Part[] {
  return parts.filter((_, index) => index !== part);
}

function changePart(
  parts: readonly Part[],
  part: number,
  change: (part: Part) => Partial<Part>,
): readonly Part[] {
  return parts.map((each, index) => (index === part ? { ...each, ...change(each) } : each));
}

/**
 * Shares that add up to 100: control groups keep theirs, the others get the same each, in whole percents as far as
 * these go; the first ones get what is left over.
 */
export function evenShares(groups: readonly GroupAnswers[]): readonly GroupAnswers[] {
  const kept = sumOf(groups.filter(({ isControl }) => isControl));
  const sharing = groups.filter(({ isControl }) => kept >= 100 || !isControl);
  const left = kept >= 100 ? 100 : 100 - kept;
  if (sharing.length === 0) return groups;
  const whole = Math.floor(left / sharing.length);
  if (whole === 0) {
    const each = left / sharing.length;
    return groups.map((group) => (sharing.includes(group) ? { ...group, percent: each } : group));
  }
  let rest = left - whole * sharing.length;
  return groups.map((group) => {
    if (!sharing.includes(group)) return group;
    const more = Math.min(1, rest);
    rest -= more;
    return { ...group, percent: rounded(whole + more) };
  });
}

function sumOf(groups: readonly GroupAnswers[]): number {
  return rounded(groups.reduce((sum, { percent }) => sum + percent, 0));
}

/** Shares such as 33.3 are no exact numbers in binary. */
function rounded(percent: number): number {
  return Number(percent.toFixed(6));
}

/** A share as it was typed, or what is wrong with it. */
export function readPercent(
  text: string,
): { readonly ok: true; readonly percent: number } | { readonly ok: false; readonly problem: string } {
  const typed = text.trim().replace(/\s*%$/, '').replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(typed)) {
    return { ok: false, problem: 'A share is a number of percent, such as 45 or 33.3.' };
  }
  const percent = Number(typed);
  if (percent <= 0)
    return { ok: false, problem: 'A share is more than 0 percent; remove the group instead.' };
  if (percent > 100) return { ok: false, problem: 'A share is at most 100 percent.' };
  return { ok: true, percent };
}

/** What is wrong with the shares of one sub-audience; undefined when they add up. */
export function checkShares({ groups }: Part): string | undefined {
  const missing = rounded(100 - sumOf(groups));
  if (missing === 0) return undefined;
  const names = listed(groups.map(({ name }) => name));
  const whose = groups.length === 1 ? `the group ${names} has` : `the groups ${names} have`;
  // What is wrong comes first: a narrow window cuts the names.
  const wrong = missing > 0 ? `${missing} percent are missing` : `${-missing} percent are too many`;
  return `${wrong}: ${whose} ${sumOf(groups)} of 100.`;
}

/** What can't work in the groups, in one sentence; undefined when nothing. */
export function checkParts(parts: readonly Part[]): string | undefined {
  const names = allGroups(parts).map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) return `Two groups are called ${repeated}; give one of them another name.`;
  const filters = parts.map((part) => JSON.stringify(filterOfPart(part) ?? null));
  if (new Set(filters).size < filters.length) {
    return 'Two sub-audiences have the same condition; change or remove one of them.';
  }
  const shares = parts.map(checkShares).find((problem) => problem !== undefined);
  if (shares !== undefined) return shares;
  if (treatedGroups(parts).length > 0) return undefined;
  return 'Nobody would be sent: a campaign needs a group that isn’t a control group.';
}

/** `control 10%, a 45%, b 45%`; sub-audiences are told before their groups. */
export function partsInWords(parts: readonly Part[]): string {
  const words = parts.map(({ groups }, index) => {
    const shares = groups.map(({ name, percent }) => `${name} ${percentInWords(percent)}`).join(', ');
    return parts.length === 1 ? shares : `${partInWords(parts, index)}: ${shares}`;
  });
  return words.join('; ');
}

export function percentInWords(percent: number): string {
  return `${rounded(percent)}%`;
}
