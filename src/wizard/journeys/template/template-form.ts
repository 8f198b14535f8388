import { AUDIENCE_ID_TYPES, type AudienceIdType } from '../../../core/identifiers/types.ts';
import type { DefaultAttributes } from '../../../core/profiles/campaign-schema.ts';
import { findEntity, namesOf } from '../../../core/profiles/entities.ts';
import type { Columns, Profile, Template } from '../../../core/profiles/schema.ts';
import { templateAccessInWords } from '../common/access.ts';
import { checkOptionalLine, filled, freeName } from '../common/check-field.ts';
import { defineForm } from '../common/form.ts';
import { DESCRIPTION_STEP, proposedNameStep } from '../common/steps.ts';
import { DESTINATION_STEP, QUERY_STEP } from './steps.ts';

/** What a template has to know of its destination. */
export interface TemplateTarget {
  readonly name: string;
  readonly idTypes: readonly AudienceIdType[];
  /** True when the destination leaves the audience's name open. */
  readonly isNameOpen: boolean;
  /** What it is sent by default: proposed for a new template. */
  readonly defaults?: DefaultAttributes | undefined;
}

/** A data template as it is being set up. */
export interface TemplateAnswers {
  /** The saved one it started from; its name stays. */
  readonly saved: Template | undefined;
  /** Names that a new template can't have. */
  readonly taken: readonly string[];
  /** True when the destination was chosen before. */
  readonly isTargetGiven: boolean;
  readonly target: TemplateTarget | undefined;
  /** True when the query was chosen before. */
  readonly isQueryGiven: boolean;
  /** The query whose columns are shown; a template itself belongs to no query. */
  readonly query: string | undefined;
  /** TikTok's field → columns; undefined until a proposal was made or something was chosen. */
  readonly columns: Columns | undefined;
  /** True: no mapping is kept, and columns called like the id types are used. */
  readonly isByName: boolean;
  readonly audienceName: string;
  /** Empty: a name is made of the query's or the destination's. */
  readonly name: string;
  readonly description: string;
  /** Undefined: everything it can be for. */
  readonly access: Template['access'];
}

export type TemplateStep =
  | 'destination'
  | 'query'
  | 'mapping'
  | 'audienceName'
  | 'name'
  | 'description'
  | 'access'
  | 'review';

/** What the template has to know of a destination; undefined for one that isn't there or isn't for audiences. */
export function targetOf(profile: Profile, name: string | undefined): TemplateTarget | undefined {
  const destination = name === undefined ? undefined : findEntity(profile, 'destination', name);
  if (destination?.kind !== 'audience') return undefined;
  const wanted = destination.idTypes ?? ['EMAIL', 'PHONE'];
  return {
    name: destination.name,
    idTypes: AUDIENCE_ID_TYPES.filter((type) => wanted.includes(type)),
    isNameOpen: destination.audienceName === undefined,
    defaults: profile.defaultAttributes[destination.name],
  };
}

export function newTemplate(
  profile: Profile,
  given: { readonly destination?: string | undefined; readonly query?: string | undefined },
): TemplateAnswers {
  const target = targetOf(profile, given.destination);
  return {
    saved: undefined,
    taken: namesOf(profile, 'template'),
    isTargetGiven: target !== undefined,
    target,
    isQueryGiven: given.query !== undefined,
    query: given.query,
    columns: undefined,
    isByName: false,
    audienceName: '',
    name: '',
    description: '',
    access: undefined,
  };
}

/** A saved template to be changed; `query` is one that uses it, so that columns can be shown. */
export function savedTemplate(profile: Profile, saved: Template, query: string | undefined): TemplateAnswers {
  return {
    saved,
    taken: [],
    isTargetGiven: false,
    target: targetOf(profile, saved.destination),
    isQueryGiven: query !== undefined,
    query,
    columns: saved.columns,
    isByName: saved.columns === undefined,
    audienceName: saved.audienceName ?? '',
    name: saved.name,
    description: saved.description ?? '',
    access: saved.access,
  };
}

