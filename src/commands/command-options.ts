/** Options that several commands read, as commander gives them. */

export interface PreviewOptions {
  readonly limit: number;
  readonly request?: boolean;
  readonly rejects?: string;
  readonly set?: readonly string[];
  readonly json?: boolean;
}

export interface RunCommandOptions {
  readonly yes?: boolean;
  readonly set?: readonly string[];
  readonly test?: number;
  readonly testEventCode?: string;
  readonly allowRemoval?: number;
  readonly json?: boolean;
  readonly scheduled?: boolean;
  readonly log?: string;
}
