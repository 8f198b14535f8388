import type { CallOptions, Reply } from '../core/ports/tiktok.ts';
import { OutcomeUnknownError } from '../core/remedies/outcome-unknown.ts';
import type { Call } from './caller.ts';
import { nothing } from './schemas.ts';

/** Deletes a streaming audience. When an earlier attempt got no answer, "not found" means that it worked. */
export function deleteAudience(
  call: Call,
  advertiserId: string,
  audienceId: string,
  options?: CallOptions,
): Promise<Reply<unknown>> {
  const body = JSON.stringify({
    advertiser_id: advertiserId,
    action: 'delete',
    delete_audience_id: audienceId,
  });
  return untilGone(() =>
    call({ method: 'POST', path: '/segment/audience/', body, nature: 'set-like', data: nothing }, options),
  );
}

/**
 * Deletes an audience made from customer files; TikTok's endpoint takes up to 100, and gets one. Whether it takes
 * streamed ones is unknown, so those have a call of their own.
 */
export function deleteFileAudience(
  call: Call,
  advertiserId: string,
  audienceId: string,
  options?: CallOptions,
): Promise<Reply<unknown>> {
  const body = JSON.stringify({ advertiser_id: advertiserId, custom_audience_ids: [audienceId] });
  const path = '/dmp/custom_audience/delete/';
  return untilGone(() => call({ method: 'POST', path, body, nature: 'set-like', data: nothing }, options));
}

async function untilGone(attempt: () => Promise<Reply<unknown>>): Promise<Reply<unknown>> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof OutcomeUnknownError && error.kind === 'audience-not-found') {
      return { data: {}, requestId: error.requestId };
    }
    throw error;
  }
}
