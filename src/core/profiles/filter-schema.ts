import { z } from 'zod';
import {
  DATE_UNITS,
  EMPTINESS_OPERATORS,
  EQUALITY_OPERATORS,
  type Filter,
  LIST_OPERATORS,
  ORDER_OPERATORS,
  TEXT_OPERATORS,
} from '../segments/filter.ts';
import { readFilter } from '../segments/read-filter.ts';

/** A filter; what is wrong with it is said in words at its place. */
export const filterSchema = z
  .unknown()
  .meta({ $ref: '#/$defs/filter' })
  .transform((value, context): Filter => {
    const read = readFilter(value);
    if (read.ok) return read.filter;
    for (const { path, message } of read.problems) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    return z.NEVER;
  });

const value = { type: ['string', 'number', 'boolean'] };

function condition(ops: readonly string[], properties: Readonly<Record<string, object>>) {
  return {
    type: 'object',
    properties: { field: { type: 'string' }, op: { enum: ops }, ...properties },
    required: ['field', 'op', ...Object.keys(properties)],
    additionalProperties: false,
  };
}

function group(key: 'all' | 'any' | 'not') {
  const filter = { $ref: '#/$defs/filter' };
  const inside = key === 'not' ? filter : { type: 'array', items: filter, minItems: 1 };
  return { type: 'object', properties: { [key]: inside }, required: [key], additionalProperties: false };
}

/** The shape of a filter for editors, as the definition that {@link filterSchema} refers to. */
export const FILTER_JSON_SCHEMA = {
  oneOf: [
    group('all'),
    group('any'),
    group('not'),
    condition(EQUALITY_OPERATORS, { value }),
    condition(ORDER_OPERATORS, { value: { type: ['string', 'number'] } }),
    condition(['between'], {
      value: { type: 'array', items: { type: ['string', 'number'] }, minItems: 2, maxItems: 2 },
    }),
    condition(LIST_OPERATORS, { value: { type: 'array', items: value, minItems: 1 } }),
    condition(TEXT_OPERATORS, { value: { type: 'string' } }),
    condition(EMPTINESS_OPERATORS, {}),
    condition(['within last'], { value: { type: 'integer', minimum: 1 }, unit: { enum: DATE_UNITS } }),
  ],
};
