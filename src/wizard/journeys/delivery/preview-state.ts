import type { KnownError } from '../../../core/errors.ts';
import type { AnyPreview } from './any-preview.ts';

/** The pages of every preview, in the order in which they are turned. */
export const PREVIEW_PAGES = ['funnel', 'columns', 'sample', 'warnings', 'request'] as const;
export type PreviewPage = (typeof PREVIEW_PAGES)[number] | 'events';

/** Events have a page more: what they are, besides whom they name. */
const EVENT_PAGES: readonly PreviewPage[] = ['funnel', 'events', 'columns', 'sample', 'warnings', 'request'];

/** The pages of this preview. */
export function pagesOf(preview: AnyPreview | undefined): readonly PreviewPage[] {
  return preview?.kind === 'events' ? EVENT_PAGES : PREVIEW_PAGES;
}

/** What is being done: the preview itself, or reading the sample once more to show it unmasked. */
export type PreviewWork =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'previewing' | 'unmasking';
      readonly rows: number | undefined;
      readonly percent: number | undefined;
    };

export interface PreviewState {
  /** Counts what was begun; answers of an earlier attempt mean nothing. */
  readonly attempt: number;
  readonly work: PreviewWork;
  /** The newest complete one; it stays while a newer one is made. */
  readonly preview: AnyPreview | undefined;
  /** True when the newest attempt was stopped by the person. */
  readonly isStopped: boolean;
  /** Why there is no new preview. */
  readonly problem: KnownError | undefined;
  /** Why the values can't be shown unmasked. */
  readonly refusal: KnownError | undefined;
  readonly page: PreviewPage;
  /** The sample as it is in the source, only while it is looked at. */
  readonly unmasked: AnyPreview['sample'] | undefined;
}

export type PreviewAction =
  | { readonly type: 'begin'; readonly what: 'previewing' | 'unmasking' }
  | {
      readonly type: 'progress';
      readonly attempt: number;
      readonly rows?: number | undefined;
      readonly percent?: number | undefined;
    }
  | { readonly type: 'previewed'; readonly attempt: number; readonly preview: AnyPreview }
  | { readonly type: 'unmasked'; readonly attempt: number; readonly sample: AnyPreview['sample'] }
  | { readonly type: 'failed'; readonly attempt: number; readonly problem: KnownError }
  | { readonly type: 'stop' }
  | { readonly type: 'mask' }
  | { readonly type: 'turn'; readonly by: 1 | -1 }
  | { readonly type: 'show'; readonly page: PreviewPage };

/** Begins with a preview that is known already, or with none. */
export function startPreview(preview: AnyPreview | undefined): PreviewState {
  return {
    attempt: 0,
    work: { kind: 'none' },
    preview,
    isStopped: false,
    problem: undefined,
    refusal: undefined,
    page: 'funnel',
    unmasked: undefined,
  };
}

/** One thing that happened to a preview. Unmasked values are dropped as soon as their page is left. */
export function reducePreview(state: PreviewState, action: PreviewAction): PreviewState {
  switch (action.type) {
    case 'begin':
      // Values in the clear are only ever read for the page that shows them.
      if (action.what === 'unmasking' && state.page !== 'sample') return state;
      return {
        ...state,
        attempt: state.attempt + 1,
        work: { kind: action.what, rows: undefined, percent: undefined },
        isStopped: false,
        problem: undefined,
        refusal: undefined,
        unmasked: undefined,
      };
    case 'stop':
      if (state.work.kind === 'none') return state;
      // A new attempt number, so that the answer of the stopped one isn't taken.
      return {
        ...state,
        attempt: state.attempt + 1,
        isStopped: state.work.kind === 'previewing',
        work: { kind: 'none' },
      };
    case 'mask':
      return state.unmasked === undefined ? state : { ...state, unmasked: undefined };
    case 'turn': {
      const pages = pagesOf(state.preview);
      const index = pages.indexOf(state.page) + action.by + pages.length;
      return showPage(state, pages[index % pages.length] ?? 'funnel');
    }
    case 'show':
      return showPage(state, action.page);
    default:
      return isAwaited(state, action) ? settle(state, action) : state;
  }
}

function showPage(state: PreviewState, page: PreviewPage): PreviewState {
  if (page === state.page) return state;
  const left = { ...state, page, unmasked: undefined, refusal: undefined };
  // Values still being read for a page that was left must not appear when it is opened again.
  return state.work.kind === 'unmasking'
    ? { ...left, attempt: state.attempt + 1, work: { kind: 'none' } }
    : left;
}

type Answer = Extract<PreviewAction, { readonly attempt: number }>;

function isAwaited({ attempt, work }: PreviewState, action: Answer): boolean {
  if (action.attempt !== attempt) return false;
  switch (action.type) {
    case 'previewed':
      return work.kind === 'previewing';
    case 'unmasked':
      return work.kind === 'unmasking';
    default:
      return work.kind !== 'none';
  }
}

function settle(state: PreviewState, action: Answer): PreviewState {
  switch (action.type) {
    case 'progress': {
      if (state.work.kind === 'none') return state;
      const { rows = state.work.rows, percent = state.work.percent } = action;
      return { ...state, work: { kind: state.work.kind, rows, percent } };
    }
    case 'previewed':
      return { ...state, work: { kind: 'none' }, preview: action.preview };
    case 'unmasked':
      return { ...state, work: { kind: 'none' }, unmasked: action.sample };
    case 'failed':
      return state.work.kind === 'unmasking'
        ? { ...state, work: { kind: 'none' }, refusal: action.problem }
        : { ...state, work: { kind: 'none' }, problem: action.problem };
  }
}
