import type { TikTokFaultKind } from './faults.ts';

/**
 * When a request may be repeated after an answer.
 * - `no`: the same request will get the same answer.
 * - `few`: a service behind TikTok's API failed; sometimes for good, so only a few attempts.
 * - `short`: a passing trouble; seconds, growing.
 * - `rate`: too many requests; a second at first, five minutes once that doesn't help.
 * - `minute`: the share of a minute is used up or the app is banned for a while; five minutes at once.
 * - `long`: maintenance; half a minute, growing to five.
 */
export type RetryPolicy = 'no' | 'few' | 'short' | 'rate' | 'minute' | 'long';

/** What a code means by itself. */
export interface CodeMeaning {
  readonly kind: TikTokFaultKind;
  readonly retry: RetryPolicy;
  /** True when TikTok uses the code for several things, so that the message has to be read too. */
  readonly isOverloaded?: boolean;
  /** Says more than the explanation of the kind. */
  readonly explanation?: string;
}

/**
 * The meaning of a code of TikTok's Business API v1.3, by the names TikTok's own SDK gives them; undefined for
 * codes it doesn't list. 0 is success and has no meaning here.
 */
export function meaningOf(code: number): CodeMeaning | undefined {
  return SINGLE_CODES.get(code) ?? RANGES.find(({ from, to }) => code >= from && code <= to)?.meaning;
}

type Row = readonly [codes: readonly number[], meaning: CodeMeaning];

function refused(kind: TikTokFaultKind, explanation?: string): CodeMeaning {
  return explanation === undefined ? { kind, retry: 'no' } : { kind, retry: 'no', explanation };
}

function overloaded(kind: TikTokFaultKind, explanation?: string): CodeMeaning {
  return { ...refused(kind, explanation), isOverloaded: true };
}

function waits(kind: TikTokFaultKind, retry: RetryPolicy, explanation?: string): CodeMeaning {
  return explanation === undefined ? { kind, retry } : { kind, retry, explanation };
}

