import { z } from 'zod';
import { type Outcome, TASK_NAMES, type TaskEnding, WARNING_CODES } from '../core/delivery/events.ts';
import { CUSTOMER_FILE_TYPES, FILE_ACTIONS } from '../core/delivery/file-types.ts';
import { EVENT_FIELD_NAMES } from '../core/events/fields.ts';
import type { EventIdentifierType } from '../core/events/read-row.ts';
import { AUDIENCE_ID_TYPES, type IdentifierType, REJECT_REASONS } from '../core/identifiers/types.ts';
import type { BatchState, JournalEntry, WrittenEntry } from '../core/ports/journal.ts';
import type { RunRecord } from '../core/ports/storage.ts';
import { LOCAL_FAULT_KINDS, TIKTOK_FAULT_KINDS, WORKFLOW_ACTION_IDS } from '../core/remedies/faults.ts';

/**
 * What run records and journals look like on disk. Loose: keys that this version doesn't know are kept, so
 * that an older tada doesn't rub out what a newer one wrote. What it does know has the type it claims. The
 * tables below are written so that a new state or a new kind of line doesn't compile until it is known here.
 */

const count = z.number().min(0);
const time = z.string().min(1);

const idTypeNames = {
  EMAIL: 'EMAIL',
  PHONE: 'PHONE',
  IDFA: 'IDFA',
  AAID: 'AAID',
  EXTERNAL_ID: 'EXTERNAL_ID',
} as const;
const identifierType = z.enum(idTypeNames satisfies { [Type in IdentifierType]: Type });
const audienceIdType = z.enum(AUDIENCE_ID_TYPES);
const eventIdentifiers = { EMAIL: 'EMAIL', PHONE: 'PHONE', EXTERNAL_ID: 'EXTERNAL_ID' } as const;
const eventIdentifierType = z.enum(eventIdentifiers satisfies { [Type in EventIdentifierType]: Type });
const rejectCounts = z.partialRecord(z.enum(REJECT_REASONS), count);
const taskName = z.enum(TASK_NAMES);
const endings = { completed: 'completed', alert: 'alert', error: 'error' } as const;
const taskEnding = z.enum(endings satisfies { [Ending in TaskEnding]: Ending });
const outcomes = { completed: 'completed', alert: 'alert', error: 'error', cancelled: 'cancelled' } as const;
const outcome = z.enum(outcomes satisfies { [Known in Outcome]: Known });
const batchStates = {
  sent: 'sent',
  confirmed: 'confirmed',
  refused: 'refused',
  returned: 'returned',
  unknown: 'unknown',
} as const;
const batchState = z.enum(batchStates satisfies { [State in BatchState]: State });

/** `undefined` in a line is a key that isn't there, as JSON has no word for it. */
function orNothing<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().transform((value) => value);
}

const fault = z.looseObject({
  kind: z.enum([...TIKTOK_FAULT_KINDS, ...LOCAL_FAULT_KINDS]),
  code: z.number().optional(),
  message: z.string(),
  explanation: z.string(),
  requestId: z.string().optional(),
  retryable: z.boolean(),
  actions: z.array(z.looseObject({ id: z.enum(WORKFLOW_ACTION_IDS), title: z.string() })),
});

const rows = z.looseObject({
  read: count,
  withIdentifier: count,
  valid: count,
  unique: count,
  sent: count,
  unchanged: count,
  duplicate: count,
  rejected: count,
  refused: count,
  merged: count,
  pending: count,
  control: count.optional(),
});
const identifierCounts = z.looseObject({ valid: count, sent: count, rejected: rejectCounts });

const unreadable = z.looseObject({
  count,
  examples: z.array(z.looseObject({ file: z.string(), line: z.number(), problem: z.string() })),
});

const notes = z.array(z.looseObject({ code: z.enum(WARNING_CODES), message: z.string() }));

const staged = z.looseObject({
  rowsRead: count,
  columns: z.array(
    z.looseObject({
      type: audienceIdType,
      column: z.string(),
      rows: count,
      empty: count,
      plain: count,
      sha256: count,
      uppercaseHex: count,
      rewritten: count.optional(),
      md5: count.optional(),
      rejected: rejectCounts,
      placeholders: count,
      constant: z.boolean(),
      mostFrequent: count,
    }),
  ),
  unreadable,
  notes: notes.optional(),
  idSchema: z.array(z.string()),
  seconds: count,
});

const plan = z.looseObject({
  entries: count,
  addEntries: count,
  ledgerSize: count,
  otherTypes: z.partialRecord(audienceIdType, count).optional(),
  expected: z.looseObject({
    rows,
    identifiers: z.partialRecord(audienceIdType, identifierCounts),
    delivery: z.looseObject({ added: count, removed: count, unchanged: count }),
  }),
  seconds: count,
});

const stagedEvents = z.looseObject({
  rowsRead: count,
  unreadable,
  notes: notes.optional(),
  events: count,
  rejected: rejectCounts,
  columns: z.array(
    z.looseObject({
      type: eventIdentifierType,
      column: z.string(),
      rows: count,
      empty: count,
      valid: count,
      rejected: rejectCounts,
      constant: z.boolean(),
    }),
  ),
  names: z.array(z.looseObject({ name: z.string(), events: count })),
  unknownNames: z.array(z.looseObject({ name: z.string(), rows: count, nearest: orNothing(z.string()) })),
  values: z.array(z.looseObject({ currency: z.string(), events: count, total: z.string() })),
  days: orNothing(
    z.array(
      z.looseObject({
        day: z.string(),
        currency: orNothing(z.string()),
        events: count,
        total: orNothing(z.string()),
      }),
    ),
  ),
  time: orNothing(z.looseObject({ from: z.number(), to: z.number() })),
  identifiers: z.partialRecord(eventIdentifierType, count),
  valueMismatches: count,
  withoutRevenue: count,
  oldEvents: count,
  leftOut: z.partialRecord(z.enum(EVENT_FIELD_NAMES), count),
  seconds: count,
});

