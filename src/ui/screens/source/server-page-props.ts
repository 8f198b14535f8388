import type { ServerAnswers } from '../../../wizard/journeys/source/server-answers.ts';

/** What a page about a server is given, whatever is read from there. */
export interface ServerPageProps {
  readonly asked: ServerAnswers;
  /** Keeps what was entered so far. */
  readonly note: (change: Partial<ServerAnswers>) => void;
  /** Answers the question and goes on. */
  readonly answer: (change: Partial<ServerAnswers>) => void;
  readonly back: () => void;
  /** True where no SQL could say the catalog and the schema: both have to be named. */
  readonly needsSchema?: boolean | undefined;
}
