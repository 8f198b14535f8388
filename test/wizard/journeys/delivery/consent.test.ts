import { expect, test } from 'vitest';
import type { AudiencePlan } from '../../../../src/core/audiences/plan.ts';
import type { AudienceReview } from '../../../../src/core/delivery/prepare-audience.ts';
import { questionAbout } from '../../../../src/wizard/journeys/delivery/agreement.ts';
import type { AudiencePreviewView } from '../../../../src/wizard/journeys/delivery/any-preview.ts';
import { consentFor } from '../../../../src/wizard/journeys/delivery/consent.ts';
import { eventsPreviewWith, planWith, previewWith } from '../../../ui/support/delivery-values.ts';

/** A preview of this plan, in production. */
function vip(plan: AudiencePlan): AudiencePreviewView {
  return previewWith({ plan, environment: 'production' });
}

const TEN_MEMBERS = { kind: 'members', members: 10 } as const;

test('a first delivery needs one yes, and the question says where it goes', () => {
  expect(consentFor(vip(planWith({ added: 1200 })))).toEqual({
    kind: 'confirm',
    question: 'Add 1,200 identifiers to “VIP” in PRODUCTION?',
  });
});

test('removing half of an audience is still a yes or no', () => {
  const plan = planWith({ added: 0, removed: 50, unchanged: 50, ledgerSize: 100 });
  expect(consentFor(vip(plan))).toEqual({
    kind: 'confirm',
    question: 'Remove 50 identifiers from “VIP” in PRODUCTION?',
  });
});

test('removing more than half needs the audience’s name, and allows just that share', () => {
  const plan = planWith({ added: 3, removed: 921, unchanged: 79, ledgerSize: 1000 });
  const consent = consentFor(vip(plan));
  expect(consent).toMatchObject({ kind: 'type-name', name: 'VIP', allowRemovalPercent: 93 });
  expect(consent.kind === 'type-name' && consent.question).toContain('921 of 1,000 identifiers');
});

test('a test audience only adds, whatever the real one would lose', () => {
  const plan = planWith({ added: 3, removed: 921, ledgerSize: 1000, rows: { unique: 400 } });
  expect(consentFor(vip(plan), TEN_MEMBERS)).toEqual({
    kind: 'confirm',
    question: 'Send 10 members to a separate test audience of “VIP” in PRODUCTION?',
  });
});

test('a list without anybody in it can’t be sent', () => {
  expect(consentFor(vip(planWith({ rows: { valid: 0 } }))).kind).toBe('impossible');
});

test('where everything is there already the question says so', () => {
  const plan = planWith({ added: 0, removed: 0, unchanged: 7, ledgerSize: 7 });
  const consent = consentFor(previewWith({ plan }));
  expect(consent).toMatchObject({ kind: 'confirm' });
  expect(consent.kind === 'confirm' && consent.question).toBe(
    'Everything is there already. Check again and send nothing to “VIP” in the simulator?',
  );
});

const PREVIEWED = { fingerprint: 'f1', rowsRead: 10, added: 7, removed: 0 };

function reviewWith(changes: Partial<AudienceReview> = {}): AudienceReview {
  const { staged, plan } = previewWith();
  return { kind: 'audience', staged, plan, target: { kind: 'new', name: 'VIP' }, warnings: [], ...changes };
}

test('what was agreed to isn’t asked again', () => {
  expect(questionAbout(reviewWith(), { previewed: PREVIEWED, isRehearsal: false })).toBeUndefined();
});

test('other counts than those of the preview are asked about, with both', () => {
  const review = reviewWith({ plan: planWith({ added: 4, removed: 3, ledgerSize: 9 }) });
  const question = questionAbout(review, { previewed: PREVIEWED, isRehearsal: false });
  expect(question).toContain('The preview showed 7 identifiers to add and 0 identifiers to remove.');
  expect(question).toContain('add 4 identifiers and remove 3 identifiers');
});

test('an audience that somebody else filled is asked about even when the counts agree', () => {
  const message = 'People are added, nobody who left can be removed.';
  const review = reviewWith({
    target: { kind: 'existing', id: '71', name: 'VIP', record: undefined },
    warnings: [{ code: 'no-ledger', message }],
  });
  expect(questionAbout(review, { previewed: PREVIEWED, isRehearsal: false })).toContain(message);
});

test('going on without having looked at a preview asks first', () => {
  expect(questionAbout(reviewWith(), { previewed: undefined, isRehearsal: false })).toBe(
    'This will add 7 identifiers and remove 0 identifiers, in the new audience “VIP”. Send?',
  );
});

test('a test audience of the size agreed to isn’t asked about', () => {
  expect(questionAbout(reviewWith(), { previewed: undefined, isRehearsal: true })).toBeUndefined();
});

test('events need one yes, and the question says how many go to which source', () => {
  expect(consentFor(eventsPreviewWith())).toEqual({
    kind: 'confirm',
    question: 'Send 10 events to the event set 7654321098765432109 in the simulator?',
  });
  const rehearsal = consentFor(eventsPreviewWith(), { kind: 'test-events', code: 'TEST123' });
  expect(rehearsal.kind === 'confirm' && rehearsal.question).toContain('10 events as test events (TEST123)');
});

test('events that nobody looked at are asked about', () => {
  const { staged, plan } = eventsPreviewWith();
  const review = { kind: 'events', staged, plan, warnings: [] } as const;
  expect(questionAbout(review, { previewed: undefined, isRehearsal: false })).toBe(
    '10 events to send, 2 events delivered before. Send?',
  );
  expect(questionAbout(review, { previewed: PREVIEWED, isRehearsal: false })).toBeUndefined();
});
