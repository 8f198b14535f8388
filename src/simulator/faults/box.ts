import { usageError } from '../../core/errors.ts';
import { didYouMean } from '../../core/profiles/nearest.ts';
import { FAULT_DEFINITIONS } from './catalogue.ts';
import type { FaultDefinition, FaultEffect } from './definition.ts';

/** A fault waiting for requests. */
interface ArmedFault {
  readonly definition: FaultDefinition;
  /** Beginnings of `METHOD /path/` it is about. */
  readonly only: readonly string[];
  /** Matching requests still let through before the first one is hit. */
  skips: number;
  /** Matching requests still to be hit. */
  shots: number;
}

const SPELLING = /^(?<name>[a-z0-9-]+)(?:@(?<path>[\w/]+))?(?:\+(?<skips>\d+))?(?:[*:](?<shots>\d+))?$/;

/**
 * Reads a fault as it is written on a command line: `NAME[@PATH][+SKIP][*COUNT]`. It concerns requests
 * whose path begins with PATH (default: those the fault is about), lets the first SKIP of them through and
 * hits COUNT (default: all further ones). `:COUNT` means `*COUNT`, for shells that expand the star.
 * Rejects with kind `usage`.
 *
 * `reset`, `token-revoked@/segment/mapping/+3`, `rate-limit*2`
 */
export function parseFault(text: string): ArmedFault {
  const parts = SPELLING.exec(text)?.groups;
  if (parts === undefined) {
    throw usageError(
      `"${text}" is not a fault.`,
      'Write NAME, or NAME@/path/ to choose the requests, and *2 for a count.',
    );
  }
  const definition = FAULT_DEFINITIONS.find(({ name }) => name === parts.name);
  if (definition === undefined) {
    const names = FAULT_DEFINITIONS.map(({ name }) => name);
    throw usageError(
      `There is no fault "${parts.name}"${didYouMean(parts.name ?? '', names) || '.'}`,
      '`tada simulator --list-faults` shows all of them.',
    );
  }
  return {
    definition,
    only: parts.path === undefined ? definition.only : chosenPaths(parts.path),
    skips: Number(parts.skips ?? 0),
    shots: parts.shots === undefined ? Number.POSITIVE_INFINITY : Number(parts.shots),
  };
}

function chosenPaths(path: string): readonly string[] {
  const start = path.startsWith('/') ? path : `/${path}`;
  return [`GET ${start}`, `POST ${start}`];
}

/** The faults of a running simulator, in the order they were added; several may hit one request. */
export class FaultBox {
  readonly #armed: ArmedFault[] = [];

  add(text: string): void {
    this.#armed.push(parseFault(text));
  }

  /** Takes out every fault of a name; true when there was one. */
  remove(name: string): boolean {
    const kept = this.#armed.filter((fault) => fault.definition.name !== name);
    const isFound = kept.length < this.#armed.length;
    this.#armed.splice(0, this.#armed.length, ...kept);
    return isFound;
  }

  clear(): void {
    this.#armed.length = 0;
  }

  /**
   * What happens to a request. Of the faults that end a request only the first counts; the ones behind it
   * keep their counts for later requests.
   */
  hit(method: string, path: string): Hit {
    const request = `${method} ${path}`;
    const kinds = new Set<FaultEffect['kind']>();
    let ending: EndingEffect | undefined;
    for (const fault of this.#armed) {
      const { effect } = fault.definition;
      if (fault.shots === 0 || !fault.only.some((start) => request.startsWith(start))) continue;
      if (isEnding(effect) && ending !== undefined) continue;
      if (fault.skips > 0) {
        fault.skips--;
        continue;
      }
      fault.shots--;
      kinds.add(effect.kind);
      if (isEnding(effect)) ending = effect;
    }
    return { ending, also: kinds };
  }
}

type EndingEffect = Extract<FaultEffect, { kind: 'refuse' | 'before' | 'after' | 'partial' }>;

export interface Hit {
  readonly ending: EndingEffect | undefined;
  /** Kinds of every effect on this request. */
  readonly also: ReadonlySet<FaultEffect['kind']>;
}

function isEnding(effect: FaultEffect): effect is EndingEffect {
  return ['refuse', 'before', 'after', 'partial'].includes(effect.kind);
}
