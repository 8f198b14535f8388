/** Answers of TikTok as they were recorded or documented, with what each one means. */
export interface RecordedAnswer {
  readonly httpStatus?: number;
  readonly path?: string;
  readonly code: number;
  readonly message: string;
  readonly kind: string;
}

const TRACK = '/event/track/';
const MAPPING = '/segment/mapping/';
const AUDIENCE = '/segment/audience/';
const UPLOAD = '/dmp/custom_audience/file/upload/';

export const RECORDED_ANSWERS: readonly RecordedAnswer[] = [
  // Tokens and codes
  { code: 40105, message: 'Access token is incorrect or has been revoked.', kind: 'invalid-credentials' },
  { code: 40104, message: 'Access token is empty', kind: 'invalid-credentials' },
  {
    code: 40104,
    message: 'Access token is empty',
    httpStatus: 401,
    path: TRACK,
    kind: 'invalid-credentials',
  },
  { code: 40102, message: 'Access token is expired.', kind: 'invalid-credentials' },
  { code: 40110, message: 'Auth_code is used', kind: 'invalid-credentials' },
  { code: 40002, message: 'Auth code is expired or has been used.', kind: 'invalid-credentials' },
  { code: 40001, message: 'Auth_code is used', kind: 'invalid-credentials' },
  { code: 40110, message: 'Authorization code is expired', kind: 'invalid-credentials' },
  // Accounts, roles, scopes
  {
    code: 40001,
    message: 'No permission to operate advertiser: 7012345678901234567',
    kind: 'missing-permission',
  },
  {
    code: 40002,
    message: 'No permission to operate advertiser 7012345678901234567.',
    kind: 'missing-permission',
  },
  {
    code: 40001,
    message: 'No permission to operate advertiser: 7012345678901234567',
    path: AUDIENCE,
    kind: 'missing-permission',
  },
  {
    code: 40001,
    message:
      'No permission to operate pixel code: BU35TSQHT2A1QT375OMG. You must be an admin or operator of this advertiser account.',
    path: TRACK,
    kind: 'missing-permission',
  },
  {
    code: 40001,
    message: 'Permission error: The access token lacks the required scope for endpoint.',
    kind: 'missing-scope',
  },
  { code: 40130, message: 'Scope not authorized.', kind: 'missing-scope' },
  {
    code: 40002,
    message: "The advertiser 123 doesn't exist or has been deleted.",
    kind: 'advertiser-not-found',
  },
  {
    code: 40001,
    message: "advertiser account_id1 doesn't exist or has been deleted.",
    kind: 'advertiser-not-found',
  },
  { code: 51008, message: 'Service error:', kind: 'advertiser-not-found' },
  { code: 40300, message: 'Advertiser not exist.', kind: 'advertiser-not-found' },
  { code: 40301, message: 'Advertiser role error.', kind: 'missing-permission' },
  { code: 40118, message: 'Not in whitelist.', path: AUDIENCE, kind: 'streaming-not-allowed' },
  { code: 40118, message: 'Not in whitelist.', kind: 'streaming-not-allowed' },
  { code: 40001, message: 'No permission to access this API', path: MAPPING, kind: 'streaming-not-allowed' },
  // Rates
  { code: 40100, message: 'Too many requests. Please retry in some time.', kind: 'rate-limited' },
  { code: 40100, message: 'App reaches the QPS limit.', httpStatus: 401, path: TRACK, kind: 'rate-limited' },
  { code: 40016, message: 'Requests made too frequently.', kind: 'rate-limited' },
  { code: 40133, message: 'Requests made too frequently.', kind: 'rate-limited' },
  { code: 40001, message: 'Requests made too frequently', kind: 'rate-limited' },
  // Events
  {
    code: 40002,
    message: 'Invalid value for event_id: not a valid string.',
    path: TRACK,
    kind: 'invalid-parameters',
  },
  {
    code: 40002,
    message: 'Invalid value for event_source_id: not a valid string.',
    httpStatus: 400,
    path: TRACK,
    kind: 'event-source-invalid',
  },
  {
    code: 40002,
    message: 'Batch.0.properties.contents.0.content_id: Not a valid string',
    kind: 'invalid-parameters',
  },
  {
    code: 40002,
    message: 'Invalid value for data: length must be between 1 and 1000.',
    path: TRACK,
    kind: 'invalid-parameters',
  },
  {
    code: 40001,
    message: 'No permission to operate event source: 7654321098765432109.',
    path: TRACK,
    kind: 'event-source-invalid',
  },
  {
    code: 40007,
    message: 'No permission to operate event source: 7654321098765432109.',
    kind: 'event-source-invalid',
  },
  // Audiences and files
  {
    code: 40002,
    message: 'Parameter error: invalid audience ID',
    path: MAPPING,
    kind: 'audience-not-found',
  },
  {
    code: 40002,
    message: 'Invalid value for custom_audience_name: length must be between 1 and 128.',
    kind: 'invalid-parameters',
  },
  { code: 40900, message: 'File signature error.', path: UPLOAD, kind: 'file-refused' },
  { code: 40906, message: 'File is empty.', path: UPLOAD, kind: 'file-refused' },
  { code: 40907, message: 'File is too large.', path: UPLOAD, kind: 'file-refused' },
  { code: 40908, message: 'File type error.', path: UPLOAD, kind: 'file-refused' },
  { code: 40909, message: 'Calculate type error.', path: UPLOAD, kind: 'file-refused' },
  { code: 40910, message: 'File is expired.', path: UPLOAD, kind: 'file-refused' },
  { code: 40062, message: 'PII is not hashed.', kind: 'unhashed-data' },
  { code: 40061, message: 'Invalid batch size.', kind: 'invalid-parameters' },
  // TikTok itself
  {
    code: 40202,
    message: 'Write or update entity conflict. Retry may resolve this issue.',
    kind: 'tiktok-unavailable',
  },
  { code: 50000, message: 'System error', kind: 'tiktok-unavailable' },
  { code: 50000, message: 'remote or network error', kind: 'tiktok-unavailable' },
  {
    code: 50002,
    message: 'Error processing request on TikTok side. Please see error message for details.',
    kind: 'tiktok-unavailable',
  },
  {
    code: 51010,
    message: 'Internal service connection timeout. Please try again.',
    kind: 'tiktok-unavailable',
  },
  { code: 51021, message: 'Too many requests', kind: 'rate-limited' },
  { code: 60001, message: 'Service maintenance: please try again later.', kind: 'maintenance' },
  { code: 20001, message: 'Partial success.', kind: 'partial' },
  { code: 40009, message: 'Unsupported in sandbox.', kind: 'invalid-parameters' },
];
