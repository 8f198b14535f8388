import { z } from 'zod';

/** The shapes TikTok's answers are made of. What a field may lack is decided by what would go wrong without it. */

/** Ids are text everywhere; TikTok sends some as numbers. */
export const id = z.union([z.string().min(1), z.int().positive().transform(String)]);

/** Text that may be missing, null, or of another type without harm. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text === null || text === '' ? undefined : text))
  .catch(undefined);

export const optionalFlag = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? undefined)
  .catch(undefined);

/** A count that may come as text. */
const count = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
export const optionalCount = count
  .nullish()
  .transform((number) => number ?? undefined)
  .catch(undefined);

/** A list that TikTok may leave out when there is nothing in it. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

export const pageInfo = z
  .object({ total_page: optionalCount, total_number: optionalCount })
  .nullish()
  .transform((info) => ({ totalPages: info?.total_page, totalNumber: info?.total_number }))
  .catch({ totalPages: undefined, totalNumber: undefined });

/** For a success that carries nothing worth reading; whatever comes with it is left behind. */
export const nothing = z.unknown().transform(() => ({}));
