export type { SimulatorControl } from './control.ts';
export type { EventCounts, EventOutcome, ReceivedEvent } from './event-log.ts';
export { SIMULATOR_FAULTS } from './faults/catalogue.ts';
export { type SampleData, writeSampleData } from './sample-data.ts';
export {
  type Simulator,
  type SimulatorAddress,
  type SimulatorOptions,
  startSimulator,
} from './simulator.ts';
export type { AudienceState, SimulatorState } from './state.ts';
