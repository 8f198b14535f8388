/** Everything that can go wrong on TikTok's side or on the way there. The names are a public contract. */
export const TIKTOK_FAULT_KINDS = [
  'invalid-credentials',
  'missing-permission',
  'missing-scope',
  'advertiser-not-found',
  'advertiser-disabled',
  'streaming-not-allowed',
  'event-source-invalid',
  'audience-not-found',
  'audience-too-small',
  'audience-limit',
  'invalid-parameters',
  'unhashed-data',
  'file-refused',
  'rate-limited',
  'maintenance',
  'tiktok-unavailable',
  'network',
  'partial',
  'unknown',
] as const;

/** Everything that can go wrong on this machine. The names are a public contract. */
export const LOCAL_FAULT_KINDS = [
  'source-unreadable',
  'source-changed',
  'query-failed',
  'nothing-to-send',
  'safety-stop',
  'disk-full',
  'locked',
  'cancelled',
] as const;

export type TikTokFaultKind = (typeof TIKTOK_FAULT_KINDS)[number];
export type LocalFaultKind = (typeof LOCAL_FAULT_KINDS)[number];
export type FaultKind = TikTokFaultKind | LocalFaultKind;

/** What a person can do about a fault, from where they are. The names are a public contract. */
export const WORKFLOW_ACTION_IDS = [
  'retry-task',
  'restart-run',
  'reauthorize',
  'choose-advertiser',
  'open-business-center',
  'edit-destination',
  'edit-template',
  'choose-event-source',
  'use-file-channel',
  'wait',
  'save-rejects',
  'support-bundle',
  'copy-request-id',
] as const;

export type WorkflowActionId = (typeof WORKFLOW_ACTION_IDS)[number];

export interface WorkflowAction {
  readonly id: WorkflowActionId;
  readonly title: string;
}

/** A failure with what it means and what can be done about it; printed as it is by `--json`. */
export interface Fault {
  readonly kind: FaultKind;
  /**
   * TikTok's own code (five digits), or the HTTP status (three digits) of an answer that wasn't TikTok's, such
   * as a gateway's page; absent when there was no answer or the fault is local.
   */
  readonly code?: number | undefined;
  /** TikTok's own message, or ours for a local fault; never personal data. */
  readonly message: string;
  /** One plain sentence: what this means. */
  readonly explanation: string;
  readonly requestId?: string | undefined;
  readonly retryable: boolean;
  readonly actions: readonly WorkflowAction[];
}
