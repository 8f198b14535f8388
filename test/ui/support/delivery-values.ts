import type { AudiencePlan, ColumnDiagnosis } from '../../../src/core/audiences/plan.ts';
import type { RowCounts, Summary } from '../../../src/core/delivery/events.ts';
import type { EventsPlan, StagedEvents } from '../../../src/core/events/plan.ts';
import type {
  AudiencePreviewView,
  EventsPreviewOf,
} from '../../../src/wizard/journeys/delivery/any-preview.ts';

/** Values that journeys and screens are tried with; every test changes what it is about. */

export const NO_ROWS: RowCounts = {
  read: 0,
  withIdentifier: 0,
  valid: 0,
  unique: 0,
  sent: 0,
  unchanged: 0,
  duplicate: 0,
  rejected: 0,
  refused: 0,
  merged: 0,
  pending: 0,
};

export function summaryWith(changes: Partial<Summary> = {}): Summary {
  return {
    run: 'R-20260301-abcd',
    outcome: 'completed',
    audience: { id: '7100000000000000042', name: 'VIP', created: true },
    rows: {
      ...NO_ROWS,
      read: 10,
      withIdentifier: 9,
      valid: 8,
      unique: 7,
      sent: 7,
      duplicate: 1,
      rejected: 2,
    },
    identifiers: { EMAIL: { valid: 8, sent: 7, rejected: { 'not-an-email': 1 } } },
    delivery: { added: 7, removed: 0, unchanged: 0, requests: 2, retries: 0 },
    seconds: { query: 0.1, prepare: 0.1, deliver: 0.2, total: 0.5 },
    ...changes,
  };
}

export function columnWith(changes: Partial<ColumnDiagnosis> = {}): ColumnDiagnosis {
  return {
    type: 'EMAIL',
    column: 'EMAIL',
    rows: 10,
    empty: 1,
    plain: 8,
    sha256: 0,
    uppercaseHex: 0,
    rejected: { 'not-an-email': 1 },
    placeholders: 0,
    constant: false,
    mostFrequent: 1,
    ...changes,
  };
}

export interface PlanChanges {
  readonly rows?: Partial<RowCounts>;
  readonly added?: number;
  readonly removed?: number;
  readonly unchanged?: number;
  readonly ledgerSize?: number;
}

export function planWith({
  rows,
  added = 7,
  removed = 0,
  unchanged = 0,
  ledgerSize = 0,
}: PlanChanges = {}): AudiencePlan {
  return {
    entries: added + removed,
    addEntries: added,
    ledgerSize,
    expected: {
      rows: {
        ...NO_ROWS,
        read: 10,
        withIdentifier: 9,
        valid: 8,
        unique: 7,
        sent: 7,
        duplicate: 1,
        rejected: 2,
        ...rows,
      },
      identifiers: { EMAIL: { valid: 8, sent: 7, rejected: { 'not-an-email': 1 } } },
      delivery: { added, removed, unchanged },
    },
    seconds: 0.1,
  };
}

export function previewWith(changes: Partial<AudiencePreviewView> = {}): AudiencePreviewView {
  return {
    kind: 'audience',
    fingerprint: 'f1',
    staged: {
      rowsRead: 10,
      columns: [columnWith()],
      unreadable: { count: 0, examples: [] },
      idSchema: ['EMAIL_SHA256'],
      seconds: 0.1,
    },
    plan: planWith(),
    slots: [{ type: 'EMAIL', column: 'EMAIL' }],
    record: undefined,
    warnings: [],
    sample: [],
    request: undefined,
    destination: 'acme audiences',
    environment: 'simulator',
    audienceName: 'VIP',
    rejects: async function* () {
      yield { row: 3, column: 'EMAIL', type: 'EMAIL', reason: 'not-an-email' as const };
    },
    ...changes,
  };
}

export function eventsPreviewWith(changes: Partial<EventsPreviewOf> = {}): EventsPreviewOf {
  const staged: StagedEvents = {
    rowsRead: 20,
    unreadable: { count: 0, examples: [] },
    events: 12,
    rejected: { 'too-old': 3, 'unknown-event-name': 1 },
    columns: [
      {
        type: 'EMAIL',
        column: 'email',
        rows: 20,
        empty: 2,
        valid: 17,
        rejected: { 'not-an-email': 1 },
        constant: false,
      },
    ],
    names: [{ name: 'CompletePayment', events: 12 }],
    unknownNames: [{ name: 'completepayment', rows: 1, nearest: 'CompletePayment' }],
    values: [{ currency: 'USD', events: 12, total: '1024.50' }],
    time: { from: 1_767_225_600, to: 1_767_312_000 },
    identifiers: { EMAIL: 12 },
    valueMismatches: 0,
    withoutRevenue: 0,
    oldEvents: 0,
    leftOut: {},
    firstEvent: undefined,
    seconds: 0.1,
  };
  const plan: EventsPlan = {
    entries: 10,
    heldBack: 0,
    expected: {
      rows: {
        ...NO_ROWS,
        read: 20,
        withIdentifier: 18,
        valid: 16,
        unique: 12,
        sent: 14,
        merged: 2,
        rejected: 4,
      },
      identifiers: {},
      delivery: { delivered: 10, alreadyDelivered: 2, refused: 0 },
    },
    seconds: 0.1,
  };
  return {
    kind: 'events',
    fingerprint: 'f1',
    staged,
    plan,
    warnings: [],
    sample: [],
    request: undefined,
    destination: 'acme events',
    environment: 'simulator',
    eventSource: { kind: 'offline', id: '7654321098765432109' },
    rejects: async function* () {
      yield { row: 3, column: '', type: 'EVENT', reason: 'too-old' as const };
    },
    ...changes,
  };
}
