import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { finishKeys, isInsidePaste, isInterrupt, splitKeys } from './split-keys.ts';

/** How long an unfinished escape sequence may wait for its end: a lone Escape is told from a key by silence. */
const ESCAPE_WAIT_MS = 50;
/** How long a begun paste may stay silent before what has arrived is taken as all of it. */
const PASTE_WAIT_MS = 2_000;

/** The keyboard: what this needs of `process.stdin`. */
export type Keyboard = Readable & {
  readonly isTTY?: boolean | undefined;
  setRawMode?: (isRaw: boolean) => unknown;
  ref?: () => unknown;
  unref?: () => unknown;
};

/**
 * Standard input for Ink, one key per drawn frame.
 *
 * Ink hands every key of a chunk to its handlers before React has rendered once, and handlers that read what
 * they closed over (as those of ink-select-input and ink-text-input do) lose all but the last: ↓ and Enter
 * sent together choose the row above. Here the next key is given only after the frame of the one before.
 * Keys typed before the first frame wait for it.
 */
export class PacedInput extends Readable {
  readonly isTTY = true;
  readonly #keyboard: Keyboard;
  readonly #onInterrupt: () => void;
  readonly #decoder = new StringDecoder('utf8');
  #queue: string[] = [];
  #rest = '';
  #restTimer: NodeJS.Timeout | undefined;
  #afterFrame: (() => Promise<void>) | undefined;
  #isGiving = false;

  /** `onInterrupt` hears Ctrl+C while there is no frame yet to show an answer. */
  constructor(keyboard: Keyboard, onInterrupt: () => void) {
    super({ encoding: 'utf8' });
    this.#keyboard = keyboard;
    this.#onInterrupt = onInterrupt;
    keyboard.on('data', this.#receive);
    keyboard.on('end', this.#end);
  }

  /** Starts giving keys; `afterFrame` resolves when the frame that follows a key is drawn. */
  begin(afterFrame: () => Promise<void>): void {
    this.#afterFrame = afterFrame;
    void this.#give();
  }

  /** Lets go of the keyboard; keys not yet given are dropped. */
  release(): void {
    clearTimeout(this.#restTimer);
    this.#queue = [];
    this.#afterFrame = undefined;
    this.#keyboard.off('data', this.#receive);
    this.#keyboard.off('end', this.#end);
    this.#keyboard.pause();
    this.#keyboard.unref?.();
  }

  /** Without raw mode the terminal belongs to somebody else (the shell, an editor): its keys aren't read. */
  setRawMode(isRaw: boolean): this {
    try {
      this.#keyboard.setRawMode?.(isRaw);
    } catch (error) {
      // A window that was closed takes its terminal along: there is nothing left to give back.
      if (isRaw) throw error;
    }
    if (isRaw) {
      this.#keyboard.resume();
    } else {
      this.#keyboard.pause();
    }
    return this;
  }

  ref(): this {
    this.#keyboard.ref?.();
    return this;
  }

  unref(): this {
    this.#keyboard.unref?.();
    return this;
  }

  override _read(): void {
    // Keys are pushed when their turn comes, not when they are asked for.
  }

  readonly #receive = (chunk: Buffer | string): void => {
    clearTimeout(this.#restTimer);
    const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
    const { keys, rest } = splitKeys(this.#rest + text);
    this.#rest = rest;
    if (rest !== '') {
      const wait = isInsidePaste(rest) ? PASTE_WAIT_MS : ESCAPE_WAIT_MS;
      this.#restTimer = setTimeout(this.#finishRest, wait);
    }
    this.#enqueue(keys);
  };

  readonly #finishRest = (): void => {
    const keys = finishKeys(this.#rest);
    this.#rest = '';
    this.#enqueue(keys);
  };

  readonly #end = (): void => {
    this.#onInterrupt();
  };

  #enqueue(keys: readonly string[]): void {
    for (const key of keys) {
      if (isInterrupt(key)) {
        // As a terminal does by itself: what was typed ahead of Ctrl+C is thrown away with it.
        this.#queue = this.#queue.filter(isInterrupt);
        if (this.#afterFrame === undefined) {
          this.#onInterrupt();
          continue;
        }
      }
      this.#queue.push(key);
    }
    void this.#give();
  }

  async #give(): Promise<void> {
    if (this.#isGiving) {
      return;
    }
    this.#isGiving = true;
    try {
      while (this.#afterFrame !== undefined) {
        const key = this.#queue.shift();
        if (key === undefined) {
          return;
        }
        this.push(key);
        await this.#afterFrame();
      }
    } finally {
      this.#isGiving = false;
    }
  }
}
