import { openFrontServer } from './front-server.ts';
import type { Workplace } from './workplace.ts';

/** A way to TikTok on which requests can get stuck: nobody gets an answer, and the first arrives when it is let go. */
export interface LateProxy {
  /** So many of the next requests to this path get stuck; those behind the first are repeats of it, and get lost. */
  hold(path: string, times?: number): void;
  /** Nothing gets stuck any more. */
  clear(): void;
  /** The same, and what got stuck arrives now. */
  release(): Promise<void>;
}

/** Puts it between a workplace and its simulator. */
export async function openLateProxy(place: Workplace): Promise<LateProxy> {
  let stuck: { readonly path: string; times: number } = { path: '', times: 0 };
  let held: (() => Promise<Response>) | undefined;
  await openFrontServer(place, async ({ path, forward }, outgoing) => {
    if (stuck.times > 0 && path.startsWith(stuck.path)) {
      stuck.times -= 1;
      held ??= forward;
      outgoing.destroy();
      return;
    }
    try {
      const answer = await forward();
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', connection: 'close' });
      outgoing.end(await answer.text());
    } catch {
      // The simulator hung up, and so does what stands in front of it.
      outgoing.destroy();
    }
  });
  return {
    hold: (path, times = Number.POSITIVE_INFINITY) => {
      stuck = { path, times };
    },
    clear: () => {
      stuck = { path: '', times: 0 };
    },
    release: async () => {
      stuck = { path: '', times: 0 };
      const late = held;
      held = undefined;
      await late?.();
    },
  };
}
