import type { RunRecord } from '../ports/storage.ts';
import { formatCount } from '../wording.ts';
import type { AudienceReference, Summary } from './events.ts';
import { MINIMUM_AUDIENCE_SIZE } from './warnings.ts';

/**
 * What a run to a test audience showed, one sentence each: that it exists, and how far TikTok is with it. Empty for a run
 * that wasn't one, and where nothing was delivered.
 */
export function testFindings(summary: Summary): readonly string[] {
  const { testMembers, outcome } = summary;
  if (testMembers === undefined || outcome === 'error' || outcome === 'cancelled') return [];
  const audiences = testAudiences(summary);
  if (audiences.length === 0) return [];
  const minimum = formatCount(MINIMUM_AUDIENCE_SIZE);
  return [
    ...audiences.map(findingOf),
    ...(testMembers < MINIMUM_AUDIENCE_SIZE
      ? [
          `A test audience is too small for an ad group, which needs ${minimum} people: it shows that TikTok takes the rows.`,
        ]
      : []),
  ];
}

/** A campaign has one for each of its audiences. */
function testAudiences({ audience, groups = [] }: Summary): readonly AudienceReference[] {
  const all = [audience, ...groups.map((group) => group.audience)].filter((each) => each !== undefined);
  return all.filter(({ id }, place) => all.findIndex((other) => other.id === id) === place);
}

function findingOf({ name, id, status }: AudienceReference): string {
  const exists = `The test audience "${name}"${id === undefined ? '' : ` (${id})`}`;
  switch (status?.state) {
    case 'ready':
      return `${exists} exists and is built: ${status.words}.`;
    case 'processing':
      return `${exists} exists. TikTok is still building it and says no size yet; that can take up to 48 hours.`;
    case 'unusable':
      return `${exists} exists. After 48 hours TikTok calls it too small, as a test may be.`;
    case 'failed':
      return `${exists} exists, but TikTok could not build it. ${status.words}.`;
    case 'unread':
    case undefined:
      return `${exists} took what was sent, but its state could not be read back. Send the same test again to look: what is there isn't sent twice.`;
  }
}

/** How many people a run may send to a test audience; undefined for any other run. */
export function testMembersOf({ settings }: RunRecord): number | undefined {
  return typeof settings.testMembers === 'number' ? settings.testMembers : undefined;
}

/**
 * What comes after a test that went well, as commands; undefined for a run that was none. A campaign's destinations are
 * those of the runs of its groups, which `runOf` finds by their id.
 */
export function afterTest(
  record: RunRecord,
  runOf: (id: string) => RunRecord | undefined,
): string | undefined {
  const { orchestration, summary } = record;
  if (summary === undefined || testFindings(summary).length === 0) return undefined;
  const runs = [
    record,
    ...(summary.groups ?? []).map(({ run }) => (run === undefined ? undefined : runOf(run))),
  ];
  const tried = runs.flatMap((run) => destinationToPromote(run));
  const ways = [...new Set(tried)].map(
    (destination) =>
      `\`tada promote "${destination}" --to production --credential NAME\` takes it to production`,
  );
  return `${[`\`tada run "${orchestration}"\` sends everything`, ...ways].join('; ')}.`;
}

function destinationToPromote(run: RunRecord | undefined): readonly string[] {
  const { destination, environment } = run?.settings ?? {};
  return typeof destination === 'string' && environment !== 'production' ? [destination] : [];
}
