import type { EngineCall } from '../core/ports/engine.ts';
import type { ServerSource } from '../core/profiles/schema.ts';

/** What a Trino or Presto server shows to its user. */
export interface ServerView {
  /** Names, sorted; undefined where the server doesn't list them to this user. */
  readonly catalogs: readonly string[] | undefined;
  /** Of the source's catalog; undefined where it names none, or they aren't listed. */
  readonly schemas: readonly string[] | undefined;
}

/** A server as it is being set up. */
export interface ServerService {
  /**
   * Asks the server who is let in, and what catalogs and schemas there are. `secret` is the password or token as
   * typed; left out: the one that the source refers to. A secret that works is used from then on in this session, for
   * this user of this server, and is nowhere else until it is kept. Rejects with `source-unreadable` for the server
   * and the way to it, with `configuration` for a catalog or schema that isn't there.
   */
  lookAround(source: ServerSource, secret: string | undefined, call?: EngineCall): Promise<ServerView>;
  /** Puts the password or token of a source into tada's own secret store. */
  keepSecret(source: ServerSource, secret: string): Promise<void>;
}
