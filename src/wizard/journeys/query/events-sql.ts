import { proposeMapping } from '../../../core/detection/propose-mapping.ts';
import { EVENT_FIELDS, findEventField } from '../../../core/events/fields.ts';
import type { SampleRows } from '../../../core/ports/sources.ts';
import type { TableAnswer } from '../source/tables.ts';
import { sqlName } from './sql-names.ts';

/** Names that the demo's query has for its two files, as customer-data platforms call these tables. */
const DEMO_TABLES = { transactions: 'Unified_Itemized_Transactions', customers: 'Merged_Customers' } as const;

/**
 * The demo's query: one row an item sold, the lines of an order joined into one event by its event id. The
 * value of an order is added up from its prices and quantities.
 */
export const DEMO_EVENTS_SQL = `SELECT
  'ACME Essentials' AS brand
  ,uit.product_category AS content_category
  ,uit.product_id AS content_id
  ,uit.product_name AS content_name
  ,'product' AS content_type
  ,'USD' AS currency
  ,mc.email AS email
  ,'CompletePayment' AS event
  ,'in_store' AS event_channel
  ,CAST(uit.order_id AS VARCHAR) AS event_id
  ,uit.order_id
  ,CONCAT('+1', REGEXP_REPLACE(mc.phone, '[^0-9]', '')) AS phone
  ,uit.item_price AS price
  ,uit.item_quantity AS quantity
  ,uit.store_id AS shop_id
  ,uit.order_datetime AS timestamp
FROM ${DEMO_TABLES.transactions} uit
LEFT JOIN ${DEMO_TABLES.customers} mc ON uit.amperity_id = mc.amperity_id
WHERE uit.order_datetime > (CURRENT_DATE - interval '7' day)`;

/** The demo's files as tables: what was sold, and who the buyers are. */
export function demoEventTables(sampleFolder: string): readonly TableAnswer[] {
  return [
    { name: DEMO_TABLES.transactions, files: [`${sampleFolder}/transactions.csv`] },
    { name: DEMO_TABLES.customers, files: [`${sampleFolder}/merged_customers.csv`] },
  ];
}

/** True while the tables are those that the demo's query reads. */
export function areDemoEventTables(tables: readonly TableAnswer[], sampleFolder: string): boolean {
  return JSON.stringify(tables) === JSON.stringify(demoEventTables(sampleFolder));
}

function proposedFields(sample: SampleRows) {
  return proposeMapping('events', [], sample).fields.flatMap(({ field, column }) => {
    const known = findEventField(field);
    // Where events go is the destination's to say.
    return column === undefined || known === undefined || EVENT_FIELDS[known].place === 'request'
      ? []
      : [{ field, column }];
  });
}

/**
 * The query most people want of a table with events: its columns under the names that event fields have, found
 * by the columns' names and contents. Where none is found, every column.
 */
export function proposeEventsSql(table: string, sample: SampleRows): string {
  const columns = proposedFields(sample).map(
    ({ field, column }) => `  ${column === field ? field : `${sqlName(column)} AS ${field}`}`,
  );
  const selected = columns.length === 0 ? ['  *'] : columns;
  return `SELECT\n${selected.join(',\n')}\nFROM ${sqlName(table)}`;
}

/** How many event fields a sample seems to hold; the table with most is the one to start from. */
export function countEventFields(sample: SampleRows): number {
  return proposedFields(sample).length;
}
