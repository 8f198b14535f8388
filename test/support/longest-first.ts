import { relative, sep } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Parts of the suite whose files take long, the longest first; what isn't named here takes a second or two. */
const LONG = ['torture', 'pictures', 'e2e', 'commands', 'sources', 'ui/pty', 'ui'];

/**
 * Long files first, also on a fresh checkout, where nothing is known of how long they took: a worker that begins
 * the longest one last works alone for as long as that takes.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const path = relative(`${import.meta.dirname}/..`, moduleId).replaceAll(sep, '/');
      const rank = LONG.findIndex((part) => path.startsWith(`${part}/`));
      return rank === -1 ? LONG.length : rank;
    };
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
