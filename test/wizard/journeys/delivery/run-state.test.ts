import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DeliveryEvent,
  type Summary,
  TASK_NAMES,
  WARNING_CODES,
} from '../../../../src/core/delivery/events.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import {
  failedTask,
  type RunState,
  reduceRun,
  secondsOf,
  startRunState,
  waitAt,
} from '../../../../src/wizard/journeys/delivery/run-state.ts';

const NO_ROWS = {
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

function summaryWith(changes: Partial<Summary>): Summary {
  return {
    run: 'R1',
    outcome: 'completed',
    rows: NO_ROWS,
    identifiers: {},
    delivery: { added: 0, removed: 0, unchanged: 0, requests: 0, retries: 0 },
    seconds: { query: 0, prepare: 0, deliver: 0, total: 0 },
    ...changes,
  };
}

/** Folds events that come a second apart, the first at second 0. */
function fold(events: readonly DeliveryEvent[]): RunState {
  return events.reduce(
    (state, event, index) => reduceRun(state, { type: 'happened', event, at: index * 1000 }),
    startRunState('audience'),
  );
}

function runningTasks({ tasks }: RunState): readonly string[] {
  return tasks.filter(({ status }) => status === 'running').map(({ name }) => name);
}

describe('a run as it is told', () => {
  test('shows all tasks from the start, waiting', () => {
    expect(startRunState('audience').tasks.map(({ name, status }) => [name, status])).toEqual(
      TASK_NAMES.map((name) => [name, 'waiting']),
    );
  });

  test('of events has no audience to find and nothing to verify', () => {
    expect(startRunState('events').tasks.map(({ name }) => name)).toEqual([
      'check',
      'query',
      'prepare',
      'deliver',
    ]);
  });

  test('knows which task is under way and how long one took', () => {
    const state = fold([
      { type: 'run', id: 'R1', orchestration: 'vip' },
      { type: 'task', name: 'check', status: 'running' },
      { type: 'task', name: 'check', status: 'completed', detail: 'Ada Admin' },
      { type: 'task', name: 'query', status: 'running' },
    ]);
    expect(runningTasks(state)).toEqual(['query']);
    const [check, query] = state.tasks;
    expect(check).toMatchObject({ status: 'completed', detail: 'Ada Admin' });
    expect(check && secondsOf(check, 60_000)).toBe(1);
    expect(query && secondsOf(query, 13_000)).toBe(10);
  });

  test('counts a wait down and forgets it when it is over', () => {
    const state = fold([{ type: 'wait', reason: 'TikTok is busy (code 40100)', seconds: 8 }]);
    expect(waitAt(state, 3_000)).toEqual({ reason: 'TikTok is busy (code 40100)', seconds: 5 });
    expect(waitAt(state, 8_000)).toBeUndefined();
  });

  test('of several waits at once shows the one that ends last', () => {
    const state = fold([
      { type: 'wait', reason: 'long', seconds: 30 },
      { type: 'wait', reason: 'short', seconds: 2 },
    ]);
    expect(waitAt(state, 2_000)?.reason).toBe('long');
    expect(state.waits).toBe(2);
  });

  test('drops the progress of a task that has ended', () => {
    const state = fold([
      { type: 'task', name: 'query', status: 'running' },
      { type: 'progress', task: 'query', done: 10, unit: 'rows', perSecond: 5 },
      { type: 'task', name: 'query', status: 'completed' },
    ]);
    expect(state.progress).toBeUndefined();
  });

  test('counts the requests that TikTok confirmed', () => {
    const confirmation = { type: 'progress', task: 'deliver', unit: 'people', perSecond: 9 } as const;
    const state = fold([
      { type: 'progress', task: 'query', done: 10, unit: 'rows', perSecond: 5 },
      { ...confirmation, done: 1000, total: 2500 },
      { ...confirmation, done: 2000, total: 2500 },
      { type: 'progress', task: 'deliver', done: 40, total: 100, unit: 'percent', perSecond: 9 },
    ]);
    expect(state.confirmedRequests).toBe(2);
  });

  test('keeps the fault and the task that failed', () => {
    const fault = makeFault({ kind: 'advertiser-not-found', code: 40300, message: 'Advertiser not exist.' });
    const state = fold([
      { type: 'task', name: 'check', status: 'running' },
      { type: 'task', name: 'check', status: 'error', fault },
      { type: 'fault', ...fault },
      { type: 'summary', ...summaryWith({ outcome: 'error' }) },
    ]);
    expect(failedTask(state)?.name).toBe('check');
    expect(state.fault).toEqual(fault);
    expect(state.summary?.outcome).toBe('error');
  });

  test('says each warning once', () => {
    const warning = { type: 'warning', code: 'role-unknown', message: 'The role is unknown.' } as const;
    expect(fold([warning, warning]).warnings).toEqual([
      { code: 'role-unknown', message: 'The role is unknown.' },
    ]);
  });

  test('never calls a task running once the run has ended', () => {
    const state = fold([
      { type: 'task', name: 'deliver', status: 'running' },
      { type: 'summary', ...summaryWith({ outcome: 'cancelled' }) },
    ]);
    expect(runningTasks(state)).toEqual([]);
  });

  test('keeps the first wish to stop, and none after the end', () => {
    const paused = reduceRun(startRunState('audience'), { type: 'stop', wish: 'pause' });
    expect(reduceRun(paused, { type: 'stop', wish: 'cancel' }).stop).toBe('pause');
    const ended = fold([{ type: 'summary', ...summaryWith({}) }]);
    expect(reduceRun(ended, { type: 'stop', wish: 'cancel' }).stop).toBe('none');
  });
});

const anyTask = fc.constantFrom(...TASK_NAMES);
const anyCount = fc.oneof(fc.nat(), fc.constant(0), fc.double({ noNaN: true, min: 0, max: 1e12 }));
const anyEvent: fc.Arbitrary<DeliveryEvent> = fc.oneof(
  fc.record({ type: fc.constant('run' as const), id: fc.string(), orchestration: fc.string() }),
  fc.record({
    type: fc.constant('task' as const),
    name: anyTask,
    status: fc.constantFrom('running', 'completed', 'alert', 'error'),
    detail: fc.option(fc.string(), { nil: undefined }),
    fault: fc.option(
      fc.string().map((message) => makeFault({ kind: 'unknown', message })),
      { nil: undefined },
    ),
  }),
  fc.record({
    type: fc.constant('progress' as const),
    task: anyTask,
    done: anyCount,
    total: fc.option(anyCount, { nil: undefined }),
    unit: fc.constantFrom('rows', 'people', 'events', 'percent'),
    perSecond: anyCount,
  }),
  fc.record({ type: fc.constant('wait' as const), reason: fc.string(), seconds: anyCount }),
  fc.record({
    type: fc.constant('warning' as const),
    code: fc.constantFrom(...WARNING_CODES),
    message: fc.string(),
  }),
  fc.string().map((message) => ({ type: 'fault' as const, ...makeFault({ kind: 'network', message }) })),
  fc
    .constantFrom('completed', 'alert', 'error', 'cancelled')
    .map((outcome) => ({ type: 'summary' as const, ...summaryWith({ outcome }) })),
);

describe('whatever comes, in whatever order', () => {
  test('every task is shown once, in order, and no number is nonsense', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.nat(10_000_000), (events, now) => {
        const state = fold(events);
        expect(state.tasks.map(({ name }) => name)).toEqual(TASK_NAMES);
        for (const task of state.tasks) expect(secondsOf(task, now) ?? 0).toBeGreaterThanOrEqual(0);
        expect(waitAt(state, now)?.seconds ?? 1).toBeGreaterThan(0);
      }),
    );
  });

  test('an earlier state is never changed by a later event', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1 }), (events) => {
        const before = fold(events.slice(0, -1));
        const copy = structuredClone(before);
        const last = events.at(-1);
        if (last !== undefined) reduceRun(before, { type: 'happened', event: last, at: 99 });
        expect(before).toEqual(copy);
      }),
    );
  });

  test('the outcome is the one of the last summary, and nothing runs right after it', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const state = fold(events);
        const last = events.findLast((event) => event.type === 'summary');
        expect(state.summary?.outcome).toBe(last?.type === 'summary' ? last.outcome : undefined);
        const ended = fold([...events, { type: 'summary', ...summaryWith({}) }]);
        expect(runningTasks(ended)).toEqual([]);
      }),
    );
  });
});
