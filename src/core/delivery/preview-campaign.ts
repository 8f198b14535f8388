import type { AudiencePlan } from '../audiences/plan.ts';
import type { CampaignGroupSettings } from '../campaigns/campaign-settings.ts';
import type { CompiledCampaign } from '../campaigns/compile-campaign.ts';
import { measureSegments, type SegmentOverlap, type SegmentSize } from '../campaigns/measure-segments.ts';
import type { StageCampaignRequest, StagedCampaign } from '../campaigns/staged.ts';
import type { Engine, EngineCall } from '../ports/engine.ts';
import type { AudienceStore } from '../ports/storage.ts';
import { warnAboutPeople } from './campaign-warnings.ts';
import type { DeliveryCounts, RowCounts, Summary, Warning } from './events.ts';
import { withChannelInForce } from './file-fallback.ts';
import { planPreview } from './preview-audience.ts';
import { largeRemovalOf } from './removal-stop.ts';
import type { AudienceRunSettings } from './settings.ts';
import { NO_ROWS } from './summarise.ts';
import { addDelivery, addIdentifiers, addRows, NO_DELIVERY } from './summarise-campaign.ts';
import { warnAboutPlan, warnAboutStaged } from './warnings.ts';

export interface GroupPreview {
  readonly name: string;
  readonly control: boolean;
  readonly people: number;
  readonly destination?: string | undefined;
  readonly audienceName?: string | undefined;
  /** `sent` means "would be sent". */
  readonly rows: RowCounts;
  readonly delivery: DeliveryCounts;
}

/** One audience that the campaign fills: a group's, or that of all groups. */
export interface CampaignAudiencePreview {
  /** For what is told: the group's name, or those of all; the run tells of it by the same name. */
  readonly label: string;
  readonly destination: string;
  readonly audienceName: string;
  readonly people: number;
  readonly rows: RowCounts;
  readonly delivery: DeliveryCounts;
  /** Set where more than half of what the audience holds would leave: a run stops there, unless that is meant. */
  readonly largeRemoval?: { readonly percent: number; readonly message: string } | undefined;
}

export interface CampaignPreview {
  readonly campaign: string;
  /** Of the included segments, each once; how many of them are excluded; how many fit no group. */
  readonly people: { readonly total: number; readonly excluded: number; readonly outside: number };
  readonly groups: readonly GroupPreview[];
  readonly audiences: readonly CampaignAudiencePreview[];
  readonly segments: readonly SegmentSize[];
  readonly overlaps: readonly SegmentOverlap[];
  readonly rows: RowCounts;
  readonly identifiers: Summary['identifiers'];
  readonly delivery: DeliveryCounts;
  readonly warnings: readonly Warning[];
}

export interface CampaignPreviewRequest {
  readonly campaign: string;
  readonly key: string;
  readonly groups: readonly CampaignGroupSettings[];
  readonly staging: StageCampaignRequest;
  readonly deliveries: readonly {
    readonly groups: readonly number[];
    readonly settings: AudienceRunSettings;
  }[];
  readonly segments: CompiledCampaign['segments'];
  readonly call: EngineCall;
}

/** What a campaign would send to whom, without asking TikTok anything; see `previewAudience`. */
export async function previewCampaign(
  ports: { readonly engine: Engine; readonly audiences: Pick<AudienceStore, 'find' | 'list' | 'ledgerPath'> },
  request: CampaignPreviewRequest,
): Promise<CampaignPreview> {
  const { campaign, key, staging, call } = request;
  const staged = await ports.engine.stageCampaign(staging, call);
  const groups = new Map<number, GroupPreview>();
  const warnings: Warning[] = [...warnAboutPeople(staged, key)];
  const identifiers: Summary['identifiers'][] = [];
  const deliveries: DeliveryCounts[] = [];
  const audiences: CampaignAudiencePreview[] = [];
  for (const [index, delivery] of request.deliveries.entries()) {
    const file = staged.files[index];
    const stagedPath = staging.files[index]?.stagedPath;
    if (file === undefined || stagedPath === undefined) continue;
    const settings = withChannelInForce(ports.audiences, undefined, delivery.settings);
    const { plan, files } = await planPreview(ports, settings, file.staged, stagedPath, call);
    identifiers.push(plan.expected.identifiers);
    deliveries.push({ ...NO_DELIVERY, ...plan.expected.delivery });
    audiences.push({
      label: delivery.groups.map((number) => request.groups[number]?.name ?? '').join(', '),
      destination: settings.destination,
      audienceName: settings.audienceName,
      people: file.groups.reduce((sum, { people }) => sum + people, 0),
      rows: plan.expected.rows,
      delivery: { ...NO_DELIVERY, ...plan.expected.delivery },
      ...largeRemoval(plan, delivery.settings.audienceName),
    });
    const own = [
      ...warnAboutStaged(file.staged, settings),
      ...warnAboutPlan(plan, settings),
      ...(files?.warnings ?? []),
    ];
    warnings.push(
      ...own.map(({ code, message }) => ({ code, message: `${settings.audienceName}: ${message}` })),
    );
    let from = 0;
    for (const [place, number] of delivery.groups.entries()) {
      const { people = 0, rows = 0 } = file.groups[place] ?? {};
      const everything = [{ from: 0, to: plan.entries }];
      const isShared = delivery.groups.length > 1;
      const counted = isShared
        ? await ports.engine.tallyRows(stagedPath, { from, to: from + rows }, everything, [], call)
        : undefined;
      from += rows;
      groups.set(number, {
        name: request.groups[number]?.name ?? '',
        control: false,
        people,
        destination: settings.destination,
        audienceName: settings.audienceName,
        rows: counted?.rows ?? plan.expected.rows,
        delivery: {
          ...NO_DELIVERY,
          ...(counted === undefined ? plan.expected.delivery : { added: counted.added }),
        },
      });
    }
  }
  for (const [index, group] of controlGroups(request, staged)) groups.set(index, group);
  const inOrder = request.groups.flatMap((_, index) => groups.get(index) ?? []);
  const lost = staged.rowsWithoutKey + staged.unreadable.count;
  return {
    campaign,
    people: { total: staged.people, excluded: staged.peopleExcluded, outside: staged.peopleOutside },
    groups: inOrder,
    audiences,
    ...(await measureSegments(ports.engine, staging.tables, request.segments, call)),
    rows: [...inOrder.map(({ rows }) => rows), { ...NO_ROWS, read: lost, rejected: lost }].reduce(addRows, {
      ...NO_ROWS,
      control: 0,
    }),
    identifiers: addIdentifiers(identifiers),
    delivery: deliveries.reduce(addDelivery, NO_DELIVERY),
    warnings,
  };
}

function largeRemoval(plan: AudiencePlan, audience: string): Pick<CampaignAudiencePreview, 'largeRemoval'> {
  const removal = largeRemovalOf(plan, audience);
  if (removal === undefined) return {};
  const { percent, message } = removal;
  return { largeRemoval: { percent, message } };
}

function controlGroups(
  { groups, deliveries }: CampaignPreviewRequest,
  staged: StagedCampaign,
): readonly (readonly [number, GroupPreview])[] {
  const controls = groups.flatMap(({ control }, index) => (control ? [index] : []));
  return controls.map((number, index) => {
    const { people = 0, rows = 0 } = staged.files[deliveries.length + index]?.groups[0] ?? {};
    const name = groups[number]?.name ?? '';
    return [
      number,
      { name, control: true, people, rows: { ...NO_ROWS, read: rows, control: rows }, delivery: NO_DELIVERY },
    ];
  });
}
