/** Every code of TikTok's own SDK, by what tada makes of it when the message says nothing more. */

export interface Expectation {
  readonly kind: string;
  readonly retry: string;
  readonly codes: readonly number[];
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

export const SDK_CODES: readonly Expectation[] = [
  { kind: 'partial', retry: 'no', codes: [20001] },
  {
    kind: 'invalid-parameters',
    retry: 'no',
    codes: [
      40000, 40002, 40006, 40007, 40009, 40010, 40011, 40012, 40051, 40052, 40053, 40061, 40063, 40101, 40400,
      40502, 40911, 41001, 41002,
    ],
  },
  {
    kind: 'missing-permission',
    retry: 'no',
    codes: [40001, 40003, 40113, 40119, 40121, 40122, 40124, 40125, 40126, 40127, 40128, 40129, 40301, 41000],
  },
  { kind: 'unknown', retry: 'no', codes: [40008, 40014, 40050] },
  { kind: 'advertiser-not-found', retry: 'no', codes: [40013, 40300, 40302] },
  { kind: 'rate-limited', retry: 'rate', codes: [40016, 40100, 40132, 40133, 61000] },
  { kind: 'unhashed-data', retry: 'no', codes: [40062] },
  {
    kind: 'invalid-credentials',
    retry: 'no',
    codes: [
      40102, 40103, 40104, 40105, 40106, 40107, 40108, 40109, 40110, 40112, 40114, 40115, 40116, 40120, 40309,
      70001,
    ],
  },
  { kind: 'streaming-not-allowed', retry: 'no', codes: [40117, 40118] },
  { kind: 'missing-scope', retry: 'no', codes: [40130, 40131] },
  { kind: 'tiktok-unavailable', retry: 'few', codes: [40200, 40700, 40901, 40902, 40903, 40913, 41013] },
  { kind: 'tiktok-unavailable', retry: 'short', codes: [40201, 40202, 50000, 50002] },
  {
    kind: 'file-refused',
    retry: 'no',
    codes: [40900, 40904, 40905, 40906, 40907, 40908, 40909, 40910, 40912, 40914, 40915, 40916],
  },
  {
    kind: 'tiktok-unavailable',
    retry: 'few',
    codes: [...range(51000, 51012), ...range(51014, 51021), ...range(51030, 51067), 51099],
  },
  {
    kind: 'tiktok-unavailable',
    retry: 'short',
    codes: [...range(52000, 52003), ...range(52100, 52103), ...range(52201, 52204), 53102, 53103],
  },
  { kind: 'maintenance', retry: 'long', codes: [60001] },
];
