import { assignmentPrefix, POINT_DIGITS } from '../../core/campaigns/assignment.ts';
import {
  CAMPAIGN_COLUMNS,
  type CampaignFile,
  type CampaignGroupPlace,
  type StageCampaignRequest,
  type StagedCampaign,
  type StagedCampaignFile,
} from '../../core/campaigns/staged.ts';
import type { EngineCall } from '../../core/ports/engine.ts';
import type { Database } from '../duckdb/database.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { firstUnreadable, NOTHING_UNREADABLE } from '../files/unreadable-rows.ts';
import { withQuery } from '../query/open-query.ts';
import type { PersonQuery } from '../query/person-query.ts';
import { NOTED_ROWS, noteSources } from '../query/source-notes.ts';
import type { Shop, Workshop } from '../query/workshop.ts';
import type { RoomCall } from '../trino/server.ts';
import { type RowJudge, registerJudge } from './judge-rows.ts';
import { keySql } from './packed-hash.ts';
import { createRows, findColumn, finishStaged, insertRows, stagedAudience } from './stage.ts';
import { attachStagedSql, removeDatabaseFile } from './staged-file.ts';

/** Runs a campaign's query once and writes a staged file for each of its audiences; all of them or none. */
export async function stageCampaign(
  shop: Shop,
  request: StageCampaignRequest,
  call: RoomCall,
): Promise<StagedCampaign> {
  const started = performance.now();
  const judges: RowJudge[] = [];
  const prepare = async (database: Database) => {
    judges.length = 0;
    for (const [index, { slots, rules, stagedPath }] of request.files.entries()) {
      await database.run(attachStagedSql(stagedPath, catalogOf(index)));
      const types = slots.map(({ type }) => type);
      judges.push(registerJudge(database, types, rules, index));
    }
  };
  try {
    return await withQuery(shop, request.tables, request.sql, { prepare }, call, async (workshop, query) => {
      const staging = new CampaignStaging(workshop, query, request, call);
      await staging.read();
      const files: StagedCampaignFile[] = [];
      for (const [index, file] of request.files.entries()) {
        const judge = judges[index];
        if (judge === undefined) throw new Error('The workshop was not prepared.');
        files.push(await staging.stage(file, catalogOf(index), judge));
      }
      return { ...(await staging.count(files)), seconds: (performance.now() - started) / 1000 };
    });
  } catch (error) {
    for (const { stagedPath } of request.files) removeDatabaseFile(stagedPath);
    throw error;
  }
}

function catalogOf(index: number): string {
  return `staged_${index}`;
}

/** The campaign's people, in memory (what spills to disk is encrypted), on their way to the staged files. */
class CampaignStaging {
  readonly #workshop: Workshop;
  readonly #query: PersonQuery;
  readonly #request: StageCampaignRequest;
  readonly #call: EngineCall;

  constructor(workshop: Workshop, query: PersonQuery, request: StageCampaignRequest, call: EngineCall) {
    this.#workshop = workshop;
    this.#query = query;
    this.#request = request;
    this.#call = call;
  }

