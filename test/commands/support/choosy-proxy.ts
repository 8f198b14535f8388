import { openFrontServer } from './front-server.ts';
import type { Workplace } from './workplace.ts';

/**
 * A way to TikTok on which a request is refused as a whole for one part of its body, as TikTok refuses a batch for one
 * bad event. `refuse` gives the message of the refusal, or undefined for what goes through.
 */
export async function openChoosyProxy(
  place: Workplace,
  refuse: (path: string, body: string) => string | undefined,
): Promise<void> {
  await openFrontServer(place, async ({ path, body, forward }, outgoing) => {
    outgoing.setHeader('content-type', 'application/json');
    const message = refuse(path, new TextDecoder().decode(body));
    if (message !== undefined) {
      outgoing.end(JSON.stringify({ code: 40002, message, request_id: '20270104060000ABCDEF1234567890AB' }));
      return;
    }
    const answer = await forward();
    outgoing.statusCode = answer.status;
    outgoing.end(await answer.text());
  });
}
