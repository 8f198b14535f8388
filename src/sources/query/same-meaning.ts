import { isNode, type TreeNode, type TreeValue } from './syntax-tree.ts';

/**
 * Proves that an edited query says what the person wrote: with the functions that were put in taken out again,
 * the two parse trees have to be equal.
 */
export function haveSameMeaning(original: TreeNode, edited: TreeNode): boolean {
  return JSON.stringify(plain(original)) === JSON.stringify(plain(edited));
}

/** Functions that only say how their first argument is read. */
const READINGS = new Set(
  [
    ...['number', 'whole', 'time', 'date', 'truth', 'order', 'cut', 'divisor'],
    ...['digits', 'truth word', 'rounded', 'scientific', 'time text', 'fitting', 'fitting or nothing'],
    ...['double text', 'decimal text', 'date text', 'clock text', 'moment text', 'interval text'],
    ...['printed', 'days', 'moved date', 'hour text', 'clock value'],
    ...['average', 'scaled', 'integer', 'exact', 'double', 'real'],
  ].map((name) => `tada ${name}`),
);

const QUOTIENTS = new Set(['/', 'tada quotient', 'tada decimal quotient']);

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
  if (node.class === 'FUNCTION' && READINGS.has(name)) return withAlias(plain(children[0]), alias);
  if (node.class === 'FUNCTION' && QUOTIENTS.has(name)) {
    return { class: 'FUNCTION', function_name: '/', alias, children: children.slice(0, 2).map(plain) };
  }
  const ordered = STANDS_FOR[name];
  if (ordered !== undefined && children.length === 2 && isReadingOf(children[1], children[0])) {
    return plainNode({ ...node, function_name: ordered, children: children.slice(0, 1) });
  }
  const parts = Object.entries(node).filter(([key]) => key !== 'query_location');
  return Object.fromEntries(parts.map(([key, part]) => [key, plain(part)]));
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
