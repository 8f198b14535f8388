import type { WrittenEntry } from '../ports/journal.ts';
import type { RunRecord } from '../ports/storage.ts';
import type { Profile } from '../profiles/schema.ts';
import type { Fault } from '../remedies/faults.ts';
import { remedyOf } from '../remedies/remedies.ts';
import { type RedactionContext, redact } from './redact.ts';

export interface BundleFacts {
  readonly record: RunRecord;
  readonly journal: readonly WrittenEntry[];
  /** What the run was made of, as it is set up now; undefined when that is gone. */
  readonly profile: Profile | undefined;
  readonly machine: MachineFacts;
}

/** Versions and the like; nothing that says whose machine it is. */
export interface MachineFacts {
  readonly tada: string;
  readonly node: string;
  readonly platform: string;
  readonly libraries: Readonly<Record<string, string>>;
  /** Names, never values, of tada's environment variables that are set. */
  readonly variables: readonly string[];
}

export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The files of a support bundle: what a run was started with, what it did line by line, what stopped it and
 * what that means. Everything passes {@link redact} on its way in; the staged hashes, sealed events, ledgers
 * and secrets are not part of it at all.
 */
export function supportBundle(facts: BundleFacts, context: RedactionContext): readonly BundleFile[] {
  const { record, journal, profile, machine } = facts;
  const { summary, fault: _, ...run } = record;
  const json = (name: string, value: unknown): BundleFile => ({
    name,
    text: `${JSON.stringify(redact(value, context), undefined, 2)}\n`,
  });
  return [
    { name: 'README.txt', text: README },
    json('run.json', run),
    json('summary.json', summary ?? null),
    json('funnel.json', funnelOf(journal)),
    json('faults.json', faultsOf(record, journal)),
    json('requests.json', requestsOf(journal)),
    {
      name: 'journal.jsonl',
      text: journal.map((entry) => `${JSON.stringify(redact(entry, context))}\n`).join(''),
    },
    json('profile.json', profile ?? null),
    json('versions.json', machine),
  ];
}

/** What was read and what was planned, the last time each was; reject counts by column and reason. */
function funnelOf(journal: readonly WrittenEntry[]) {
  const last = <Type extends WrittenEntry['type']>(type: Type) =>
    journal.findLast((entry): entry is Extract<WrittenEntry, { readonly type: Type }> => entry.type === type);
  return {
    staged: last('staged')?.staged ?? last('staged-events')?.staged ?? null,
    planned: last('planned')?.plan ?? last('planned-events')?.plan ?? null,
  };
}

function faultsOf(record: RunRecord, journal: readonly WrittenEntry[]) {
  const ofTasks = journal.flatMap((entry) =>
    entry.type === 'task' && entry.fault !== undefined
      ? [{ at: entry.at, task: entry.name, ...explained(entry.fault) }]
      : [],
  );
  return { last: record.fault === undefined ? null : explained(record.fault), tasks: ofTasks };
}

function explained(fault: Fault) {
  const { causes, involves, nextStep } = remedyOf(fault.kind);
  return { ...fault, causes, involves, nextStep };
}

/** Every answer of TikTok's with its request id, to be handed to TikTok's support. */
function requestsOf(journal: readonly WrittenEntry[]): readonly object[] {
  return journal.flatMap((entry): readonly object[] => {
    switch (entry.type) {
      case 'batch': {
        const { at, state, from, to, requestId, code, message } = entry;
        return state === 'sent' ? [] : [{ at, what: 'batch', state, from, to, requestId, code, message }];
      }
      case 'file-uploaded': {
        const { at, name, bytes, lines, requestId } = entry;
        return [{ at, what: 'file uploaded', name, bytes, lines, requestId }];
      }
      case 'audience':
        return entry.requestId === undefined
          ? []
          : [{ at: entry.at, what: 'audience created', id: entry.id, requestId: entry.requestId }];
      default:
        return [];
    }
  });
}

const README = `A support bundle of tada: what one run was started with, did, and was stopped by.

run.json        settings of the run (names, ids, rules; literals in SQL are masked)
summary.json    where every row ended, and what TikTok confirmed
funnel.json     what was read and planned; rejected values by column and reason
faults.json     what stopped it, what that means, what can be done
requests.json   TikTok's answers with their request ids
journal.jsonl   the run, line by line
profile.json    how it is set up now
versions.json   tada, Node, the system

Not in it: secrets and tokens, rows, values, hashes of values, ledgers, names of
users and folders. Texts were searched for e-mail addresses, telephone numbers,
tokens, hashes and addresses of machines, which are replaced by a word in
brackets. Names that people chose (of destinations, tables, columns, audiences)
are kept: look whether they name somebody before you hand this on.
`;
