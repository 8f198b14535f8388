import { isNode, type TreeNode, type TreeValue } from './syntax-tree.ts';

/**
 * Proves that an edited query says what the person wrote: with the functions that were put in taken out again,
 * the two parse trees have to be equal.
 */
export function haveSameMeaning(original: TreeNode, edited: TreeNode): boolean {
  return JSON.stringify(plain(original)) === JSON.stringify(plain(edited));
}

const COMPARISON_TYPES: Readonly<Record<string, string>> = {
  'tada =': 'COMPARE_EQUAL',
  'tada <>': 'COMPARE_NOTEQUAL',
  'tada <': 'COMPARE_LESSTHAN',
  'tada <=': 'COMPARE_LESSTHANOREQUALTO',
  'tada >': 'COMPARE_GREATERTHAN',
  'tada >=': 'COMPARE_GREATERTHANOREQUALTO',
};

/** DuckDB's parser writes NOT in front of a comparison into the comparison. */
const OPPOSITES: Readonly<Record<string, string>> = {
  COMPARE_EQUAL: 'COMPARE_NOTEQUAL',
  COMPARE_NOTEQUAL: 'COMPARE_EQUAL',
  COMPARE_LESSTHAN: 'COMPARE_GREATERTHANOREQUALTO',
  COMPARE_GREATERTHANOREQUALTO: 'COMPARE_LESSTHAN',
  COMPARE_GREATERTHAN: 'COMPARE_LESSTHANOREQUALTO',
  COMPARE_LESSTHANOREQUALTO: 'COMPARE_GREATERTHAN',
};

/** Functions that only say how their first argument is read. */
const READINGS = new Set(['tada as', 'tada number', 'tada order', 'tada time', 'tada cut']);

/** Other names that were put in, and what they stand for. */
const STANDS_FOR: Readonly<Record<string, string>> = { arg_min: 'min', arg_max: 'max' };

function plain(value: TreeValue | undefined): TreeValue {
  if (Array.isArray(value)) return (value as readonly TreeValue[]).map(plain);
  if (!isNode(value)) return value ?? null;
  return plainNode(value);
}

function plainNode(node: TreeNode): TreeValue {
  const children = Array.isArray(node.children) ? (node.children as readonly TreeValue[]) : [];
  const name = typeof node.function_name === 'string' ? node.function_name : '';
  const alias = typeof node.alias === 'string' ? node.alias : '';
  const comparison = node.class === 'FUNCTION' ? COMPARISON_TYPES[name] : undefined;
  if (comparison !== undefined) return compared(comparison, children[0], children[1], alias);
  if (node.class === 'FUNCTION' && READINGS.has(name)) return withAlias(plain(children[0]), alias);
  if (node.class === 'COMPARISON') return compared(String(node.type), node.left, node.right, alias);
  if (node.class === 'BETWEEN') {
    const low = compared('COMPARE_GREATERTHANOREQUALTO', node.input, node.lower, '');
    const high = compared('COMPARE_LESSTHANOREQUALTO', node.input, node.upper, '');
    return { class: 'CONJUNCTION', type: 'CONJUNCTION_AND', alias, children: [low, high] };
  }
  if (node.class === 'CONJUNCTION') {
    return {
      class: 'CONJUNCTION',
      type: String(node.type),
      alias,
      children: flat(String(node.type), children),
    };
  }
  if (node.type === 'OPERATOR_NOT' && children.length === 1) {
    const negated = plain(children[0]);
    const opposite =
      isNode(negated) && negated.class === 'COMPARISON' ? OPPOSITES[String(negated.type)] : undefined;
    if (opposite !== undefined) return { ...(negated as TreeNode), type: opposite, alias };
  }
  const ordered = STANDS_FOR[name];
  if (ordered !== undefined && children.length === 2 && isReadingOf(children[1], children[0])) {
    return plainNode({ ...node, function_name: ordered, children: children.slice(0, 1) });
  }
  const parts = Object.entries(node).filter(([key]) => key !== 'query_location');
  return Object.fromEntries(parts.map(([key, part]) => [key, plain(part)]));
}

/** Nested ANDs are one AND: a BETWEEN becomes two comparisons. */
function flat(type: string, children: readonly TreeValue[]): readonly TreeValue[] {
  return children.map(plain).flatMap((child) => {
    const isSame =
      isNode(child) && child.class === 'CONJUNCTION' && child.type === type && child.alias === '';
    return isSame ? (child.children as readonly TreeValue[]) : [child];
  });
}

function compared(
  type: string,
  left: TreeValue | undefined,
  right: TreeValue | undefined,
  alias: string,
): TreeValue {
  return { class: 'COMPARISON', type, alias, left: plain(left), right: plain(right) };
}

/** A column that a function was put around keeps the name that was given to it. */
function withAlias(value: TreeValue, alias: string): TreeValue {
  return isNode(value) && alias !== '' ? { ...value, alias } : value;
}

/** `"tada order"(x)` beside `x`. */
function isReadingOf(reading: TreeValue | undefined, value: TreeValue | undefined): boolean {
  if (!isNode(reading) || reading.function_name !== 'tada order') return false;
  return JSON.stringify(plain(reading)) === JSON.stringify(plain(value));
}
