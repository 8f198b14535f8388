import type { TikTokFaultKind } from './faults.ts';
import { type CodeMeaning, meaningOf, type RetryPolicy } from './tiktok-codes.ts';

/** What is known of an answer that is not a success. */
export interface FailedAnswer {
  readonly httpStatus?: number | undefined;
  /** TikTok's code; undefined when the answer isn't one of TikTok's envelopes. */
  readonly code?: number | undefined;
  /** TikTok's message, or the text of the answer. */
  readonly message: string;
  /** Path below the API's base, such as `/segment/mapping/`; the same code means different things on different paths. */
  readonly path?: string | undefined;
}

export interface Classification {
  readonly kind: TikTokFaultKind;
  readonly retry: RetryPolicy;
  /** Says more than the explanation of the kind. */
  readonly explanation?: string | undefined;
}

/**
 * What an answer means. TikTok answers most faults with HTTP 200, and uses 40001 and 40002 for many things, so
 * the code decides first, then the message, and the HTTP status only where there is no code. Codes that nobody
 * has documented stay `unknown`.
 */
export function classify(answer: FailedAnswer): Classification {
  if (answer.code === undefined) {
    return classifyStatus(answer);
  }
  const meaning = meaningOf(answer.code);
  if (meaning === undefined) {
    return classifyUnknownCode(answer);
  }
  if (meaning.kind === 'rate-limited') {
    return { ...meaning, ...classifyRateLimit(answer.message) };
  }
  if (isAboutAuthCode(answer)) {
    return USED_AUTH_CODE;
  }
  return meaning.isOverloaded ? classifyMessage(answer, answer.code, meaning) : plain(meaning);
}

const USED_AUTH_CODE: Classification = {
  kind: 'invalid-credentials',
  retry: 'no',
  explanation: 'The authorization code was used already or has expired; it works once, within an hour.',
};

function plain({ kind, retry, explanation }: CodeMeaning): Classification {
  return { kind, retry, explanation };
}

/** Sources disagree on the code (40110 or 40002), but not on the words. */
function isAboutAuthCode({ message }: FailedAnswer): boolean {
  return /auth(orization)?[ _]?code\b.*(used|expired)/i.test(message);
}

/** QPS, QPM and QPD are TikTok's limits a second, a minute and a day; the day ends at 00:00 UTC. */
function classifyRateLimit(message: string): Classification {
  if (/\bQPD\b|per day|daily/i.test(message)) {
    return {
      kind: 'rate-limited',
      retry: 'no',
      explanation: "The app's requests for today are used up; TikTok renews them at 00:00 UTC.",
    };
  }
  const needsMinutes = /\bQPM\b|per minute|temporarily restricted/i.test(message);
  return { kind: 'rate-limited', retry: needsMinutes ? 'minute' : 'rate' };
}

/** A code nobody has documented isn't guessed at; the HTTP status may still say whether to try again. */
function classifyUnknownCode({ httpStatus = 200, message }: FailedAnswer): Classification {
  if (httpStatus === 429) {
    return classifyRateLimit(message);
  }
  return { kind: 'unknown', retry: httpStatus >= 500 ? 'few' : 'no' };
}

