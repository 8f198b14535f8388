import { KnownError } from '../../../core/errors.ts';

/** An expected error in a line or two, for below a field: what, what to do, and the id that TikTok's support asks for. */
export function problemText({ message, hint, requestId }: KnownError): string {
  return [message, hint, ...(requestId === undefined ? [] : [`Request id ${requestId}`])].join(' ');
}

/** Does what a typed value is for; resolves to what stands against it, or to undefined once it is done. */
export async function problemOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof KnownError) return problemText(error);
    throw error;
  }
}
