/** A ledger on its way to another machine; hashes only. */
export interface LedgerService {
  /**
   * Writes an audience's ledger to a new file (0600); the audience is given by its id or name. Rejects with kind
   * `usage` where the file exists already, or the name is no audience's or several audiences'.
   */
  export(audience: string, path: string): Promise<MovedLedger>;
  /**
   * Takes the ledger of such a file over, as a whole or not at all. Rejects with kind `usage` or `configuration`
   * where the file is damaged or of another audience, its rules differ from those in use here, or there is a ledger
   * already and `replace` isn't set.
   */
  import(audience: string, path: string, options: { readonly replace: boolean }): Promise<MovedLedger>;
}

export interface MovedLedger {
  readonly path: string;
  readonly audience: { readonly id: string; readonly name: string; readonly advertiserId: string };
  readonly identifiers: number;
  /** Those that may or may not be in the audience: TikTok gave no answer. */
  readonly uncertain: number;
  /** True when it holds everyone in the audience, so that the mode match works with it. */
  readonly complete: boolean;
}