/** A query that is run with this template, to show its columns. */
export function queryOfTemplate(profile: Profile, template: string): string | undefined {
  return profile.orchestrations.find((orchestration) => orchestration.template === template)?.query;
}

/** The columns that feed one type. */
export function columnsOf(columns: Columns | undefined, type: AudienceIdType): readonly string[] {
  const key = Object.keys(columns ?? {}).find((field) => field.toUpperCase() === type);
  return key === undefined ? [] : (columns?.[key] ?? []);
}

/** The mapping with other columns for one type; a type without any isn't part of it. */
export function withColumns(
  columns: Columns | undefined,
  type: AudienceIdType,
  chosen: readonly string[],
): Columns {
  const others = Object.entries(columns ?? {}).filter(([field]) => field.toUpperCase() !== type);
  return Object.fromEntries(chosen.length === 0 ? others : [...others, [type, [...chosen]]]);
}

/** What is wrong with a mapping for these id types; undefined when at least one of them is fed. */
export function checkMapping(
  columns: Columns | undefined,
  idTypes: readonly AudienceIdType[],
): string | undefined {
  const isFed = idTypes.some((type) => columnsOf(columns, type).length > 0);
  return isFed ? undefined : `No column feeds ${idTypes.join(' or ')}.`;
}

export function mappingInWords(columns: Columns | undefined, idTypes: readonly AudienceIdType[]): string {
  const fed = idTypes.filter((type) => columnsOf(columns, type).length > 0);
  if (columns === undefined) return 'by the names of the columns';
  if (fed.length === 0) return 'none';
  return fed.map((type) => `${type} from ${columnsOf(columns, type).join(' + ')}`).join(', ');
}

/** The name it is saved under: as given, else the query's or the destination's. */
export function nameOf({ name, query, target, taken }: TemplateAnswers): string {
  return filled(name) ?? freeName(query ?? target?.name ?? 'template', taken);
}

/** What is saved; settings that aren't asked for here stay as they were. */
export function toTemplate(answers: TemplateAnswers): Template {
  const { saved, columns, isByName, target } = answers;
  const description = filled(answers.description);
  const audienceName = filled(answers.audienceName);
  return {
    name: nameOf(answers),
    ...(description === undefined ? {} : { description }),
    destination: target?.name ?? saved?.destination ?? '',
    ...(columns === undefined || isByName ? {} : { columns }),
    ...(audienceName === undefined ? {} : { audienceName }),
    ...(saved?.eventSourceId === undefined ? {} : { eventSourceId: saved.eventSourceId }),
    ...(saved?.fixedEventName === undefined ? {} : { fixedEventName: saved.fixedEventName }),
    ...(answers.access === undefined ? {} : { access: answers.access }),
  };
}

/** Setting up a data template: how a query's columns become TikTok's fields. */
export const TEMPLATE_FORM = defineForm<TemplateStep, TemplateAnswers>('review', [
  DESTINATION_STEP,
  QUERY_STEP,
  {
    id: 'mapping',
    title: 'Mapping',
    check: ({ columns, target, isByName }) =>
      isByName ? undefined : checkMapping(columns, target?.idTypes ?? AUDIENCE_ID_TYPES),
    inWords: ({ columns, target, isByName }) =>
      mappingInWords(isByName ? undefined : columns, target?.idTypes ?? AUDIENCE_ID_TYPES),
  },
  {
    id: 'audienceName',
    title: 'Audience name',
    isSkipped: ({ target }) => target?.isNameOpen !== true,
    check: ({ audienceName }) => checkOptionalLine(audienceName),
    inWords: ({ audienceName }) => (audienceName.trim() === '' ? 'given later' : audienceName),
  },
  proposedNameStep(nameOf),
  DESCRIPTION_STEP,
  {
    id: 'access',
    title: 'What it is for',
    isOptional: true,
    inWords: ({ access }) => templateAccessInWords(access, 'audience'),
  },
  { id: 'review', title: 'Review' },
]);
