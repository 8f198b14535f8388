import type { CampaignGroupSettings } from '../campaigns/campaign-settings.ts';
import type { StagedCampaign } from '../campaigns/staged.ts';
import type { IdentifierType, RejectReason } from '../identifiers/types.ts';
import type { CampaignDelivery } from './campaign-delivery.ts';
import type {
  DeliveryCounts,
  GroupSummary,
  IdentifierCounts,
  Outcome,
  RowCounts,
  Summary,
} from './events.ts';
import { readJournalState } from './journal-state.ts';
import type { RunContext } from './run-context.ts';
import { markOfTest, NO_ROWS } from './summarise.ts';

/** What a campaign's account is made from. */
export interface CampaignAccount {
  readonly groups: readonly CampaignGroupSettings[];
  readonly deliveries: readonly CampaignDelivery[];
  readonly isSingle: boolean;
}

export const NO_DELIVERY: DeliveryCounts = { added: 0, removed: 0, unchanged: 0, requests: 0, retries: 0 };

/**
 * The account of a campaign's run: its groups', the control group's, rows that can be in no group, and rows that
 * could not be read. Every row read is in exactly one bucket, also where a group was never come to.
 */
export async function summariseCampaign(
  context: RunContext,
  outcome: Outcome,
  { groups, deliveries, isSingle }: CampaignAccount,
): Promise<Summary> {
  const { folder } = context;
  const entry = folder.journal.read().findLast(({ type }) => type === 'staged-campaign');
  const staged = entry?.type === 'staged-campaign' ? entry.staged : undefined;
  const summaries = staged === undefined ? [] : await summariseGroups(context, groups, deliveries, staged);
  const lost = staged === undefined ? 0 : staged.rowsWithoutKey + staged.unreadable.count;
  const delivered = deliveries.flatMap((delivery) => delivery.folder.record.summary ?? []);
  const spent = context.seconds.read();
  const sum = (pick: (summary: Summary) => number | undefined) =>
    delivered.reduce((total, summary) => total + (pick(summary) ?? 0), 0);
  return {
    run: folder.record.id,
    outcome,
    ...markOfTest(folder.record),
    ...(isSingle ? { audience: delivered[0]?.audience } : {}),
    rows: [...summaries.map(({ rows }) => rows), { ...NO_ROWS, read: lost, rejected: lost }].reduce(addRows, {
      ...NO_ROWS,
      control: 0,
    }),
    identifiers: addIdentifiers(delivered.map(({ identifiers }) => identifiers)),
    delivery: delivered.map(({ delivery }) => delivery).reduce(addDelivery, NO_DELIVERY),
    seconds: {
      query: spent.query,
      prepare: Math.round(sum(({ seconds }) => seconds.prepare) * 1000) / 1000,
      deliver: Math.round(sum(({ seconds }) => seconds.deliver) * 1000) / 1000,
      total: spent.total,
    },
    groups: summaries,
  };
}

async function summariseGroups(
  context: RunContext,
  groups: readonly CampaignGroupSettings[],
  deliveries: readonly CampaignDelivery[],
  staged: StagedCampaign,
): Promise<readonly GroupSummary[]> {
  const summaries: GroupSummary[] = [];
  const controls = groups.flatMap(({ control }, index) => (control ? [index] : []));
  for (const [index, { name, control }] of groups.entries()) {
    if (control) {
      const place = staged.files[deliveries.length + controls.indexOf(index)]?.groups[0];
      const { people = 0, rows: read = 0 } = place ?? {};
      summaries.push({
        name,
        control,
        people,
        rows: { ...NO_ROWS, read, control: read },
        delivery: NO_DELIVERY,
      });
      continue;
    }
    const number = deliveries.findIndex((delivery) => delivery.groups.includes(index));
    const delivery = deliveries[number];
    const file = staged.files[number];
    if (delivery === undefined || file === undefined) continue;
    const place = delivery.groups.indexOf(index);
    const { people = 0, rows = 0 } = file.groups[place] ?? {};
    const { record } = delivery.folder;
    const summary = record.summary;
    const counted =
      delivery.groups.length > 1 ? await countGroup(context, delivery, file.groups, place) : summary;
    summaries.push({
      name,
      control,
      people,
      audience: summary?.audience,
      rows: counted?.rows ?? { ...NO_ROWS, read: rows, pending: rows },
      delivery: counted?.delivery ?? NO_DELIVERY,
      ...(summary === undefined ? {} : { run: record.id }),
    });
  }
  return summaries;
}

/** One group's part of an audience that several share: its rows lie together in the staged file. */
async function countGroup(
  { ports }: RunContext,
  { folder }: CampaignDelivery,
  groups: readonly { readonly rows: number }[],
  place: number,
): Promise<Pick<GroupSummary, 'rows' | 'delivery'> | undefined> {
  const entries = folder.journal.read();
  if (!entries.some(({ type }) => type === 'planned')) return undefined;
  const from = groups.slice(0, place).reduce((sum, { rows }) => sum + rows, 0);
  const to = from + (groups[place]?.rows ?? 0);
  const { confirmed, refused } = readJournalState(entries);
  const { rows, added } = await ports.engine.tallyRows(folder.stagedPath, { from, to }, confirmed, refused);
  return { rows, delivery: { ...NO_DELIVERY, added } };
}

export function addRows(one: RowCounts, other: RowCounts): RowCounts {
  const sum = (key: keyof RowCounts) => (one[key] ?? 0) + (other[key] ?? 0);
  return {
    read: sum('read'),
    withIdentifier: sum('withIdentifier'),
    valid: sum('valid'),
    unique: sum('unique'),
    sent: sum('sent'),
    unchanged: sum('unchanged'),
    duplicate: sum('duplicate'),
    rejected: sum('rejected'),
    refused: sum('refused'),
    merged: sum('merged'),
    pending: sum('pending'),
    control: sum('control'),
  };
}

export function addDelivery(one: DeliveryCounts, other: DeliveryCounts): DeliveryCounts {
  return {
    added: (one.added ?? 0) + (other.added ?? 0),
    removed: (one.removed ?? 0) + (other.removed ?? 0),
    unchanged: (one.unchanged ?? 0) + (other.unchanged ?? 0),
    requests: one.requests + other.requests,
    retries: one.retries + other.retries,
  };
}

export function addIdentifiers(all: readonly Summary['identifiers'][]): Summary['identifiers'] {
  const sums: Partial<Record<IdentifierType, IdentifierCounts>> = {};
  for (const identifiers of all) {
    for (const [key, counts] of Object.entries(identifiers)) {
      const type = key as IdentifierType;
      const sum = sums[type] ?? { valid: 0, sent: 0, rejected: {} };
      const rejected: Partial<Record<RejectReason, number>> = { ...sum.rejected };
      for (const [reason, times = 0] of Object.entries(counts.rejected)) {
        rejected[reason as RejectReason] = (rejected[reason as RejectReason] ?? 0) + times;
      }
      sums[type] = { valid: sum.valid + counts.valid, sent: sum.sent + counts.sent, rejected };
    }
  }
  return sums;
}
