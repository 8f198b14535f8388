import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { StageEventsRequest } from '../../core/ports/engine.ts';
import { AppendFile } from './append-file.ts';
import { RowTaker } from './row-taker.ts';
import { createSealedFile, type SealedFile } from './sealed-file.ts';
import { KEY_BYTES } from './unit-cipher.ts';
import { UnitWriter } from './unit-writer.ts';
import { type RowFile, type RowFiles, shareUnits } from './waiting-rows.ts';

/** The texts of a query's rows: the sealed file of events, and rows that wait under a key that only lives in memory. */
export class RowTexts {
  readonly sealed: SealedFile;
  readonly taker: RowTaker;
  readonly #events: UnitWriter;
  readonly #waiting: UnitWriter;

  private constructor(sealed: SealedFile, waiting: AppendFile, onRows: (rows: number) => void) {
    this.sealed = sealed;
    this.#events = new UnitWriter(sealed.file, sealed.key);
    this.#waiting = new UnitWriter(waiting, randomBytes(KEY_BYTES));
    this.taker = new RowTaker(this.#events, this.#waiting, onRows);
  }

  /** Replaces files that are there. `folder`: private and temporary. */
  static async begin(
    { sealedPath, key }: Pick<StageEventsRequest, 'sealedPath' | 'key'>,
    folder: string,
    onRows: (rows: number) => void,
  ): Promise<RowTexts> {
    const sealed = await createSealedFile(sealedPath, key);
    try {
      return new RowTexts(sealed, await AppendFile.create(join(folder, 'rows')), onRows);
    } catch (error) {
      await sealed.file.close();
      throw error;
    }
  }

  /** For whoever reads rows once more; when all of them are written. */
  get files(): RowFiles {
    return { sealed: fileOf(this.#events), waiting: fileOf(this.#waiting) };
  }

  async close(): Promise<void> {
    await this.#waiting.file.close();
    await this.sealed.file.close();
  }
}

function fileOf({ file, key, units }: UnitWriter): RowFile {
  return { path: file.path, key, units: shareUnits(units) };
}
