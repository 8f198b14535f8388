import { KnownError } from '../errors.ts';
import { byTurn, runsOfAudience } from '../history/run-order.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { RunRecord } from '../ports/storage.ts';
import type { FileDelivery } from './file-deliver.ts';
import { readFileState, wentSameWay } from './file-journal.ts';
import type { AudienceTarget } from './find-audience.ts';
import type { DeliveryPorts } from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';
import { hasBatches } from './unchanged-source.ts';

/**
 * Once a batch was sent, plan and audience stand: entry numbers in the journal mean the entries of this plan.
 * Before that a resume plans anew, so that a repaired advertiser or name takes effect.
 */
export function keptPlan(
  entries: readonly WrittenEntry[],
  ports: DeliveryPorts,
  record: RunRecord,
  advertiserId: string,
) {
  if (!hasBatches(entries)) return undefined;
  const planned = entries.findLast((entry) => entry.type === 'planned');
  const audience = entries.findLast((entry) => entry.type === 'audience');
  if (planned?.type !== 'planned' || audience?.type !== 'audience') return undefined;
  if (audience.advertiserId !== advertiserId) throw otherAccount(audience, advertiserId);
  refuseOvertaken(ports, record, audience);
  const target: AudienceTarget = {
    kind: 'existing',
    id: audience.id,
    name: audience.name,
    record: ports.audiences.find(audience.advertiserId, audience.id),
  };
  return { plan: planned.plan, target };
}

/**
 * What a run that goes on still has to do, or undefined when it plans anew. A creation from files that got no
 * answer keeps its plan too: until the list was looked at nobody knows whether the audience is there.
 */
export function keptDelivery(
  entries: readonly WrittenEntry[],
  ports: DeliveryPorts,
  record: RunRecord,
  settings: AudienceRunSettings,
): FileDelivery | undefined {
  if (!wentSameWay(entries, settings.channel)) return undefined;
  const advertiserId = settings.advertiserIds[0] ?? '';
  const state = readFileState(entries);
  if (state.kind === 'refused') return undefined;
  const change = state.kind === 'untouched' ? undefined : state.change;
  if (state.kind !== 'open' || change?.action !== 'CREATE') {
    const kept = keptPlan(entries, ports, record, advertiserId);
    return kept === undefined ? undefined : { ...kept, settings, change };
  }
  const planned = entries.findLast((entry) => entry.type === 'planned');
  const asked = entries.findLast((entry) => entry.type === 'audience-creating');
  if (planned?.type !== 'planned' || asked?.type !== 'audience-creating') return undefined;
  if (asked.advertiserId !== advertiserId) throw otherAccount(asked, advertiserId);
  // A run that found the audience since then has written down here which one it is.
  if (record.audienceId !== undefined) {
    refuseOvertaken(ports, record, { ...asked, id: record.audienceId });
  }
  return { settings, change, plan: planned.plan, target: { kind: 'new', name: asked.name } };
}

function refuseOvertaken(
  ports: Pick<DeliveryPorts, 'runs'>,
  record: RunRecord,
  { advertiserId, id, name }: { readonly advertiserId: string; readonly id: string; readonly name: string },
): void {
  const newer = runsOfAudience(ports.runs.list().runs, { advertiserId, audienceId: id }).find(
    (run) => run.id !== record.id && byTurn(run, record) > 0,
  );
  const newerId = newer?.id ?? record.successorGone;
  if (newerId === undefined) return;
  const message = `The run ${newerId} delivered to the audience "${name}" after this one; going on here would undo part of it.`;
  throw new KnownError({
    kind: 'safety-stop',
    message,
    hint: 'Start a new run: it sends only what is missing.',
  });
}

function otherAccount(
  audience: { readonly name: string; readonly advertiserId: string },
  advertiserId: string,
): KnownError {
  const message = `This run already sent people to the audience "${audience.name}" of ad account ${audience.advertiserId}; it can't go on with ${advertiserId}.`;
  return new KnownError({
    kind: 'safety-stop',
    message,
    hint: 'Start a new run for the other ad account.',
  });
}
