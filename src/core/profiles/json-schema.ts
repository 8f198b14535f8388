import { z } from 'zod';
import { isRecord } from '../is-record.ts';
import { FILTER_JSON_SCHEMA } from './filter-schema.ts';
import type { JsonPath } from './located-json.ts';
import { profileSchema } from './schema.ts';

/** The part of JSON Schema that is needed to find out which keys an object may have. */
interface SchemaNode {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/**
 * Readers of JSON Schema in other languages, Python's among them, know no `\p{…}` and refuse the whole schema. The
 * printed patterns accept no less than `apply` does; of the signs and spaces outside ASCII they let some pass.
 */
const PORTABLE_PATTERNS: ReadonlyMap<string | undefined, string> = new Map([
  [String.raw`^\P{Cc}*$`, String.raw`^[^\u0000-\u001f\u007f-\u009f]*$`],
  [
    String.raw`^[\p{L}_][\p{L}\p{N}_ -]*$`,
    String.raw`^[^\u0000-\u0040\u005b-\u005e\u0060\u007b-\u007f][^\u0000-\u001f\u0021-\u002c\u002e\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u007f]*$`,
  ],
]);

/** The profile file as a JSON Schema (draft 2020-12), for editors and for `tada apply --schema`. */
export function profileJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(profileSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      const portable = PORTABLE_PATTERNS.get(jsonSchema.pattern);
      if (portable !== undefined) jsonSchema.pattern = portable;
    },
  });
  const properties = { $schema: { type: 'string' }, ...schema.properties };
  const $defs = { ...schema.$defs, filter: FILTER_JSON_SCHEMA };
  return { $schema, title: 'tada profile', ...schema, properties, $defs };
}

/** Settings by whose value an object has other keys. */
type Distinction = 'kind' | 'engine';

/** What could have been meant by a key that isn't known. */
export interface KnownKeys {
  /** Keys of the object that stands there. */
  readonly here: readonly string[];
  /** The setting that decides which keys there are. */
  readonly distinction: Distinction;
  /** Keys it would have if that setting were another one, by its value. */
  readonly elsewhere: ReadonlyMap<string, readonly string[]>;
}

/**
 * Keys that the object at `path` may have. Read from the JSON Schema, so that a new setting is known here at
 * the moment it is added to the profile.
 */
export function knownKeysAt(path: JsonPath, object: unknown): KnownKeys {
  const root: SchemaNode = z.toJSONSchema(profileSchema, { io: 'input' }) as SchemaNode;
  let nodes = alternatives(root);
  for (const part of path) nodes = nodes.flatMap((node) => alternatives(child(node, part)));
  const distinction = nodes.some(({ properties }) => properties?.engine !== undefined) ? 'engine' : 'kind';
  const kind = isRecord(object) ? object[distinction] : undefined;
  const here = new Set<string>();
  const elsewhere = new Map<string, readonly string[]>();
  for (const node of nodes) {
    const keys = Object.keys(node.properties ?? {});
    const setting = node.properties?.[distinction];
    const kinds = setting?.enum ?? (setting?.const === undefined ? [] : [setting.const]);
    if (kinds.length > 0 && kind !== undefined && !kinds.includes(kind)) {
      for (const other of kinds) elsewhere.set(String(other), keys);
    } else {
      for (const key of keys) here.add(key);
    }
  }
  return { here: [...here], distinction, elsewhere };
}

function alternatives(node: SchemaNode | undefined): readonly SchemaNode[] {
  if (node === undefined) return [];
  const options = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return options.length === 0 ? [node] : options.flatMap(alternatives);
}

function child(node: SchemaNode, part: string | number): SchemaNode | undefined {
  if (typeof part === 'number') return node.items;
  const named = node.properties?.[part];
  if (named !== undefined) return named;
  return typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
}
