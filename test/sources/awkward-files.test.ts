import { expect, it } from 'vitest';
import { AWKWARD_EXPORTS } from './support/awkward-exports.ts';
import { AWKWARD_FILES } from './support/awkward-files.ts';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig();

it.each([...AWKWARD_FILES, ...AWKWARD_EXPORTS].map((each) => [each.name, each] as const))(
  '%s gives what it holds, and tells what it does not',
  async (name, { bytes, others = {}, expected }) => {
    const paths = Object.entries({ [name]: bytes, ...others }).map((each) => rig.file(...each));
    if ('refused' in expected) {
      const { kind, message } = await knownError(rig.engine.inspect({ t: paths }));
      expect([kind, message]).toEqual(['source-unreadable', expect.stringContaining(expected.refused)]);
      return;
    }
    const [table] = await rig.engine.inspect({ t: paths });
    const { columns, rows } = await rig.engine.sample({ t: paths }, 'SELECT * FROM t', 100);
    const { count, examples } = table?.unreadable ?? { count: undefined, examples: [] };
    expect({
      columns: columns.map((column) => column.name),
      rows:
        typeof expected.rows === 'number' ? await rig.engine.count({ t: paths }, 'SELECT 1 FROM t') : rows,
      unreadable: count,
      lines: examples.map(({ line }) => line),
      notes: table?.notes?.map(({ code }) => code),
    }).toEqual({ unreadable: 0, lines: [], notes: [], ...expected });
  },
);