const eventsPlan = z.looseObject({
  entries: count,
  heldBack: count,
  expected: z.looseObject({
    rows,
    identifiers: z.partialRecord(eventIdentifierType, identifierCounts),
    delivery: z.looseObject({ delivered: count, alreadyDelivered: count, refused: count }),
  }),
  seconds: count,
});

const audienceStatus = z.looseObject({
  state: z.enum(['processing', 'ready', 'failed', 'unusable', 'unread']),
  size: count.optional(),
  words: z.string(),
});
const audienceReference = z.looseObject({
  id: z.string().optional(),
  name: z.string(),
  created: z.boolean(),
  status: audienceStatus.optional(),
});
const delivery = z.looseObject({
  added: count.exactOptional(),
  removed: count.exactOptional(),
  unchanged: count.exactOptional(),
  delivered: count.exactOptional(),
  alreadyDelivered: count.exactOptional(),
  refused: count.exactOptional(),
  requests: count,
  retries: count,
});

const stagedCampaign = z.looseObject({
  rowsRead: count,
  rowsWithoutKey: count,
  unreadable,
  notes,
  people: count,
  peopleExcluded: count,
  peopleOutside: count,
  sharedIdentifiers: count,
  files: z.array(z.looseObject({ staged, groups: z.array(z.looseObject({ people: count, rows: count })) })),
  seconds: count,
});

const groupSummary = z.looseObject({
  name: z.string(),
  control: z.boolean(),
  people: count,
  audience: audienceReference.optional(),
  rows,
  delivery,
  run: z.string().optional(),
});

const summary = z.looseObject({
  run: z.string(),
  outcome,
  testMembers: count.optional(),
  audience: audienceReference.optional(),
  eventSource: z.looseObject({ id: z.string(), kind: z.enum(['offline', 'web']) }).optional(),
  rows,
  identifiers: z.partialRecord(identifierType, identifierCounts),
  rejected: rejectCounts.optional(),
  delivery,
  seconds: z.looseObject({ query: count, prepare: count, deliver: count, total: count }),
  groups: z.array(groupSummary).optional(),
});

type Line<Type extends JournalEntry['type']> = Extract<WrittenEntry, { readonly type: Type }>;

const lines = {
  task: z.looseObject({
    at: time,
    type: z.literal('task'),
    name: taskName,
    status: taskEnding,
    fault: fault.optional(),
  }),
  staged: z.looseObject({ at: time, type: z.literal('staged'), staged }),
  planned: z.looseObject({ at: time, type: z.literal('planned'), plan }),
  'staged-campaign': z.looseObject({
    at: time,
    type: z.literal('staged-campaign'),
    staged: stagedCampaign,
  }),
  'staged-events': z.looseObject({ at: time, type: z.literal('staged-events'), staged: stagedEvents }),
  'planned-events': z.looseObject({ at: time, type: z.literal('planned-events'), plan: eventsPlan }),
  'audience-creating': z.looseObject({
    at: time,
    type: z.literal('audience-creating'),
    advertiserId: z.string(),
    name: z.string(),
    channel: z.literal('file').optional(),
    isRefused: z.boolean().optional(),
  }),
  audience: z.looseObject({
    at: time,
    type: z.literal('audience'),
    advertiserId: z.string(),
    id: z.string(),
    name: z.string(),
    created: z.boolean(),
    requestId: z.string().optional(),
  }),
  batch: z.looseObject({
    at: time,
    type: z.literal('batch'),
    state: batchState,
    from: count,
    to: count,
    change: z.looseObject({ action: z.enum(FILE_ACTIONS), fileType: z.enum(CUSTOMER_FILE_TYPES) }).optional(),
    requestId: z.string().optional(),
    code: z.number().optional(),
    message: z.string().optional(),
  }),
  'file-uploaded': z.looseObject({
    at: time,
    type: z.literal('file-uploaded'),
    name: z.string(),
    bytes: count,
    lines: count,
    requestId: z.string().optional(),
  }),
  'ledger-applied': z.looseObject({ at: time, type: z.literal('ledger-applied') }),
  'audience-status': z.looseObject({
    at: time,
    type: z.literal('audience-status'),
    status: audienceStatus,
  }),
  resumed: z.looseObject({ at: time, type: z.literal('resumed') }),
  summary: z.looseObject({ at: time, type: z.literal('summary'), summary }),
} satisfies { [Type in JournalEntry['type']]: z.ZodType<Line<Type>> };

const lineType = z.looseObject({ type: z.enum(Object.keys(lines) as (keyof typeof lines)[]) });

/** One line of a journal, or undefined when it isn't one that this version knows. */
export function readEntry(value: unknown): WrittenEntry | undefined {
  const known = lineType.safeParse(value);
  if (!known.success) return undefined;
  const schema: z.ZodType<WrittenEntry> = lines[known.data.type];
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}

export const runRecordSchema: z.ZodType<RunRecord> = z.looseObject({
  id: z.string().min(1),
  orchestration: z.string(),
  kind: z.enum(['audience', 'events']),
  startedAt: time,
  finishedAt: time.optional(),
  outcome: outcome.optional(),
  fault: fault.optional(),
  summary: summary.optional(),
  version: z.string(),
  user: z.string(),
  settings: z.record(z.string(), z.unknown()),
  advertiserId: z.string().optional(),
  audienceId: z.string().optional(),
  turn: z.int().min(1).optional(),
  eventSourceId: z.string().optional(),
  ledgerPending: z.boolean().optional(),
  successorGone: z.string().optional(),
});
