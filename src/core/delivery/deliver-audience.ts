import type { AudiencePlan } from '../audiences/plan.ts';
import { awaitSettling } from './await-settling.ts';
import { deliverEntries } from './deliver-entries.ts';
import { readUncertainEntries } from './journal-state.ts';
import { cutIntoBatches, subtractRanges } from './ranges.ts';
import type { RunContext } from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';
import { takeTurn } from './take-turn.ts';

/** Sends the plan's adds, then its deletes, to one audience; what TikTok never answered stays uncertain in the ledger. */
export async function deliverAudience(
  context: RunContext,
  settings: Pick<AudienceRunSettings, 'advertiserIds' | 'batchSize'>,
  plan: AudiencePlan,
  idSchema: readonly string[],
  audienceId: string,
) {
  const { ports, folder } = context;
  const { advertiserIds, batchSize } = settings;
  takeTurn(context);
  if (plan.entries > 0) {
    await awaitSettling(context, (earlier) =>
      ports.engine.opposesEntries(folder.stagedPath, earlier, { signal: context.cancel }),
    );
  }
  return await deliverEntries(context, {
    entries: plan.entries,
    unit: 'people',
    isSomethingThere: plan.expected.rows.unchanged > 0,
    batchesOf: (answered) => {
      const adds = subtractRanges([{ from: 0, to: plan.addEntries }], answered);
      const deletes = subtractRanges([{ from: plan.addEntries, to: plan.entries }], answered);
      return [...cutIntoBatches(adds, batchSize), ...cutIntoBatches(deletes, batchSize, plan.addEntries)];
    },
    send: async (range, options) => {
      const batchData = await ports.engine.readAudienceBatch(folder.stagedPath, range, [audienceId]);
      const action = range.from < plan.addEntries ? 'add' : 'delete';
      return await ports.tiktok.applyMapping({ advertiserIds, action, idSchema, batchData }, options);
    },
    settle: async ({ confirmed }) => {
      const unknown = readUncertainEntries(folder.journal.read());
      const ledgerPath = ports.audiences.ledgerPath(advertiserIds[0] ?? '', audienceId);
      await ports.engine.applyToLedger(ledgerPath, folder.stagedPath, { confirmed, unknown });
    },
  });
}
