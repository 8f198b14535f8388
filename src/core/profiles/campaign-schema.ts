import { z } from 'zod';
import { AUDIENCE_ID_TYPES } from '../identifiers/types.ts';
import { filterSchema } from './filter-schema.ts';
import { filledLine, line, name } from './pieces.ts';
import { timingSchema } from './timing.ts';

/** One column, or several that all feed the field. */
const columns = z.union([
  z
    .string()
    .min(1)
    .transform((column) => [column]),
  z.array(z.string().min(1)).min(1),
]);

const columnsOfType = Object.fromEntries(
  AUDIENCE_ID_TYPES.map((type) => [type, columns.optional()] as const),
) as Record<(typeof AUDIENCE_ID_TYPES)[number], z.ZodOptional<typeof columns>>;

/** TikTok's id type → the columns it is taken from. */
export const attributesSchema = z.strictObject(columnsOfType);
export type Attributes = z.infer<typeof attributesSchema>;

/** What a destination is sent where a campaign doesn't say, and the table it is taken from. */
export const defaultAttributesSchema = z.strictObject({ table: filledLine.optional(), ...columnsOfType });
export type DefaultAttributes = z.infer<typeof defaultAttributesSchema>;

export const campaignGroupSchema = z.strictObject({
  name,
  /** Share of the people of its sub-audience; all of them where it is left out. */
  percent: z
    .number()
    .gt(0, 'a share is more than 0 percent')
    .max(100, 'a share is at most 100 percent')
    .optional(),
  /** Never sent anywhere; kept as hashes to compare with later. */
  control: z.boolean().optional(),
  /** The sub-audience; tried in order, the first that fits takes the person. Left out: everybody. */
  where: filterSchema.optional(),
  destination: name.optional(),
  audienceName: filledLine.optional(),
});
export type CampaignGroup = z.infer<typeof campaignGroupSchema>;

export const campaignSchema = z.strictObject({
  name,
  description: line.optional(),
  /** The column that tells people apart, in every segment. */
  key: filledLine,
  include: z.array(name).min(1, 'a campaign includes at least one segment'),
  exclude: z.array(name).optional(),
  /** Left out: the default attributes of each destination, and else the columns called like its id types. */
  attributes: attributesSchema.optional(),
  groups: z.array(campaignGroupSchema).min(1, 'a campaign has at least one group'),
  /** `separate` (default): one for each treatment group. `single`: one for all of them. */
  audiences: z.enum(['separate', 'single']).optional(),
  /** Of the one audience. */
  audienceName: filledLine.optional(),
  timing: timingSchema.optional(),
});
export type Campaign = z.infer<typeof campaignSchema>;
