import type { Reply } from '../core/ports/tiktok.ts';
import { type Classification, classify } from '../core/remedies/classify.ts';
import type { Fault } from '../core/remedies/faults.ts';
import { makeFault } from '../core/remedies/remedies.ts';
import type { ApiRequest } from './caller.ts';
import { readEnvelope } from './envelope.ts';
import { hideSecrets } from './hide-secrets.ts';
import type { HttpResult } from './http.ts';

/** A request that didn't succeed, and what may be done about it. */
export interface Failure {
  readonly fault: Fault;
  readonly retry: Classification['retry'];
  /** True when TikTok may have carried the request out all the same. */
  readonly mayHaveWorked: boolean;
}

type Answer = Extract<HttpResult, { readonly type: 'answer' }>;
export type Judgement<T> =
  | { readonly type: 'success'; readonly reply: Reply<T> }
  | ({ readonly type: 'failure' } & Failure);

/**
 * What an answer is worth: a success, or a failure with its fault. `secrets` are taken out of every text that
 * the server wrote.
 */
export function judgeAnswer<T>(
  { path, data, nature }: Pick<ApiRequest<T>, 'path' | 'data' | 'nature'>,
  answer: Answer,
  secrets: readonly string[],
): Judgement<T> {
  const envelope = readEnvelope(answer.body, data);
  const clean = (text: string) => hideSecrets(text, secrets);
  switch (envelope.type) {
    case 'success': {
      const requestId = envelope.requestId === undefined ? undefined : clean(envelope.requestId);
      if (nature === 'set-like' && envelope.failures !== undefined) {
        const message = `The answer says success, and names what failed in "${envelope.failures}".`;
        const fault = makeFault({ kind: 'partial', message, requestId, path });
        return { type: 'failure', fault, retry: 'no', mayHaveWorked: true };
      }
      return { type: 'success', reply: { data: envelope.data, requestId } };
    }
    case 'refusal': {
      const { code, requestId } = envelope;
      const message = clean(envelope.message);
      const { kind, retry, explanation } = classify({ httpStatus: answer.status, code, message, path });
      return {
        type: 'failure',
        fault: makeFault({
          kind,
          code,
          message,
          requestId: requestId && clean(requestId),
          path,
          explanation,
        }),
        retry,
        mayHaveWorked: code === DUPLICATED_REQUEST || kind === 'partial' || isFromTheMiddle(kind, retry),
      };
    }
    case 'nonsense':
      return {
        type: 'failure',
        fault: makeFault({
          kind: 'tiktok-unavailable',
          message: clean(envelope.message),
          requestId: envelope.requestId && clean(envelope.requestId),
          explanation: "TikTok's answer does not make sense.",
        }),
        retry: 'few',
        mayHaveWorked: true,
      };
    case 'unreadable': {
      const { status } = answer;
      const message = clean(envelope.message);
      const { kind, retry, explanation } = classify({ httpStatus: status, message, path });
      const code = status >= 300 ? status : undefined;
      return {
        type: 'failure',
        fault: makeFault({ kind, code, message, path, explanation }),
        retry,
        // A gateway that says 4xx turned the request away; any other page may hide an answer.
        mayHaveWorked: status < 400 || status >= 500 || status === 408,
      };
    }
  }
}

/** What a request is worth that got no answer. */
export function judgeFailure(
  { reason, isPermanent, mayHaveArrived }: Extract<HttpResult, { readonly type: 'failed' }>,
  secrets: readonly string[],
): Judgement<never> {
  return {
    type: 'failure',
    fault: makeFault({ kind: 'network', message: hideSecrets(reason, secrets) }),
    retry: isPermanent ? 'no' : 'short',
    mayHaveWorked: mayHaveArrived,
  };
}

/** 40050 DUPLICATED_REQUEST says nothing about what became of the first one. */
const DUPLICATED_REQUEST = 40050;

/** Rate limits and maintenance turn a request away at the door; other passing errors come from further in. */
function isFromTheMiddle(kind: Fault['kind'], retry: Classification['retry']): boolean {
  return retry !== 'no' && kind !== 'rate-limited' && kind !== 'maintenance';
}

/** Refusals of the contents: the same body gets the same answer, so an earlier attempt can't have worked. */
export function isCertain({ kind }: Fault): boolean {
  return kind === 'invalid-parameters' || kind === 'unhashed-data';
}