/** An answer that isn't TikTok's: a gateway page, a proxy, a login page of a network, half an answer. */
function classifyStatus({ httpStatus, message }: FailedAnswer): Classification {
  if (httpStatus === undefined) {
    return { kind: 'unknown', retry: 'no' };
  }
  if (httpStatus === 429) {
    return classifyRateLimit(message);
  }
  if (httpStatus === 401) {
    return { kind: 'invalid-credentials', retry: 'no' };
  }
  if (httpStatus === 404 || httpStatus === 405 || httpStatus === 410) {
    return plain(meaningOf(40400) ?? { kind: 'invalid-parameters', retry: 'no' });
  }
  if (httpStatus === 413 || httpStatus === 414 || httpStatus === 431) {
    return {
      kind: 'invalid-parameters',
      retry: 'no',
      explanation: 'The request is larger than TikTok takes.',
    };
  }
  if (httpStatus === 503 && /maintenance/i.test(message)) {
    return { kind: 'maintenance', retry: 'long' };
  }
  if (httpStatus === 408 || httpStatus === 425 || httpStatus >= 500) {
    const isNetworkLogin = httpStatus === 511;
    return isNetworkLogin ? SOMEBODY_ELSE : { kind: 'tiktok-unavailable', retry: 'short' };
  }
  if (httpStatus < 300) {
    return { kind: 'tiktok-unavailable', retry: 'short', explanation: "TikTok's answer cannot be read." };
  }
  return httpStatus < 400 || httpStatus === 403 || httpStatus === 407
    ? SOMEBODY_ELSE
    : { kind: 'unknown', retry: 'no' };
}

/** Redirects, 403 and 407 without TikTok's envelope: TikTok never redirects its API. */
const SOMEBODY_ELSE: Classification = {
  kind: 'network',
  retry: 'no',
  explanation: 'Something between this machine and TikTok answered in the place of TikTok.',
};

type MessageRule = readonly [kind: TikTokFaultKind, matches: (answer: FailedAnswer) => boolean];

function says(pattern: RegExp): (answer: FailedAnswer) => boolean {
  return ({ message }) => pattern.test(message);
}

