import { randomBytes } from 'node:crypto';
import { Refusal } from './answers.ts';
import type { Role } from './directory.ts';

/** What somebody allowed an app to do: who, for which accounts. */
export interface Grant {
  readonly userId: string;
  readonly advertiserIds: readonly string[];
  /** Stands in for the user's own role on every account; chosen on the consent page. */
  readonly role?: Role | undefined;
}

export interface Token {
  readonly value: string;
  readonly grant: Grant;
  state: 'alive' | 'revoked' | 'expired';
}

interface AuthCode {
  readonly grant: Grant;
  readonly issuedAt: number;
  isUsed: boolean;
}

/** TikTok: an auth code lives one hour. */
const AUTH_CODE_LIFE = 3_600_000;

/** Access tokens (which don't expire by themselves) and the one-use codes they are got with. */
export class TokenOffice {
  readonly #tokens = new Map<string, Token>();
  readonly #codes = new Map<string, AuthCode>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  issueToken(grant: Grant, value = randomBytes(20).toString('hex')): Token {
    const token: Token = { value, grant, state: 'alive' };
    this.#tokens.set(value, token);
    return token;
  }

  issueCode(grant: Grant): string {
    const code = randomBytes(20).toString('hex');
    this.#codes.set(code, { grant, issuedAt: this.#now(), isUsed: false });
    return code;
  }

  /** One use, one hour. Throws TikTok's 40110 for a used, an expired and (text not recorded) an unknown code. */
  redeemCode(value: string): Token {
    const code = this.#codes.get(value);
    if (code === undefined) throw new Refusal(40110, 'Auth_code is incorrect');
    if (code.isUsed) throw new Refusal(40110, 'Auth_code is used');
    if (this.#now() - code.issuedAt >= AUTH_CODE_LIFE) {
      throw new Refusal(40110, 'Authorization code is expired');
    }
    code.isUsed = true;
    return this.issueToken(code.grant);
  }

  find(value: string): Token | undefined {
    return this.#tokens.get(value);
  }

  /** The token of a request's Access-Token header; throws what TikTok says about a missing or dead one. */
  require(value: string | undefined): Token {
    if (value === undefined || value === '') throw new Refusal(40104, 'Access token is empty');
    const token = this.#tokens.get(value);
    if (token?.state === 'expired') throw new Refusal(40102, 'Access token is expired.');
    if (token === undefined || token.state === 'revoked') {
      throw new Refusal(40105, 'Access token is incorrect or has been revoked.');
    }
    return token;
  }
}
