import { runsOfAudience } from '../history/run-order.ts';
import type { AudienceStore, RunStore } from '../ports/storage.ts';

/**
 * Forgets an audience that is gone: its record, its ledger, and what earlier runs did to it that no ledger holds yet.
 * `except` is a run that may go on. True when anything was known of it.
 */
export function forgetAudience(
  { audiences, runs }: { readonly audiences: Pick<AudienceStore, 'forget'>; readonly runs: RunStore },
  advertiserId: string,
  audienceId: string,
  except?: string,
): boolean {
  const pending = runsOfAudience(runs.list().runs, { advertiserId, audienceId }).filter(
    (run) => run.ledgerPending === true && run.id !== except,
  );
  for (const { id } of pending) runs.open(id)?.update({ ledgerPending: false });
  return audiences.forget(advertiserId, audienceId);
}
