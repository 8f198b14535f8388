import { z } from 'zod';
import type { RunRecord } from '../ports/storage.ts';

/** The part of a run's settings that makes it a campaign's. */
const campaignRunSchema = z.object({
  campaign: z.string(),
  /** Ids of its audiences' runs, in the order of the deliveries. */
  deliveries: z.array(z.string()),
  testMembers: z.number().optional(),
});

/** The part of an audience's run that says which campaign's run it belongs to. */
const groupRunSchema = z.object({ campaignRun: z.string() });

export type CampaignRun = z.infer<typeof campaignRunSchema>;

/** Undefined for a run that isn't a campaign's. */
export function campaignRunOf({ settings }: RunRecord): CampaignRun | undefined {
  const read = campaignRunSchema.safeParse(settings);
  return read.success ? read.data : undefined;
}

/** Id of the campaign's run that made this one; undefined for a run of its own. */
export function parentRunOf({ settings }: RunRecord): string | undefined {
  const read = groupRunSchema.safeParse(settings);
  return read.success ? read.data.campaignRun : undefined;
}
