/** What a child needs of the environment; tokens that scripts pass in variables stay out of its reach. */
const INHERITED_VARIABLES = [
  ...['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'HOME', 'USERPROFILE'],
  // Compiled code is kept between starts: a quarter of the time until the engine is there.
  'NODE_COMPILE_CACHE',
];

/**
 * DuckDB writes blocks of 256 KiB whole, also the gap between a column's offsets and its texts, and takes them from
 * memory as it was left: parts of addresses, read from a file a moment ago, went to disk beside the hashes. On Linux
 * its allocator fills what it hands out with zeros when it is told so. It reads this variable when it is loaded; no
 * setting of a database reaches it. Other systems' allocators have no such switch.
 *
 * Large pieces it empties by giving them back to the system and asking for them anew, page by page. Those of up to
 * four megabytes that a thread keeps for itself (32 KiB, where nothing is said) are overwritten instead: of the pages
 * asked for when a million events are staged, half are left.
 */
const EMPTY_MEMORY = { DUCKDB_JE_MALLOC_CONF: 'zero:true,tcache_max:4194304' } as const;

/** The environment of the engine's child process. */
export function engineEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...Object.fromEntries(INHERITED_VARIABLES.map((name) => [name, own[name]])), ...EMPTY_MEMORY };
}
