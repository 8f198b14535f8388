import { type FromEngine, type ToEngine, writeError } from './engine-protocol.ts';
import { type EngineRoom, openEngineRoom } from './engine-room.ts';

/** The child process: takes calls from the parent and ends with it. */

/** What the engine writes (hashes, ledgers, spill) is for its owner only; DuckDB asks nothing else for a file's mode. */
process.umask(0o077);

type Work = (...args: readonly unknown[]) => Promise<unknown>;

/** How long an interrupted query gets to let go of its files. */
const CLOSE_MILLISECONDS = 1500;

const running = new Map<number, AbortController>();
let room: EngineRoom | undefined;

function tell(message: FromEngine): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

async function answer(message: Extract<ToEngine, { type: 'call' }>): Promise<void> {
  const { id, method } = message;
  const controller = new AbortController();
  running.set(id, controller);
  try {
    if (room === undefined) throw new Error('The engine was called before it was started.');
    const work = (room as Readonly<Record<string, unknown>>)[method] as Work;
    const value = await work(...message.arguments, {
      signal: controller.signal,
      secrets: message.secrets,
      attempts: message.attempts,
      onProgress: (progress: Extract<FromEngine, { type: 'progress' }>['progress']) =>
        tell({ type: 'progress', id, progress }),
    });
    tell({ type: 'result', id, value });
  } catch (error) {
    tell({ type: 'error', id, error: writeError(error) });
  } finally {
    running.delete(id);
  }
}

process.on('message', (message: ToEngine) => {
  if (message.type === 'start') room = openEngineRoom(message.options);
  else if (message.type === 'call') void answer(message);
  else running.get(message.id)?.abort();
});

// Ctrl+C in a terminal reaches the whole process group; the parent decides what it means.
process.on('SIGINT', () => {});

// The parent is gone or wants no more. A query may still be running on the engine's own threads, which an
// orderly exit would wait for (or crash under); its files are temporary and its tables are transactional.
process.on('disconnect', () => {
  for (const controller of running.values()) controller.abort();
  const stop = () => process.kill(process.pid, 'SIGKILL');
  setTimeout(stop, CLOSE_MILLISECONDS);
  if (room === undefined) stop();
  else room.close().finally(stop);
});
