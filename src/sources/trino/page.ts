import { z } from 'zod';
import { parseLosslessJson } from '../../core/lossless-json.ts';

/**
 * An answer of `/v1/statement`, as far as it is used. Everything else in it (warnings, plans, times) may change
 * from release to release.
 */
const pageSchema = z.object({
  id: z.string(),
  nextUri: z.string().nullish(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).nullish(),
  data: z.array(z.array(z.unknown())).nullish(),
  stats: z.object({
    state: z.string(),
    progressPercentage: z.number().nullish(),
  }),
  error: z
    .object({
      message: z.string().nullish(),
      errorName: z.string().nullish(),
      errorType: z.string().nullish(),
      errorLocation: z.object({ lineNumber: z.int(), columnNumber: z.int() }).nullish(),
    })
    .nullish(),
});

/** One column of a result, with its type as the server writes it, such as `varchar(25)`. */
export interface ServerColumn {
  readonly name: string;
  readonly type: string;
}

export type ServerProblem = NonNullable<z.infer<typeof pageSchema>['error']>;

/** A page of a result, checked. */
export interface Page {
  readonly id: string;
  readonly nextUri: string | undefined;
  readonly state: string;
  /** 0–100; undefined while the server doesn't know. */
  readonly percent: number | undefined;
  readonly columns: readonly ServerColumn[] | undefined;
  readonly rows: readonly (readonly unknown[])[];
  readonly problem: ServerProblem | undefined;
  /** The rows once more, with integers that are too big for a JavaScript number as text. */
  readonly exactRows: () => readonly (readonly unknown[])[];
}

/** Undefined for a text that is no page, such as a gateway's. */
export function readPage(body: string): Page | undefined {
  const page = parse(body, JSON.parse);
  if (page === undefined) return undefined;
  return {
    id: page.id,
    nextUri: page.nextUri ?? undefined,
    state: page.stats.state,
    percent: page.stats.progressPercentage ?? undefined,
    columns: page.columns ?? undefined,
    rows: page.data ?? [],
    problem: page.error ?? undefined,
    exactRows: () => parse(body, parseLosslessJson)?.data ?? [],
  };
}

function parse(body: string, parser: (text: string) => unknown): z.infer<typeof pageSchema> | undefined {
  try {
    const result = pageSchema.safeParse(parser(body));
    return result.success ? result.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