  /** Runs the query; every row is read once, so that all groups are of the same moment. */
  async read(): Promise<void> {
    const { texts, relation } = this.#query;
    const { person, part, excluded } = CAMPAIGN_COLUMNS;
    const values = texts.map((text, place) => `${text} AS b${place}`);
    const statement = `CREATE OR REPLACE TEMP TABLE campaign_rows AS
      SELECT coalesce(${this.#text(person)}, '') AS person, ${this.#text(part)}::INTEGER AS part,
        coalesce(${this.#text(excluded)}::BOOLEAN, false) AS excluded, ${values.join(', ')}
      FROM ${relation}`;
    await this.#query.run(statement, (text) => this.#run(text));
    // A person with several rows is in the first sub-audience that fits any of them: in one group only.
    const hash = `system.main.sha256(${quoteText(assignmentPrefix(this.#request.campaign))} || person)`;
    await this.#run(
      `CREATE OR REPLACE TEMP TABLE campaign_people AS
       SELECT person, system.main.min(part) AS part, system.main.bool_or(excluded) AS excluded,
         ('0x' || system.main.substr(${hash}, 1, ${POINT_DIGITS}))::UBIGINT AS point
       FROM campaign_rows WHERE person <> '' GROUP BY person`,
    );
  }

  /** The rows of a file's groups, one group after the other. */
  async stage(file: CampaignFile, catalog: string, judge: RowJudge): Promise<StagedCampaignFile> {
    const { database } = this.#workshop;
    await createRows(database, catalog, file.slots);
    const texts = file.slots.map((slot) => `b${findColumn(this.#query.columns, slot)}`);
    const groups: { people: number; rows: number }[] = [];
    for (const group of file.groups) {
      const members = `campaign_people WHERE NOT excluded AND ${isInGroup(group)}`;
      const relation = `(SELECT campaign_rows.* FROM campaign_rows
        JOIN (SELECT person FROM ${members}) AS members ON members.person = campaign_rows.person)`;
      const people = await database.number(`SELECT count(*) FROM ${members}`, this.#call);
      const rows = await database.number(`SELECT count(*) FROM ${relation}`, this.#call);
      await this.#run(insertRows(catalog, file, texts, judge, relation));
      groups.push({ people, rows });
    }
    const none = { unreadable: NOTHING_UNREADABLE, notes: [] };
    const facts = await finishStaged(database, catalog, file.slots, judge, none, this.#call);
    return { staged: stagedAudience(facts, 0), groups };
  }

  async count(files: readonly StagedCampaignFile[]): Promise<Omit<StagedCampaign, 'seconds'>> {
    const { database } = this.#workshop;
    const people = await database.row(
      `SELECT count(*) AS people, count_if(excluded) AS excluded, count_if(NOT excluded AND part IS NULL) AS outside
       FROM campaign_people`,
      this.#call,
    );
    const rowsWithoutKey = await database.number(
      "SELECT count(*) FROM campaign_rows WHERE person = ''",
      this.#call,
    );
    const unreadable = await this.#workshop.unreadable(this.#call);
    const inGroups = files.flatMap(({ groups }) => groups).reduce((sum, { rows }) => sum + rows, 0);
    return {
      rowsRead: inGroups + rowsWithoutKey + unreadable.count,
      rowsWithoutKey,
      unreadable: firstUnreadable(unreadable),
      notes: await noteSources(this.#workshop, NOTED_ROWS, this.#call),
      people: Number(people.people),
      peopleExcluded: Number(people.excluded),
      peopleOutside: Number(people.outside),
      sharedIdentifiers: await this.#countShared(),
      files,
    };
  }

  /** Hashes of one type that stand in several files; 64 bits of each tell them apart well enough to count. */
  async #countShared(): Promise<number> {
    const { files } = this.#request;
    const types = new Set(files.flatMap(({ slots }) => slots.map(({ type }) => type)));
    let shared = 0;
    for (const type of types) {
      const keys = files.map(({ slots }, index) => {
        const own = slots.flatMap((slot, k) =>
          slot.type === type
            ? [
                `SELECT system.main.hash(${keySql(`h${k}`)}) AS key FROM ${catalogOf(index)}.rows WHERE h${k} IS NOT NULL`,
              ]
            : [],
        );
        return own.length === 0 ? [] : [`SELECT DISTINCT key FROM (${own.join(' UNION ALL ')})`];
      });
      const all = keys.flat();
      if (all.length < 2) continue;
      shared += await this.#workshop.database.number(
        `SELECT count(*) FROM (SELECT key FROM (${all.join(' UNION ALL ')}) GROUP BY key HAVING count(*) > 1)`,
        this.#call,
      );
    }
    return shared;
  }

  #text(name: string): string {
    const { columns, texts } = this.#query;
    return texts[columns.findIndex((column) => column.name === name)] ?? 'NULL';
  }

  async #run(statement: string): Promise<void> {
    await this.#workshop.database.run(statement, this.#call);
  }
}

function isInGroup({ part, from, to }: CampaignGroupPlace): string {
  return `part = ${part} AND point >= ${from} AND point < ${to}`;
}
