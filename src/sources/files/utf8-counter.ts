import { isAscii } from 'node:buffer';

/** Tells UTF-8 with some damaged characters from another encoding. */
export class Utf8Counter {
  readonly #decoder = new TextDecoder('utf-8');
  #proper = 0;
  #broken = 0;

  push(bytes: Buffer): void {
    if (isAscii(bytes)) return;
    for (const character of this.#decoder.decode(bytes, { stream: true })) {
      if (character === '\ufffd') this.#broken += 1;
      else if (character > '\x7f') this.#proper += 1;
    }
  }

  /** True when more of the characters beyond ASCII are proper UTF-8 than not, or there are none. */
  get isMostlyUtf8(): boolean {
    return this.#broken === 0 || this.#proper > this.#broken;
  }
}
