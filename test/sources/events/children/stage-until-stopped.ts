import { layOutEvents } from '../../../../src/core/events/layout.ts';
import { openEngineRoom } from '../../../../src/sources/engine-room.ts';

/** Stages a file of visits; prints `reading` with the first rows, and then what came of it. */
const [folder = '', file = '', columns = ''] = process.argv.slice(2);
const room = openEngineRoom({ tempDirectory: `${folder}/spill`, threads: 2, memoryLimitMb: 200 });
const { layout } = layOutEvents(undefined, columns.split(','), 'web');
const request = {
  stagedPath: `${folder}/staged.duckdb`,
  sealedPath: `${folder}/staged.sealed`,
  key: new Uint8Array(32).fill(1),
  tables: { t: [file] },
  sql: 'SELECT * FROM t',
  layout,
  settings: {
    eventSource: 'web',
    eventSourceId: 'C4A1B2C3D4E5F6G7H8I9',
    fixedEventName: undefined,
    limitedDataUse: false,
    timeZone: undefined,
    rules: { emailRule: 'standard', phoneRule: 'plus', idfaCase: 'upper', defaultCountry: 'US' },
    sendOldEvents: true,
    now: Date.parse('2026-11-20T12:00:00Z'),
  },
} as const;
let isReading = false;
const onProgress = () => {
  if (!isReading) console.log('reading');
  isReading = true;
};
try {
  const { events } = await room.stageEvents(request, { onProgress });
  console.log(`${events} events`);
} catch (error) {
  console.log((error as { kind?: string }).kind ?? String(error));
}
await room.close();
