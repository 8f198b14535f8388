import { z } from 'zod';
import { filledLine, name } from './pieces.ts';

const names = z.array(name).min(1, 'the list is empty; leave it out');

/**
 * People of other segments, put together and taken away. Somebody belongs who is in any of `any`, in each of `all`
 * and in none of `without`; a list that is left out asks for nothing.
 */
export const combinationSchema = z
  .strictObject({
    /** The column that tells people apart, in every one of the segments. */
    key: filledLine,
    any: names.optional(),
    all: names.optional(),
    without: names.optional(),
  })
  .refine(({ any, all }) => any !== undefined || all !== undefined, {
    error: 'says whom to leave out, but not who is in: name segments under "any" or "all"',
  });
export type Combination = z.infer<typeof combinationSchema>;

/** The lists of a combination; one that is empty is as if left out. */
export type CombinationLists = {
  readonly [List in Exclude<keyof Combination, 'key'>]?: readonly string[] | undefined;
};

/** The segments it names, each once, in the order of the lists. */
export function segmentsOf({ any = [], all = [], without = [] }: CombinationLists): readonly string[] {
  return [...new Set([...any, ...all, ...without])];
}

/** `loyal or vip, also in newsletter, without returned` */
export function combinationInWords({ any = [], all = [], without = [] }: CombinationLists): string {
  return [
    ...(any.length === 0 ? [] : [any.join(' or ')]),
    ...(all.length === 0 ? [] : [`${any.length === 0 ? '' : 'also in '}${all.join(' and ')}`]),
    ...(without.length === 0 ? [] : [`without ${without.join(' or ')}`]),
  ].join(', ');
}
