import { z } from 'zod';
import type { AudienceRecord, RunRecord } from '../../../core/ports/storage.ts';
import type {
  AudienceDestination,
  Orchestration,
  Profile,
  Query,
  Template,
} from '../../../core/profiles/schema.ts';
import type { Journey } from '../../machine.ts';
import { freeName } from '../common/check-field.ts';
import { proposeTableName } from '../source/table-name.ts';
import { toSource } from '../source/tables.ts';

/** Sending a file as it is to an audience: what somebody does who has a list and a deadline, and no SQL. */
export interface RefreshAnswers {
  readonly destination: string | undefined;
  /** False where there is only one, or none, to choose from. */
  readonly hasChoice: boolean;
  /** Absolute path. */
  readonly file: string | undefined;
  /** The query for the file's identifiers; undefined until its columns were seen. */
  readonly sql: string | undefined;
  readonly audienceName: string | undefined;
}

export type RefreshStep = 'destination' | 'file' | 'columns' | 'audience' | 'preview';

export const REFRESH: Journey<RefreshStep, RefreshAnswers> = {
  steps: [
    {
      id: 'destination',
      title: () => 'Ad account',
      isSkipped: ({ hasChoice, destination }) => !hasChoice && destination !== undefined,
      isAnswered: ({ destination }) => destination !== undefined,
    },
    { id: 'file', title: () => 'File', isAnswered: ({ file }) => file !== undefined },
    { id: 'columns', title: () => 'Columns', isAnswered: ({ sql }) => sql !== undefined },
    { id: 'audience', title: () => 'Audience', isAnswered: ({ audienceName }) => audienceName !== undefined },
    { id: 'preview', title: () => 'Preview' },
  ],
};

/** Destinations a list of people can go to. */
export function audienceDestinations(profile: Profile): readonly AudienceDestination[] {
  return profile.destinations.filter((destination) => destination.kind === 'audience');
}

export function startRefresh(profile: Profile): RefreshAnswers {
  const destinations = audienceDestinations(profile);
  const [only, ...others] = destinations;
  return {
    destination: others.length === 0 ? only?.name : undefined,
    hasChoice: others.length > 0,
    file: undefined,
    sql: undefined,
    audienceName: undefined,
  };
}

const keptSchema = z.object({
  destination: z.string().optional(),
  file: z.string().optional(),
  sql: z.string().optional(),
  audienceName: z.string().optional(),
});

/** Answers that were kept when the wizard was left; undefined where they can't be read or fit no more. */
export function readRefresh(profile: Profile, kept: unknown): RefreshAnswers | undefined {
  const { success, data } = keptSchema.safeParse(kept);
  if (!success) return undefined;
  const isThere = audienceDestinations(profile).some(({ name }) => name === data.destination);
  return isThere ? { ...startRefresh(profile), ...data } : undefined;
}

/** How the parts of a refresh are told from what people set up themselves. */
const DESCRIPTION = 'Refreshed from a file that is picked each time.';

interface Refresh {
  readonly orchestration: Orchestration;
  readonly query: Query;
  readonly template: Template;
}

/** The refreshes made so far; one whose parts were changed by hand is somebody's own by now. */
function refreshesOf(profile: Profile): readonly Refresh[] {
  return profile.orchestrations.flatMap((orchestration) => {
    const query = profile.queries.find(({ name }) => name === orchestration.query);
    const template = profile.templates.find(({ name }) => name === orchestration.template);
    const parts = [orchestration, query, template];
    return query !== undefined &&
      template !== undefined &&
      parts.every((part) => part?.description === DESCRIPTION)
      ? [{ orchestration, query, template }]
      : [];
  });
}

function fileOf({ source }: Query): string | undefined {
  if (source.engine !== 'embedded') return undefined;
  const files = Object.values(source.tables).flat();
  return files.length === 1 ? files[0] : undefined;
}

/** The file that was sent last in this way; undefined before the first time. */
export function lastFile(profile: Profile, runs: readonly RunRecord[]): string | undefined {
  const refreshes = refreshesOf(profile);
  const last = runs
    .map((run) => refreshes.find(({ orchestration }) => orchestration.name === run.orchestration))
    .find((refresh) => refresh !== undefined);
  return last === undefined ? undefined : fileOf(last.query);
}