const ROWS: readonly Row[] = [
  [[20001], refused('partial')],
  // 40000 INVALID_PARAMS, 40002 PARAM_ERROR: also seen for missing advertisers, audiences and used auth codes.
  [[40000, 40002], overloaded('invalid-parameters')],
  // 40001 PERMISSION_ERROR: account, role or scope; also seen for missing advertisers and rate limits.
  [[40001, 40003], overloaded('missing-permission')],
  [
    [40006, 40051],
    refused(
      'invalid-parameters',
      'TikTok has ended the API version this tada speaks; a newer tada is needed.',
    ),
  ],
  [[40007], overloaded('invalid-parameters', 'Something that the request names does not exist at TikTok.')],
  [[40008], refused('unknown', 'TikTok does not offer this function.')],
  [
    [40009],
    refused(
      'invalid-parameters',
      'The TikTok sandbox does not offer this; it works with a production credential.',
    ),
  ],
  // UNSUPPORTED_DOMAIN, ID_LIMIT_EXCEED, ACO_MATERIAL_EXIST, VIDEO_ID_INVALID_ERROR, INVALID_PARTNER_NAME,
  // INVALID_PARTNER, DUPLICATED_MATERIAL_NAME
  [[40010, 40052, 40053, 40063, 40101, 40911], refused('invalid-parameters')],
  [[40011], refused('invalid-parameters', 'The request names more ids than TikTok takes at once.')],
  [[40012], refused('invalid-parameters', 'The request would change nothing, so TikTok did nothing.')],
  [
    [40013],
    refused(
      'advertiser-not-found',
      'The advertiser account is not a sandbox account, but the credential is.',
    ),
  ],
  [[40014], refused('unknown')],
  [[40016], waits('rate-limited', 'rate')],
  [
    [40050],
    refused(
      'unknown',
      'TikTok says that it got the same request before; whether that one was carried out is not known.',
    ),
  ],
  [[40061], refused('invalid-parameters', 'The batch is empty or larger than TikTok takes at once.')],
  [[40062], refused('unhashed-data')],
  [[40100, 40132], waits('rate-limited', 'rate')],
  [[40133], waits('rate-limited', 'rate', 'TikTok asks to slow down for this advertiser account.')],
  [[40102], refused('invalid-credentials', 'The access token has expired.')],
  [[40103], refused('invalid-credentials', 'The refresh token has expired.')],
  [[40104], refused('invalid-credentials', 'The request reached TikTok without an access token.')],
  [[40105], refused('invalid-credentials', 'The access token is wrong or has been revoked.')],
  [
    [40106, 40114, 40120, 40309],
    refused(
      'invalid-credentials',
      'The TikTok user behind this credential is not valid or signed in any more.',
    ),
  ],
  [[40107, 40108, 40109, 40112], refused('invalid-credentials')],
  [
    [40110],
    refused(
      'invalid-credentials',
      'The authorization code was used already or has expired; it works once, within an hour.',
    ),
  ],
  [[40113], overloaded('missing-permission', 'TikTok has disabled the app, or has not approved it yet.')],
  [
    [40115, 40116],
    refused(
      'invalid-credentials',
      "TikTok rejected the time or signature of the request; check this machine's clock.",
    ),
  ],
  [[40117, 40118], overloaded('missing-scope')],
  // NOT_SAME_IDENTITY, creators and brand-safety partners: nothing tada asks for, but clear in themselves.
  [[40119, 40121, 40122, 40126, 40127, 40128, 40129], refused('missing-permission')],
  [[40124, 40125], refused('missing-permission', 'TikTok has not approved the developer of this app.')],
  [[40130, 40131], refused('missing-scope')],
  [[40200], waits('tiktok-unavailable', 'few', 'A task inside TikTok failed.')],
  [[40201], waits('tiktok-unavailable', 'short', 'A task inside TikTok is not ready yet.')],
  [
    [40202],
    waits('tiktok-unavailable', 'short', 'TikTok is still busy with another change of the same thing.'),
  ],
  [[40300, 40302], refused('advertiser-not-found')],
  [[40301], refused('missing-permission')],
  [
    [40400],
    refused(
      'invalid-parameters',
      'TikTok does not know this address; check TADA_TIKTOK_URL, or get a newer tada.',
    ),
  ],
  [[40502], overloaded('invalid-parameters')],
  [[40700], waits('tiktok-unavailable', 'few')],
  [[40901, 40902, 40903, 40913], waits('tiktok-unavailable', 'few')],
  [[40900], refused('file-refused', 'The file that arrived is not the file that was announced.')],
  [[40904, 40912, 40914, 40916], refused('file-refused')],
  [[40905], refused('file-refused', 'The uploaded file is not there any more.')],
  [[40906], refused('file-refused', 'The file is empty.')],
  [[40907], refused('file-refused', 'The file is larger than TikTok takes.')],
  [[40908], refused('file-refused', 'TikTok takes files that end in .csv or .txt only.')],
  [[40909], refused('file-refused', 'The contents of the file are not of the announced kind of identifier.')],
  [[40910, 40915], refused('file-refused', 'The upload has expired; the file has to be uploaded again.')],
  [[41000], refused('missing-permission', 'TikTok has blocked the app or the account.')],
  [
    [41001, 41002],
    refused('invalid-parameters', 'TikTok has taken this function out of service; a newer tada is needed.'),
  ],
  [[41013], waits('tiktok-unavailable', 'few')],
  [[50000, 50002], waits('tiktok-unavailable', 'short')],
  // 51008 ADVERTISER_ERROR with "Service error:" stands for a wrong advertiser id; 51021 is not in the SDK.
  [[51008, 51021], { ...waits('tiktok-unavailable', 'few'), isOverloaded: true }],
  [[52000, 52001, 52002, 52003], waits('tiktok-unavailable', 'short')],
  [[52100, 52101, 52102, 52103], waits('tiktok-unavailable', 'short')],
  [[52201, 52202, 52203, 52204], waits('tiktok-unavailable', 'short')],
  [[53102, 53103], waits('tiktok-unavailable', 'short')],
  [[60001], waits('maintenance', 'long')],
  [[61000], waits('rate-limited', 'rate')],
  [[70001], refused('invalid-credentials', 'The token is of another kind than this function asks for.')],
];

const SINGLE_CODES: ReadonlyMap<number, CodeMeaning> = new Map(
  ROWS.flatMap(([codes, meaning]) => codes.map((code) => [code, meaning] as const)),
);

/** 51000–51067 and 51099 are the services behind the API, one code each. */
const RANGES: readonly { readonly from: number; readonly to: number; readonly meaning: CodeMeaning }[] = [
  { from: 51000, to: 51067, meaning: waits('tiktok-unavailable', 'few') },
  { from: 51099, to: 51099, meaning: waits('tiktok-unavailable', 'few') },
];
