import type { Destination, Template } from '../../../core/profiles/schema.ts';
import type { Explained } from '../destination/explanations.ts';

/** What a destination can be marked with. Roles come from the access policy; without one everyone is an administrator. */
export type DestinationMark = 'adminOnly' | 'restrictedPii';

export const DESTINATION_MARKS: readonly Explained<DestinationMark>[] = [
  {
    id: 'adminOnly',
    label: 'For administrators only',
    description: 'Operators and business users can’t use or change it.',
  },
  {
    id: 'restrictedPii',
    label: 'Open to restricted PII',
    description: 'Also for people who only see masked values.',
  },
];

export function destinationMarks(access: Destination['access']): readonly DestinationMark[] {
  return DESTINATION_MARKS.map(({ id }) => id).filter((mark) => access?.[mark] === true);
}

/** Undefined without a mark, as a person would write the file. */
export function accessWithMarks(marks: readonly DestinationMark[]): Destination['access'] {
  return marks.length === 0 ? undefined : Object.fromEntries(marks.map((mark) => [mark, true]));
}

export function destinationAccessInWords(access: Destination['access']): string {
  const marks = destinationMarks(access);
  if (marks.length === 0) return 'everyone who may see personal data';
  return DESTINATION_MARKS.filter(({ id }) => marks.includes(id))
    .map(({ label }) => label.toLowerCase().replace('pii', 'PII'))
    .join(', ');
}

/** What a template can be used for, unless it is taken out. */
export type TemplateUse = 'orchestrations' | 'campaigns' | 'restrictedPii';

const TEMPLATE_USES: readonly Explained<TemplateUse>[] = [
  { id: 'orchestrations', label: 'Orchestrations', description: 'They can deliver with this template.' },
  { id: 'campaigns', label: 'Campaigns', description: 'Their groups can be sent with this template.' },
  {
    id: 'restrictedPii',
    label: 'People under restricted PII',
    description: 'Where the destination is open to them, too.',
  },
];

/** Events never go through campaigns. */
export function templateUses(kind: Destination['kind']): readonly Explained<TemplateUse>[] {
  return TEMPLATE_USES.filter(({ id }) => kind === 'audience' || id !== 'campaigns');
}

export function usesOf(access: Template['access'], kind: Destination['kind']): readonly TemplateUse[] {
  return templateUses(kind)
    .map(({ id }) => id)
    .filter((use) => access?.[use] !== false);
}

/** Undefined while nothing is taken out, as a person would write the file. */
export function accessForUses(uses: readonly TemplateUse[], kind: Destination['kind']): Template['access'] {
  const without = templateUses(kind).filter(({ id }) => !uses.includes(id));
  return without.length === 0 ? undefined : Object.fromEntries(without.map(({ id }) => [id, false]));
}

export function templateAccessInWords(access: Template['access'], kind: Destination['kind']): string {
  const uses = usesOf(access, kind);
  const named = templateUses(kind).filter(({ id }) => id !== 'restrictedPii' && uses.includes(id));
  const open = named.length === 0 ? 'nothing' : named.map(({ label }) => label.toLowerCase()).join(', ');
  return uses.includes('restrictedPii') ? open : `${open}; not under restricted PII`;
}