export interface OfferedAudience {
  readonly name: string;
  /** Why it is offered. */
  readonly note: string;
}

/**
 * The audiences a destination's list may go to, the most likely first: what this file filled last time, what
 * the destination fills by itself, what was filled before.
 */
export function offeredAudiences(
  profile: Profile,
  destination: AudienceDestination,
  file: string | undefined,
  records: readonly AudienceRecord[],
): readonly OfferedAudience[] {
  const offered: OfferedAudience[] = [];
  const offer = (name: string | undefined, note: string) => {
    if (name !== undefined && !offered.some((each) => each.name === name)) offered.push({ name, note });
  };
  for (const { orchestration, query, template } of refreshesOf(profile)) {
    if (template.destination === destination.name && fileOf(query) === file) {
      offer(orchestration.set?.audienceName, 'filled from this file last time');
    }
  }
  offer(destination.audienceName, `what ${destination.name} fills`);
  const accounts = new Set(destination.advertiserIds);
  for (const record of records) {
    if (accounts.has(record.advertiserId)) offer(record.name, 'filled before');
  }
  for (const template of profile.templates) {
    if (template.destination !== destination.name) continue;
    offer(template.audienceName, `of the template ${template.name}`);
    for (const { name, set, ...orchestration } of profile.orchestrations) {
      if (orchestration.template === template.name) offer(set?.audienceName, `of ${name}`);
    }
  }
  return offered;
}

/** A name for an audience of its own, after the file: `spring-customers.csv` becomes `spring customers`. */
export function proposeAudienceName(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? '';
  const name = base.replace(/#.*$/u, '').replace(/(?:\.[a-z0-9]{1,7})+$/iu, '');
  return name.replaceAll(/[\s_-]+/g, ' ').trim() || 'Customers';
}

export interface CompleteRefresh {
  readonly destination: string;
  readonly file: string;
  readonly sql: string;
  readonly audienceName: string;
}

/** What the answers amount to; undefined while one is missing. */
export function completeRefresh(answers: RefreshAnswers): CompleteRefresh | undefined {
  const { destination, file, sql, audienceName } = answers;
  return destination === undefined || file === undefined || sql === undefined || audienceName === undefined
    ? undefined
    : { destination, file, sql, audienceName };
}

/**
 * The profile with an orchestration that does this, and its name: the one of last time with another file, or a
 * new one with a query and a template of its own.
 */
export function withRefresh(
  profile: Profile,
  { destination, file, sql, audienceName }: CompleteRefresh,
): { readonly name: string; readonly profile: Profile } {
  const known = refreshesOf(profile).find(
    ({ orchestration, template }) =>
      template.destination === destination && orchestration.set?.audienceName === audienceName,
  );
  const taken = [...profile.orchestrations, ...profile.queries, ...profile.templates].map(({ name }) => name);
  const name = known?.orchestration.name ?? freeName(`${audienceName} from a file`, taken);
  const query: Query = {
    name: known?.query.name ?? name,
    description: DESCRIPTION,
    sql,
    source: toSource([{ name: proposeTableName(file), files: [file] }]),
  };
  const template: Template = {
    ...known?.template,
    name: known?.template.name ?? name,
    description: DESCRIPTION,
    destination,
  };
  const orchestration: Orchestration = {
    ...known?.orchestration,
    name,
    description: DESCRIPTION,
    query: query.name,
    template: template.name,
    set: { ...known?.orchestration.set, audienceName },
  };
  return {
    name,
    profile: {
      ...profile,
      queries: put(profile.queries, query),
      templates: put(profile.templates, template),
      orchestrations: put(profile.orchestrations, orchestration),
    },
  };
}

function put<Entity extends { readonly name: string }>(
  entities: readonly Entity[],
  entity: Entity,
): Entity[] {
  const others = entities.filter(({ name }) => name !== entity.name);
  return [...others, entity];
}
