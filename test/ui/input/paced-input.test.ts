import { PassThrough } from 'node:stream';
import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { PacedInput } from '../../../src/ui/input/paced-input.ts';

/** Reads as Ink does: everything there is whenever something is there. */
function listen(input: PacedInput): string[] {
  const heard: string[] = [];
  input.on('readable', () => {
    for (let key = input.read(); key !== null; key = input.read()) {
      heard.push(String(key));
    }
  });
  return heard;
}

describe('the paced keyboard', () => {
  test('gives the next key only after the frame of the one before', async () => {
    const keyboard = new PassThrough();
    const input = new PacedInput(keyboard, vi.fn());
    const heard = listen(input);
    const frames: (() => void)[] = [];
    input.begin(() => new Promise((resolve) => frames.push(resolve)));

    keyboard.write('\u001b[B\r');
    await vi.waitFor(() => expect(heard).toEqual(['\u001b[B']));
    await tick();
    expect(heard).toHaveLength(1);
    frames[0]?.();
    await vi.waitFor(() => expect(heard).toEqual(['\u001b[B', '\r']));
  });

  test('keeps what is typed before the first frame', async () => {
    const keyboard = new PassThrough();
    const input = new PacedInput(keyboard, vi.fn());
    const heard = listen(input);
    keyboard.write('ab');
    await tick();
    expect(heard).toEqual([]);
    input.begin(async () => {
      await tick();
    });
    await vi.waitFor(() => expect(heard).toEqual(['a', 'b']));
  });

  test('gives back a terminal whose window was closed, and doesn’t take one', () => {
    const gone = () => {
      throw Object.assign(new Error('setRawMode EIO'), { code: 'EIO' });
    };
    const input = new PacedInput(Object.assign(new PassThrough(), { setRawMode: gone }), vi.fn());
    expect(() => input.setRawMode(false)).not.toThrow();
    expect(() => input.setRawMode(true)).toThrow('EIO');
  });

  test('puts a character together that arrives in two pieces', async () => {
    const keyboard = new PassThrough();
    const input = new PacedInput(keyboard, vi.fn());
    const heard = listen(input);
    input.begin(tick);
    const bytes = Buffer.from('数');
    keyboard.write(bytes.subarray(0, 1));
    keyboard.write(bytes.subarray(1));
    await vi.waitFor(() => expect(heard).toEqual(['数']));
  });

  test('throws away what was typed ahead of Ctrl+C, and nothing after it', async () => {
    const keyboard = new PassThrough();
    const input = new PacedInput(keyboard, vi.fn());
    const heard = listen(input);
    const firstFrame = Promise.withResolvers<void>();
    input.begin(() => firstFrame.promise.then(() => tick()));
    keyboard.write('a');
    await vi.waitFor(() => expect(heard).toEqual(['a']));
    keyboard.write('bc\u0003\u0003d');
    await tick();
    firstFrame.resolve();
    await vi.waitFor(() => expect(heard).toEqual(['a', '\u0003', '\u0003', 'd']));
  });

  test('tells of Ctrl+C while there is nothing to show an answer yet', async () => {
    const keyboard = new PassThrough();
    const onInterrupt = vi.fn();
    new PacedInput(keyboard, onInterrupt);
    keyboard.write('\u0003');
    await vi.waitFor(() => expect(onInterrupt).toHaveBeenCalledOnce());
  });

  test('knows a lone Escape by the silence after it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const keyboard = new PassThrough();
      const input = new PacedInput(keyboard, vi.fn());
      const heard = listen(input);
      input.begin(tick);
      keyboard.write('\u001b');
      await tick();
      expect(heard).toEqual([]);
      vi.advanceTimersByTime(100);
      await vi.waitFor(() => expect(heard).toEqual(['\u001b[27u']));
    } finally {
      vi.useRealTimers();
    }
  });
});
