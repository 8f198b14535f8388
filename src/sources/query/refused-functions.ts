/**
 * Functions of Presto that have no equal here, or one that differs. They are refused by name: a result that
 * looks right and isn't would be worse.
 */
const NOT_HERE = `
  all_match any_match none_match reduce zip_with map_filter transform_keys transform_values map_zip_with
  array_intersect array_except array_union array_distinct arrays_overlap array_frequency array_duplicates
  combinations ngrams shuffle trim_array zip
  split_to_map split_to_multimap multimap_agg multimap_from_entries map_union set_agg set_union
  checksum entropy kurtosis skewness numeric_histogram approx_most_frequent reduce_agg listagg
  approx_set merge empty_approx_set make_set_digest tdigest_agg qdigest_agg value_at_quantile
  crc32 xxhash64 murmur3 spooky_hash_v2_32 spooky_hash_v2_64 sha512 hmac_md5 hmac_sha1 hmac_sha256 hmac_sha512
  to_base32 from_base32 to_big_endian_32 to_big_endian_64 from_big_endian_32 from_big_endian_64
  to_ieee754_32 to_ieee754_64 from_ieee754_32 from_ieee754_64
  soundex word_stem luhn_check strrpos regexp_position translate_regexp
  format format_number human_readable_seconds parse_duration parse_data_size parse_presto_data_size
  typeof bit_count from_base width_bucket cosine_similarity cosine_distance
  normal_cdf inverse_normal_cdf beta_cdf inverse_beta_cdf wilson_interval_lower wilson_interval_upper
  from_unixtime_nanos with_timezone timezone_hour timezone_minute
  json_query json_value json_exists json_object json_array json_array_contains json_size
  contains_sequence ip_prefix ip_subnet_min ip_subnet_max ip_subnet_range is_subnet_of
  st_point st_distance bing_tile`
  .trim()
  .split(/\s+/);

const REFUSED = new Set(NOT_HERE);

/** What to write instead, where there is something. */
const INSTEAD: Readonly<Record<string, string>> = {
  format: 'Put texts together with ||.',
  sha512: 'TikTok takes SHA-256: sha256() works here.',
  listagg: "Write string_agg(x, ', ').",
  array_distinct: 'UNNEST the array and select DISTINCT.',
  any_match: 'Write cardinality(filter(x, e -> …)) > 0.',
  none_match: 'Write cardinality(filter(x, e -> …)) = 0.',
  json_query: 'json_extract works here.',
  json_value: 'json_extract_scalar works here.',
};

/** Every function that is refused, and what to write instead where there is something. */
export const REFUSED_FUNCTIONS: readonly { readonly name: string; readonly instead: string | undefined }[] =
  NOT_HERE.map((name) => ({ name, instead: INSTEAD[name] }));

/** Why a function can't be used, or undefined when it can. */
export function refusedFunction(
  name: string,
): { readonly problem: string; readonly hint: string } | undefined {
  if (!REFUSED.has(name)) return undefined;
  return {
    problem: `${name}() is not available on this engine`,
    hint: INSTEAD[name] ?? 'Say it with other functions, or compute it where the file comes from.',
  };
}
