import type { ActionChoice } from './workflow-actions.ts';

/** What a kind of fault means, where it comes from and what resolves it; in words for the person at the keyboard. */
export interface Remedy {
  /** One sentence: what this means. */
  readonly explanation: string;
  /** What usually is the reason, the most likely first. */
  readonly causes: readonly string[];
  /** Roles, permissions and settings to look at. */
  readonly involves: readonly string[];
  /** One sentence: what to do next. */
  readonly nextStep: string;
  /** True when the same request may succeed later though nobody changed anything. */
  readonly retryable: boolean;
  /** What fits this fault best, before the actions that always make sense. */
  readonly actions: readonly ActionChoice[];
}
