import { nearestName } from '../core/detection/nearest-name.ts';
import { usageError } from '../core/errors.ts';
import { combinationInWords } from '../core/profiles/combination-schema.ts';
import { isCombined } from '../core/profiles/schema.ts';
import { describeSource } from '../core/profiles/source-tables.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { formatAmount } from '../core/wording.ts';
import type { Services } from '../wizard/services.ts';
import { writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { shownRecord } from './shown-record.ts';
import { tableLines } from './table.ts';
import { withServices } from './with-services.ts';

const KINDS = [
  'credentials',
  'destinations',
  'templates',
  'queries',
  'orchestrations',
  'segments',
  'campaigns',
  'runs',
  'audiences',
] as const;
type Kind = (typeof KINDS)[number];

/** `tada list`: what is set up and what has run; secrets are never part of it. */
export async function listCommand(
  context: CommandContext,
  kind: string | undefined,
  options: { readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  const wanted = kind === undefined ? KINDS : [kindOf(kind)];
  return await withServices(context, async (services) => {
    if (options.json === true) {
      const all = Object.fromEntries(wanted.map((each) => [each, itemsOf(services, each)]));
      writeJson(io, kind === undefined ? all : all[wanted[0] ?? '']);
      return EXIT_CODES.done;
    }
    for (const each of wanted) {
      const rows = rowsOf(services, each);
      if (kind === undefined && rows.length === 0) continue;
      writeLine(io, each);
      if (rows.length === 0) writeLine(io, '  none');
      for (const line of tableLines(rows)) writeLine(io, `  ${line}`);
    }
    return EXIT_CODES.done;
  });
}

function kindOf(text: string): Kind {
  const found = KINDS.find((kind) => kind === text.toLowerCase());
  if (found !== undefined) return found;
  const nearest = nearestName(text, KINDS);
  throw usageError(
    `There is no list of "${text}".${nearest === undefined ? '' : ` Did you mean "${nearest}"?`}`,
    `It is one of ${KINDS.join(', ')}.`,
  );
}

function itemsOf(services: Services, kind: Kind): readonly unknown[] {
  switch (kind) {
    case 'runs':
      return services.runs.list().runs.map(shownRecord);
    case 'audiences':
      return services.runs.audiences();
    default:
      return services.profile.load()[kind];
  }
}

function rowsOf(services: Services, kind: Kind): readonly (readonly string[])[] {
  const profile = services.profile.load();
  switch (kind) {
    case 'credentials':
      return profile.credentials.map(({ name, environment, description }) => [
        name,
        environment,
        description ?? '',
      ]);
    case 'destinations':
      return profile.destinations.map((each) => [
        each.name,
        each.kind,
        each.credential,
        each.advertiserIds.join(' '),
      ]);
    case 'templates':
      return profile.templates.map(({ name, destination }) => [name, `for ${destination}`]);
    case 'queries':
      return profile.queries.map(({ name, source }) => [name, describeSource(source)]);
    case 'orchestrations':
      return profile.orchestrations.map(({ name, query, template }) => [
        name,
        `query ${query}`,
        `template ${template}`,
      ]);
    case 'segments':
      return profile.segments.map((segment) =>
        isCombined(segment)
          ? [segment.name, combinationInWords(segment.combine), `by ${segment.combine.key}`]
          : [segment.name, segment.table ?? 'SQL', describeSource(segment.source)],
      );
    case 'campaigns':
      return profile.campaigns.map(({ name, include, exclude = [], groups }) => [
        name,
        [...include, ...exclude.map((segment) => `without ${segment}`)].join(', '),
        groups.map((group) => group.name).join(', '),
      ]);
    case 'runs': {
      const { runs, broken } = services.runs.list();
      return [
        ...runs.map(({ id, orchestration, outcome, summary }) => [
          id,
          orchestration,
          outcome ?? 'unfinished',
          summary === undefined ? '' : formatAmount(summary.rows.read, 'row'),
        ]),
        ...broken.map((id) => [id, '', 'unreadable', '']),
      ];
    }
    case 'audiences':
      return services.runs
        .audiences()
        .map((each) => [each.name, each.audienceId, each.advertiserId, each.channel]);
  }
}
