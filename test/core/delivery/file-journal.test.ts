import { describe, expect, it } from 'vitest';
import { keepsEntries, readFileState, wentSameWay } from '../../../src/core/delivery/file-journal.ts';
import type { FileAction } from '../../../src/core/delivery/file-types.ts';
import type { BatchState, JournalEntry, WrittenEntry } from '../../../src/core/ports/journal.ts';

const change = (action: FileAction) => ({ action, fileType: 'EMAIL_SHA256' }) as const;

function asked(state: BatchState, action: FileAction): JournalEntry {
  return { type: 'batch', state, from: 0, to: 10, change: change(action) };
}

function streamed(state: BatchState): JournalEntry {
  return { type: 'batch', state, from: 0, to: 10 };
}

const made: JournalEntry = { type: 'audience', advertiserId: '1', id: '2', name: 'VIP', created: true };

function journal(...entries: readonly JournalEntry[]): readonly WrittenEntry[] {
  return entries.map((entry) => ({ ...entry, at: '2026-11-22T00:00:00.000Z' }));
}

describe('a change by files', () => {
  it.each<[string, readonly JournalEntry[], string]>([
    ['never asked for is untouched', [streamed('confirmed'), made], 'untouched'],
    ['asked for and cut off is open', [asked('sent', 'REPLACE')], 'open'],
    ['asked for without an answer is open', [asked('sent', 'APPEND'), asked('unknown', 'APPEND')], 'open'],
    ['turned down is refused', [asked('sent', 'CREATE'), asked('returned', 'CREATE')], 'refused'],
    ['answered is confirmed', [asked('sent', 'CREATE'), made, asked('confirmed', 'CREATE')], 'confirmed'],
    [
      'turned down after one without an answer stays open',
      [asked('sent', 'REMOVE'), asked('sent', 'REMOVE'), asked('returned', 'REMOVE')],
      'open',
    ],
    [
      'turned down twice is refused',
      [
        asked('sent', 'REMOVE'),
        asked('returned', 'REMOVE'),
        asked('sent', 'REMOVE'),
        asked('returned', 'REMOVE'),
      ],
      'refused',
    ],
    ['that made an audience is confirmed, cut off or not', [asked('sent', 'CREATE'), made], 'confirmed'],
    ['of another audience is not confirmed by it', [made, asked('sent', 'REPLACE')], 'open'],
  ])('%s', (_, entries, kind) => {
    expect(readFileState(journal(...entries)).kind).toBe(kind);
  });

  it('leaves nothing to keep once it was turned down', () => {
    expect(keepsEntries(journal(asked('sent', 'CREATE'), asked('returned', 'CREATE')))).toBe(false);
    expect(keepsEntries(journal(asked('sent', 'CREATE')))).toBe(true);
    expect(keepsEntries(journal(streamed('sent'), streamed('returned')))).toBe(true);
    expect(keepsEntries(journal())).toBe(false);
  });
});

describe('a run that goes on', () => {
  it.each<[string, 'streaming' | 'file', readonly JournalEntry[], boolean]>([
    ['streams as before', 'streaming', [streamed('sent')], true],
    [
      'streams anew after files were turned down',
      'streaming',
      [asked('sent', 'CREATE'), asked('returned', 'CREATE')],
      false,
    ],
    ['goes on with files', 'file', [asked('sent', 'REPLACE')], true],
    [
      'goes on with files that took over',
      'file',
      [streamed('sent'), streamed('returned'), asked('sent', 'CREATE')],
      true,
    ],
    [
      'changes to files when streaming was turned down',
      'file',
      [streamed('sent'), streamed('returned')],
      false,
    ],
  ])('%s', (_, channel, entries, isSame) => {
    expect(wentSameWay(journal(...entries), channel)).toBe(isSame);
  });

  it.each<[string, 'streaming' | 'file', readonly JournalEntry[]]>([
    ['confirmed by streaming', 'file', [streamed('sent'), streamed('confirmed')]],
    ['streamed without an answer', 'file', [streamed('sent'), streamed('unknown')]],
    ['delivered as files', 'streaming', [asked('sent', 'CREATE'), asked('confirmed', 'CREATE')]],
    ['asked for as files without an answer', 'streaming', [asked('sent', 'REPLACE')]],
  ])('stops when people were %s', (_, channel, entries) => {
    expect(() => wentSameWay(journal(...entries), channel)).toThrow(
      expect.objectContaining({ kind: 'safety-stop' }),
    );
  });
});
