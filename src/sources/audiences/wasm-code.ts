/**
 * The little of WebAssembly's binary format that hashing needs: opcodes of the specification (SIMD included) and a
 * module of one function. Kept apart, so that the algorithm reads as one.
 */

type Code = readonly number[];

/** A whole number in the format's variable length; negative ones for constants only. */
export function leb(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    const isDone = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0);
    bytes.push(isDone ? byte : byte | 0x80);
    if (isDone) return bytes;
  }
}

/** The same for sizes, indexes and opcodes, which have no sign. */
function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
/** Alignment is a hint; 16 bytes. */
const access = (offset: number): Code => [4, ...unsigned(offset)];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const tee = (local: number): Code => [0x22, ...unsigned(local)];
export const constant = (value: number): Code => [0x41, ...leb(value)];
export const ADD: Code = [0x6a];

/** Runs `body`, which leaves whether to go on, until it leaves zero. */
export const loopWhile = (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0x00, 0x0b];

/** Addresses are on the stack. */
export const loadLanes = (offset: number): Code => [...simd(0), ...access(offset)];
export const loadIntoAllLanes = (offset: number): Code => [...simd(9), 2, ...unsigned(offset)];
export const storeLanes = (offset: number): Code => [...simd(11), ...access(offset)];
export const lanesOf = (word: number): Code => [...constant(word), ...simd(17)];
/** Sixteen bytes out of the thirty-two of two values. */
export const shuffle = (bytes: readonly number[]): Code => [...simd(13), ...bytes];
export const AND = simd(78);
export const OR = simd(80);
export const XOR = simd(81);
export const shiftLeft = (bits: number): Code => [...constant(bits), ...simd(171)];
export const shiftRight = (bits: number): Code => [...constant(bits), ...simd(173)];
export const ADD_LANES = simd(174);

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const text = (name: string): Code => [name.length, ...new TextEncoder().encode(name)];
const INTEGER = 0x7f;
const LANES = 0x7b;

/**
 * A module that imports `env.memory` of so many pages and exports `run(count)`. Locals: 0 is `count`, then come
 * the integers, then the lanes.
 */
export function moduleOf(
  pages: number,
  locals: { readonly integers: number; readonly lanes: number },
  body: Code,
): Uint8Array<ArrayBuffer> {
  const declared = [2, ...unsigned(locals.integers), INTEGER, ...unsigned(locals.lanes), LANES];
  const code = [...declared, ...body, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 1, INTEGER, 0]),
    ...section(2, [1, ...text('env'), ...text('memory'), 0x02, 0x00, ...unsigned(pages)]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('run'), 0x00, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

/** A page of WebAssembly's memory. */
export const PAGE_BYTES = 65_536;

/** What is used of the runtime's WebAssembly; the types of Node don't have it. */
interface Runtime {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: object } },
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean;
}

/** A compiled module. */
export type CompiledModule = object;

/**
 * Compiles a module of {@link moduleOf}. Undefined where that can't be: on processors without vectors of 128 bits,
 * and where the runtime was started without its compiler.
 */
export function compile(module: Uint8Array<ArrayBuffer>): CompiledModule | undefined {
  const { WebAssembly: runtime } = globalThis as { readonly WebAssembly?: Runtime };
  return runtime?.validate(module) === true ? new runtime.Module(module) : undefined;
}

/** Runs a compiled module on memory of its own; undefined where there is none. */
export function start(
  pages: number,
  module: CompiledModule | undefined,
): { readonly memory: ArrayBuffer; readonly run: (count: number) => void } | undefined {
  const { WebAssembly: runtime } = globalThis as { readonly WebAssembly?: Runtime };
  if (runtime === undefined || module === undefined) return undefined;
  const memory = new runtime.Memory({ initial: pages });
  const { exports } = new runtime.Instance(module, { env: { memory } });
  return { memory: memory.buffer, run: exports.run as (count: number) => void };
}
