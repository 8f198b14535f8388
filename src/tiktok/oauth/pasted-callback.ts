import { usageError } from '../../core/errors.ts';
import { isSameText } from './same-text.ts';

/** What somebody pasted in the place of TikTok's call. */
export type PastedCallback =
  | {
      readonly type: 'code';
      readonly authCode: string;
      /** False for a bare code: nothing shows that it belongs to the authorization under way. */
      readonly isStateChecked: boolean;
    }
  | {
      readonly type: 'rejected';
      readonly reason: PastedProblem;
      readonly message: string;
      readonly hint: string;
    };

export type PastedProblem = 'empty' | 'wrong-state' | 'denied' | 'authorization-link' | 'not-a-code';

/**
 * The authorization code in what somebody pasted; see {@link readPastedCallback}. Throws a KnownError of kind
 * `usage` whose message and hint fit under the field.
 */
export function parsePastedCallback(text: string, expectedState: string): string {
  const pasted = readPastedCallback(text, expectedState);
  if (pasted.type === 'rejected') {
    throw usageError(pasted.message, pasted.hint);
  }
  return pasted.authCode;
}

/**
 * Reads what comes back from the person who authorized: the whole address the browser ended at, or the code
 * alone. Quotes, line breaks a mail program put in, and words around the address do no harm. A state that is
 * there has to be the right one.
 */
export function readPastedCallback(text: string, expectedState: string): PastedCallback {
  const trimmed = trim(text);
  if (trimmed === '') {
    return rejected('empty');
  }
  const candidates = queriesIn(trimmed);
  if (candidates.length === 0) {
    return readBareCode(trimmed);
  }
  const results = candidates.map((query) => readQuery(query, expectedState));
  const isChecked = (result: PastedCallback) => result.type === 'code' && result.isStateChecked;
  // A piece without the state must not pass where the whole has a wrong one.
  const isWrong = (result: PastedCallback) => result.type === 'rejected' && result.reason === 'wrong-state';
  const isCode = (result: PastedCallback) => result.type === 'code';
  return (
    results.find(isChecked) ??
    results.find(isWrong) ??
    results.find(isCode) ??
    results[0] ??
    rejected('empty')
  );
}

const WORDS: Readonly<Record<PastedProblem, { readonly message: string; readonly hint: string }>> = {
  empty: { message: 'Nothing was pasted.', hint: 'Paste the address the browser ended at, or the code.' },
  'wrong-state': {
    message: 'This address belongs to another authorization.',
    hint: 'Open the link shown here and paste where it leads.',
  },
  denied: {
    message: 'The address has no code: the authorization was declined.',
    hint: 'Open the link again and confirm.',
  },
  'authorization-link': {
    message: 'This is the link to open.',
    hint: 'Open it, confirm, and paste the address it leads to.',
  },
  'not-a-code': {
    message: "This is neither TikTok's address nor its code.",
    hint: 'Paste the address the browser ended at, or the code.',
  },
};

function rejected(reason: PastedProblem): PastedCallback {
  return { type: 'rejected', reason, ...WORDS[reason] };
}

const AROUND = /^[\s"'`<>()[\]“”‘’«»]+|[\s"'`<>()[\]“”‘’«»]+$/gu;

/** Far beyond any address, and short enough for the patterns here. */
const LONGEST_PASTE = 4000;

/** Takes off quotes and brackets, and what can't be seen. */
function trim(text: string): string {
  return text
    .slice(0, LONGEST_PASTE)
    .replace(/\p{Cf}/gu, '')
    .replace(/&amp;/g, '&')
    .replace(AROUND, '');
}

/** A line break can fall anywhere in an address; more lines than this are a letter. */
const MOST_PIECES = 20;

/**
 * The query strings that the text may hold, the longest first: where an address was broken over lines its
 * pieces belong together, but the words after it don't.
 */
function queriesIn(text: string): readonly URLSearchParams[] {
  const start =
    /https?:\/\//i.exec(text)?.index ?? (/[?&]|\b(auth_code|code|state)=/.test(text) ? 0 : undefined);
  if (start === undefined) {
    return [];
  }
  const pieces = text.slice(start).split(/\s+/).slice(0, MOST_PIECES);
  return pieces
    .map((_, index) => pieces.slice(0, pieces.length - index).join(''))
    .map((address) => address.replace(AROUND, ''))
    .map((address) => new URLSearchParams(queryOf(address)));
}

function queryOf(address: string): string {
  const mark = address.indexOf('?');
  if (mark === -1) {
    return /^https?:/i.test(address) ? '' : address;
  }
  return address.slice(mark + 1).replace(/#.*$/, '');
}

const CODE = /^[\w.~%+/=!*-]{6,1024}$/;

function readQuery(query: URLSearchParams, expectedState: string): PastedCallback {
  const state = query.get('state');
  const authCode = query.get('auth_code') || query.get('code') || undefined;
  if (authCode === undefined && (query.has('redirect_uri') || query.has('app_id'))) {
    return rejected('authorization-link');
  }
  if (state !== null && !isSameText(state, expectedState)) {
    return rejected('wrong-state');
  }
  if (authCode === undefined) {
    return rejected(
      state === null && !query.has('auth_code') && !query.has('code') ? 'not-a-code' : 'denied',
    );
  }
  return CODE.test(authCode)
    ? { type: 'code', authCode, isStateChecked: state !== null }
    : rejected('not-a-code');
}

function readBareCode(text: string): PastedCallback {
  const authCode = text.replace(/\s+/g, '');
  return CODE.test(authCode) ? { type: 'code', authCode, isStateChecked: false } : rejected('not-a-code');
}
