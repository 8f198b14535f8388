import { ACCESS_FAULTS } from './access.ts';
import { DATA_FAULTS } from './data.ts';
import type { FaultDefinition } from './definition.ts';
import { SERVICE_FAULTS } from './service.ts';

export const FAULT_DEFINITIONS: readonly FaultDefinition[] = [
  ...ACCESS_FAULTS,
  ...DATA_FAULTS,
  ...SERVICE_FAULTS,
];

/**
 * The faults that can be asked for, by name. `row` is the fault's number in the table of answers the
 * simulator was built from; several faults are variants of one row, and a few further ones have none.
 */
export const SIMULATOR_FAULTS: readonly {
  readonly name: string;
  readonly description: string;
  readonly row: number | undefined;
}[] = FAULT_DEFINITIONS.map(({ name, description, row }) => ({ name, description, row }));
