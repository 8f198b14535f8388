import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DetectedColumn, detectColumns } from '../../../src/core/detection/detect-columns.ts';

function hash(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

const people = Array.from({ length: 20 }, (_, index) => `person${index}@example.com`);
const numbers = people.map((_, index) => `(415) 555-01${String(index).padStart(2, '0')}`);
const e164 = people.map((_, index) => `+141555501${String(index).padStart(2, '0')}`);
const uuids = people.map((person) =>
  hash('md5', person).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
);
const sha256 = people.map((person) => hash('sha256', person));

function detect(name: string, values: readonly (string | null)[]): DetectedColumn {
  const [column] = detectColumns({ columns: [{ name }], rows: values.map((value) => [value]) });
  if (column === undefined) throw new Error('one column goes in, so one comes out');
  return column;
}

describe('a column of e-mail addresses', () => {
  it.each(['x', 'phone', 'Spalte 1', 'kunde'])('is found by its values, though it is called %s', (name) => {
    expect(detect(name, people)).toMatchObject({ type: 'EMAIL', hashed: 'plain' });
  });

  it.each([
    'email',
    'E-Mail',
    'EMAIL_ADDRESS',
    'primary_email',
    'email2',
    'correo',
    'Correo Electrónico',
    'courriel',
    'メールアドレス',
    '邮箱',
    'электронная почта',
  ])('is certain when it is also called %s', (name) => {
    expect(detect(name, people)).toMatchObject({ type: 'EMAIL', confidence: 1 });
  });

  it('is found by its name when its values are hashes', () => {
    expect(detect('email_sha256', sha256)).toMatchObject({ type: 'EMAIL', hashed: 'sha256' });
    expect(
      detect(
        'email',
        people.map((person) => hash('md5', person)),
      ),
    ).toMatchObject({
      type: 'EMAIL',
      hashed: 'md5',
      reason: expect.stringContaining('cannot be used'),
    });
    expect(
      detect(
        'email',
        people.map((person) => hash('sha1', person)),
      ),
    ).toMatchObject({ hashed: 'sha1' });
  });

  it('may be hashed in part', () => {
    expect(detect('email', [...people, ...sha256])).toMatchObject({ type: 'EMAIL', hashed: 'mixed' });
  });

  it('keeps its name but little confidence when its values are something else', () => {
    const column = detect(
      'email',
      people.map(() => 'mc.email'),
    );
    expect(column.type).toBe('EMAIL');
    expect(column.confidence).toBeLessThan(0.5);
    expect(column.reason).toContain('something else');
  });

  it('may be empty', () => {
    expect(detect('email', [null, '', ' '])).toMatchObject({ type: 'EMAIL', hashed: 'empty' });
  });

  it.each(['email_opt_in', 'email_count', 'hotel'])('is not what %s holds', (name) => {
    expect(
      detect(
        name,
        people.map(() => 'yes'),
      ),
    ).toMatchObject({ type: undefined });
  });
});

describe('a column of phone numbers', () => {
  it('is found by its values when they are international', () => {
    expect(detect('x', e164)).toMatchObject({ type: 'PHONE' });
    expect(detect('x', e164).confidence).toBeGreaterThan(0.8);
  });

  it.each([
    'Phone',
    'mobile_phone',
    'Teléfono móvil',
    'téléphone',
    'Telefon',
    '電話番号',
    '手机',
    'celular',
    'tel',
  ])('is found by the name %s and national numbers', (name) => {
    expect(detect(name, numbers)).toMatchObject({ type: 'PHONE', hashed: 'plain', confidence: 1 });
  });

  it('is found by name and hashes', () => {
    expect(detect('phone', sha256)).toMatchObject({ type: 'PHONE', hashed: 'sha256' });
  });

  it.each([
    ['order_id', people.map((_, index) => String(10_000_000 + index))],
    ['order_date', people.map((_, index) => `2026-11-${10 + index}`)],
    ['total', people.map((_, index) => `${1_000_000 + index}.50`)],
    ['ip', people.map((_, index) => `203.0.113.${index}`)],
    ['phone_type', people.map(() => 'mobile')],
  ])('is not what %s holds', (name, values) => {
    expect(detect(name, values)).toMatchObject({ type: undefined });
  });
});

describe('a column of ids', () => {
  it('is one of advertising ids when its name says whose', () => {
    expect(detect('idfa', uuids)).toMatchObject({ type: 'IDFA' });
    expect(detect('GAID', uuids)).toMatchObject({ type: 'AAID' });
    expect(detect('google_advertising_id', uuids)).toMatchObject({ type: 'AAID' });
  });

  it('is told by its case when the name leaves it open', () => {
    expect(detect('advertising_id', uuids)).toMatchObject({ type: 'AAID', confidence: 0.6 });
    expect(
      detect(
        'Advertising ID',
        uuids.map((uuid) => uuid.toUpperCase()),
      ),
    ).toMatchObject({ type: 'IDFA' });
  });

  it('is not taken for advertising ids only because it looks like them', () => {
    expect(detect('session', uuids)).toMatchObject({ type: undefined });
    expect(detect('customer_id', uuids)).toMatchObject({ type: 'EXTERNAL_ID' });
  });

  it('is nothing when hashes have no name', () => {
    expect(detect('h', sha256)).toMatchObject({ type: undefined, hashed: 'sha256' });
  });
});
