import { KnownError } from '../errors.ts';
import { type Fault, type FaultKind, LOCAL_FAULT_KINDS } from './faults.ts';
import { LOCAL_REMEDIES } from './local-remedies.ts';
import { permissionFor } from './permissions.ts';
import type { Remedy } from './remedy.ts';
import { maskEmails, readableRequestId, scrub } from './scrub.ts';
import { TIKTOK_REMEDIES } from './tiktok-remedies.ts';
import { listActions } from './workflow-actions.ts';

const REMEDIES: Readonly<Record<FaultKind, Remedy>> = { ...TIKTOK_REMEDIES, ...LOCAL_REMEDIES };

/** The remedy for a kind of fault; every kind has one. */
export function remedyOf(kind: FaultKind): Remedy {
  return REMEDIES[kind];
}

export interface FaultFacts {
  readonly kind: FaultKind;
  /** TikTok's own code, or the HTTP status of an answer that isn't TikTok's. */
  readonly code?: number | undefined;
  /** TikTok's own message, or ours for a local fault. */
  readonly message: string;
  readonly requestId?: string | undefined;
  /** Path below the API's base; lets a missing permission be named. */
  readonly path?: string | undefined;
  /** One sentence that says more than the explanation of the kind. */
  readonly explanation?: string | undefined;
}

/**
 * A fault with what it means and what can be done about it. TikTok's message is kept as it is, but for
 * personal data and secrets, which are taken out; our own keeps its lines and loses only e-mail addresses.
 */
export function makeFault(facts: FaultFacts): Fault {
  const remedy = remedyOf(facts.kind);
  const requestId = readableRequestId(facts.requestId);
  return {
    kind: facts.kind,
    ...(facts.code === undefined ? {} : { code: facts.code }),
    message: isLocal(facts.kind) ? maskEmails(facts.message) : scrub(facts.message),
    explanation: explain(facts, remedy.explanation),
    ...(requestId === undefined ? {} : { requestId }),
    retryable: remedy.retryable,
    actions: listActions(remedy.actions, requestId !== undefined),
  };
}

/**
 * The error to throw for a fault: what it means, then TikTok's own words; the hint is the next step. No cause
 * is attached, since what libraries throw can hold requests with their secrets.
 */
export function knownErrorFromFault(fault: Fault): KnownError {
  return new KnownError({ kind: fault.kind, ...wordsOf(fault), fault });
}

/** Message and hint for an error made from a fault. */
export function wordsOf(fault: Fault): { readonly message: string; readonly hint: string } {
  return { message: describe(fault), hint: remedyOf(fault.kind).nextStep };
}

function isLocal(kind: FaultKind): boolean {
  const kinds: readonly FaultKind[] = LOCAL_FAULT_KINDS;
  return kinds.includes(kind);
}

function explain({ kind, path, explanation }: FaultFacts, usual: string): string {
  const permission = kind === 'missing-scope' && path !== undefined ? permissionFor(path) : undefined;
  const sentence = explanation ?? usual;
  return permission === undefined ? sentence : `${sentence.replace(/\.$/, '')}; it needs “${permission}”.`;
}

function describe({ code, message, explanation }: Fault): string {
  if (code !== undefined && code < 1000) {
    return `${explanation} The answer was HTTP ${code}${message === '' ? '' : `: ${message}`}.`;
  }
  if (code !== undefined) {
    return `${explanation} TikTok says: ${message === '' ? 'nothing' : `“${message}”`} (code ${code}).`;
  }
  return message === '' || message === explanation ? explanation : `${explanation} ${message}`;
}