const isMissing = says(
  /does(n['’]?t| not) exist|not exist|has been deleted|not found|no permission to operate (event source|event set)/i,
);
const isGone = says(/does(n['’]?t| not) exist|has been deleted/i);
const isAboutEventSource = says(/event[ _]?(source|set)|pixel/i);
const isAboutAudience = says(/audience|segment\b/i);
const isAboutAdvertiser = says(/advertiser|account/i);
const isAboutStreaming = ({ path }: FailedAnswer) => path === undefined || path.startsWith('/segment/');
const isAboutAllowList = says(/white[ -]?list|allow[ -]?list/i);
const isAboutApi = says(/\b(api|interface|endpoint|method|streaming)\b/i);

/**
 * TikTok refuses a change of a file audience while an earlier one is under way. Which code says so is not
 * documented; besides 40202 it may be one for parameters, and must not be taken for a mistake then.
 */
const isAboutFileUpdate = ({ path }: FailedAnswer) => path === '/dmp/custom_audience/update/';
const isBusy = says(
  /\b(another|previous|earlier|last|other) (update|replace(ment)?|change|task|operation)\b|\b(still|currently|already) (being )?(updat|replac|process|running|in progress)|\bis being (updated|replaced|processed)/i,
);
const STILL_BUSY = 'TikTok is still busy with another change of the same thing.';

/**
 * Read in order; the first that fits decides. No answers are on record for audience limits, sizes and disabled
 * accounts: those rows look for TikTok's words from elsewhere and otherwise leave the code's own meaning.
 */
const MESSAGE_RULES: readonly MessageRule[] = [
  ['missing-scope', says(/\bscopes?\b/i)],
  ['streaming-not-allowed', (answer) => isAboutAllowList(answer) && isAboutStreaming(answer)],
  ['missing-scope', isAboutAllowList],
  ['unhashed-data', says(/not (been )?hashed|unhashed|(must|should|needs? to) be (sha-?256 )?hashed/i)],
  ['missing-permission', says(/must be an? (admin|operator)/i)],
  [
    'audience-limit',
    says(
      /(number|count|quota|amount) of (custom )?audiences|audiences? (number|count|quota)|400 (custom )?audiences/i,
    ),
  ],
  [
    'audience-too-small',
    says(/audience.*too small|too small.*audience|(less|fewer) than 1[,.]?000|at least 1[,.]?000/i),
  ],
  ['event-source-invalid', (answer) => isAboutEventSource(answer) && isMissing(answer)],
  ['event-source-invalid', says(/event[ _]source[ _]id|event[ _]set[ _]id|pixel[ _]code/i)],
  ['audience-not-found', (answer) => isAboutAudience(answer) && isMissing(answer)],
  [
    'audience-not-found',
    says(/\binvalid\b.*audience[ _]?ids?\b|audience[ _]?ids?\b.*\b(invalid|unknown)\b/i),
  ],
  ['advertiser-not-found', (answer) => isGone(answer) || (isMissing(answer) && isAboutAdvertiser(answer))],
  [
    'advertiser-disabled',
    says(
      /(advertiser|account)\b.*\b(disabled|suspended|banned|frozen|inactive|not (active|enabled|approved))\b/i,
    ),
  ],
];

/** 40001, 40002 and their like: the message says what is meant, as far as it says anything. */
function classifyMessage(answer: FailedAnswer, code: number, meaning: CodeMeaning): Classification {
  const { message, path } = answer;
  if (isRateLimitText(code, message)) {
    return classifyRateLimit(message);
  }
  if (isAboutFileUpdate(answer) && isBusy(answer)) {
    return { kind: 'tiktok-unavailable', retry: 'short', explanation: STILL_BUSY };
  }
  if (code === 51008) {
    return /service error:/i.test(message) || isMissing(answer)
      ? { kind: 'advertiser-not-found', retry: 'no' }
      : plain(meaning);
  }
  if (code === 40007) {
    return missingByPath(answer) ?? plain(meaning);
  }
  const rule = MESSAGE_RULES.find(([, matches]) => matches(answer));
  if (rule !== undefined) {
    return { kind: rule[0], retry: 'no' };
  }
  if (code === 40113 || code === 40117 || code === 40118) {
    return appIsNotAllowed(answer, code, meaning);
  }
  if (code === 40502) {
    const isAudience = path !== undefined && /^\/(segment|dmp)\//.test(path);
    return isAudience || isAboutAudience(answer) ? { kind: 'audience-limit', retry: 'no' } : plain(meaning);
  }
  if (meaning.kind === 'missing-permission' && path?.startsWith('/segment/') && isAboutApi(answer)) {
    return { kind: 'streaming-not-allowed', retry: 'no' };
  }
  if (meaning.kind === 'invalid-parameters' && /no permission|permission denied/i.test(message)) {
    return { kind: 'missing-permission', retry: 'no' };
  }
  return plain(meaning);
}

/** One client recorded "Requests made too frequently" under 40001; under 40002, "too many" counts items. */
function isRateLimitText(code: number, message: string): boolean {
  if (/too frequent|too many requests|(QPS|QPM|QPD|rate) limit/i.test(message)) {
    return true;
  }
  return code === 40001 && /too many/i.test(message);
}

/** 40007 NOT_EXIST: what doesn't exist follows from the message, else from what was asked. */
function missingByPath(answer: FailedAnswer): Classification | undefined {
  const { path = '' } = answer;
  if (isAboutEventSource(answer) || /^\/(event|offline|pixel|crm)\//.test(path)) {
    return { kind: 'event-source-invalid', retry: 'no' };
  }
  if (isAboutAdvertiser(answer)) {
    return { kind: 'advertiser-not-found', retry: 'no' };
  }
  if (isAboutAudience(answer) || /^\/(segment|dmp)\//.test(path)) {
    return { kind: 'audience-not-found', retry: 'no' };
  }
  return undefined;
}

/**
 * 40113 APP_FORBIDDEN, 40117 APP_METHOD_FORBIDDEN, 40118 NOT_IN_WHITELIST: on the streaming endpoints they
 * mean that the app isn't on TikTok's list for streaming. Without a path the last two are taken so too, since
 * streaming is what tada most often lacks.
 */
function appIsNotAllowed(answer: FailedAnswer, code: number, meaning: CodeMeaning): Classification {
  const isStreaming = code === 40113 ? answer.path?.startsWith('/segment/') : isAboutStreaming(answer);
  return isStreaming ? { kind: 'streaming-not-allowed', retry: 'no' } : plain(meaning);
}
