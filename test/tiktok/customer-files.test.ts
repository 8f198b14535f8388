import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CustomerFile } from '../../src/core/delivery/file-types.ts';
import type { TikTok, WaitNotice } from '../../src/core/ports/tiktok.ts';
import { OutcomeUnknownError } from '../../src/core/remedies/outcome-unknown.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts';
import { createTikTok } from '../../src/tiktok/client.ts';
import { sha256 } from '../support/sha256.ts';
import { ADVERTISER, connect, knownErrorOf, TOKEN } from './support/connect.ts';
import { createFakeClock } from './support/fake-clock.ts';
import { no, ok } from './support/scripted-server.ts';

const UPLOAD = '/dmp/custom_audience/file/upload/';
const CREATE = '/dmp/custom_audience/create/';
const UPDATE = '/dmp/custom_audience/update/';
const FIRST = '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f\n';

const folder = mkdtempSync(join(tmpdir(), 'tada-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const people = (count: number, prefix = 'person') =>
  Array.from({ length: count }, (_, index) => `${sha256(`${prefix}${index}`)}\n`).join('');

let written = 0;

function fileOf(text: string, change: Partial<CustomerFile> = {}): CustomerFile {
  written += 1;
  const path = join(folder, `${written}.csv`);
  writeFileSync(path, text);
  const lines = text.split('\n').length - 1;
  return { path, name: 'customers-1.csv', bytes: text.length, lines, md5: md5(text), ...change };
}

function uploadOf(file: CustomerFile) {
  return { advertiserId: ADVERTISER, fileType: 'EMAIL_SHA256', file } as const;
}

interface World {
  readonly simulator: Simulator;
  readonly tiktok: TikTok;
  readonly waits: WaitNotice[];
  readonly options: { readonly onWait: (notice: WaitNotice) => void };
  readonly upload: (text: string) => Promise<string>;
  readonly create: (text: string) => Promise<string>;
}

async function world(options: SimulatorOptions = {}): Promise<World> {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.close());
  const tiktok = createTikTok({
    baseUrl: simulator.url,
    accessToken: simulator.accessToken,
    environment: 'simulator',
    clock: createFakeClock(),
    random: () => 0,
    timeouts: { response: 1000 },
  });
  const waits: WaitNotice[] = [];
  const upload: World['upload'] = async (text) =>
    (await tiktok.uploadCustomerFile(uploadOf(fileOf(text)))).data.filePath;
  const create: World['create'] = async (text) => {
    const filePaths = [await upload(text)];
    const request = { advertiserId: ADVERTISER, name: 'VIP', fileType: 'EMAIL_SHA256', filePaths } as const;
    const { data } = await tiktok.createFileAudience(request);
    simulator.control.finishBuilding();
    return data.id;
  };
  return { simulator, tiktok, waits, options: { onWait: (notice) => waits.push(notice) }, upload, create };
}

describe('an upload', () => {
  it('is a form with the account, the type, the signature and the file, and announces its length', async () => {
    const { tiktok, received } = await connect([ok({ file_path: 'f19fa450136c460f' })]);
    const { data, requestId } = await tiktok.uploadCustomerFile(uploadOf(fileOf(FIRST)));
    expect(data).toEqual({ filePath: 'f19fa450136c460f' });
    expect(requestId).toBe('REQUEST-OK');
    expect(received).toHaveLength(1);
    const [request] = received;
    expect(request?.path).toBe(UPLOAD);
    expect(request?.headers).toMatchObject({
      'access-token': TOKEN,
      'content-length': String(request?.body.length),
      'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/),
    });
    const field = (name: string, value: string) => `form-data; name="${name}"\r\n\r\n${value}\r\n`;
    expect(request?.body).toContain(field('advertiser_id', ADVERTISER));
    expect(request?.body).toContain(field('calculate_type', 'EMAIL_SHA256'));
    expect(request?.body).toContain(field('file_signature', '9a6358afd9a62b33b63963c208129d85'));
    expect(request?.body).toContain(`name="file"; filename="customers-1.csv"\r\n`);
    expect(request?.body).toContain(`\r\n\r\n${FIRST}\r\n--`);
  });

  it('of several megabytes arrives whole, and tells how far it is', async () => {
    const { simulator, tiktok } = await world();
    const text = people(60_000);
    const sent: number[] = [];
    const { data } = await tiktok.uploadCustomerFile({
      ...uploadOf(fileOf(text)),
      onSent: (bytes) => sent.push(bytes),
    });
    expect(data.filePath).not.toBe('');
    expect(sent).toEqual(sent.toSorted((a, b) => a - b));
    expect(sent.length).toBeGreaterThan(10);
    expect(sent.at(-1)).toBeGreaterThan(text.length);
    expect(simulator.state.requestCount(UPLOAD)).toBe(1);
  });

  it.each(['reset', 'reset-after-apply', 'bad-gateway', 'truncated-json'])(
    'that met “%s” is done again from its beginning',
    async (fault) => {
      const { simulator, tiktok, waits, options } = await world({ faults: [`${fault}@${UPLOAD}*1`] });
      const { data } = await tiktok.uploadCustomerFile(uploadOf(fileOf(FIRST)), options);
      expect(data.filePath).not.toBe('');
      expect(simulator.state.requestCount(UPLOAD)).toBeGreaterThanOrEqual(1);
      expect(waits).toHaveLength(1);
    },
  );

  it('with a wrong signature is checked and done once more', async () => {
    const { tiktok, waits, options } = await world({ faults: ['file-signature*1'] });
    const { data } = await tiktok.uploadCustomerFile(uploadOf(fileOf(FIRST)), options);
    expect(data.filePath).not.toBe('');
    expect(waits).toEqual([{ reason: expect.stringContaining('40900'), seconds: 0 }]);
  });

  it('with a wrong signature twice is refused', async () => {
    const { tiktok } = await world({ faults: ['file-signature'] });
    const error = await knownErrorOf(tiktok.uploadCustomerFile(uploadOf(fileOf(FIRST))));
    expect(error).toMatchObject({ kind: 'file-refused', fault: { code: 40900 } });
  });

  it('of a file that changed on disk is not repeated', async () => {
    const { tiktok, received } = await connect([no(40900, 'File signature error.')]);
    const file = fileOf(FIRST, { md5: md5('something else') });
    const error = await knownErrorOf(tiktok.uploadCustomerFile(uploadOf(file)));
    expect(error.kind).toBe('file-refused');
    expect(error.message).toContain('no longer what was written');
    expect(received).toHaveLength(1);
  });

  it.each<[string, () => CustomerFile]>([
    ['is empty', () => fileOf('')],
    ['has another size than told', () => fileOf(FIRST, { bytes: 3 })],
    ['is gone', () => fileOf(FIRST, { path: join(folder, 'gone.csv') })],
    ['has a name TikTok doesn’t take', () => fileOf(FIRST, { name: 'customers.CSV' })],
    ['has a folder in its name', () => fileOf(FIRST, { name: '../customers.csv' })],
  ])('of a file that %s is not tried', async (_, file) => {
    const { tiktok, received } = await connect([ok()]);
    const error = await knownErrorOf(tiktok.uploadCustomerFile(uploadOf(file())));
    expect(error.kind).toBe('file-refused');
    expect(received).toHaveLength(0);
  });

  it.each([
    ['file-empty', 40906],
    ['file-too-large', 40907],
    ['file-type', 40908],
    ['file-mismatch', 40909],
  ])('refused as “%s” says so', async (fault, code) => {
    const { tiktok } = await world({ faults: [fault] });
    const error = await knownErrorOf(tiktok.uploadCustomerFile(uploadOf(fileOf(FIRST))));
    expect(error).toMatchObject({ kind: 'file-refused', fault: { code } });
  });
});

describe('an audience from files', () => {
  it('holds what the files hold and is listed with its kind', async () => {
    const { simulator, tiktok, create } = await world();
    const id = await create(people(1000));
    expect(simulator.state.members(id, 'EMAIL_SHA256').size).toBe(1000);
    expect((await tiktok.listAudiences(ADVERTISER)).data).toMatchObject([
      { id, name: 'VIP', type: 'Customer File Audience', calculateType: 'EMAIL_SHA256', isValid: true },
    ]);
  });

  it('is never made twice: without an answer nobody knows', async () => {
    const { simulator, tiktok, upload } = await world({ faults: [`reset-after-apply@${CREATE}`] });
    const filePaths = [await upload(people(1000))];
    const request = { advertiserId: ADVERTISER, name: 'VIP', fileType: 'EMAIL_SHA256', filePaths } as const;
    expect(await knownErrorOf(tiktok.createFileAudience(request))).toBeInstanceOf(OutcomeUnknownError);
    expect(simulator.state.audiences()).toHaveLength(1);
    expect(simulator.state.requestCount(CREATE)).toBe(1);
  });

  it.each([
    ['no file', []],
    ['more files than TikTok takes', Array.from({ length: 501 }, () => 'x')],
  ])('is not asked for with %s', async (_, filePaths) => {
    const { tiktok, received } = await connect([ok()]);
    const name = 'VIP';
    const creation = { advertiserId: ADVERTISER, name, fileType: 'EMAIL_SHA256', filePaths } as const;
    expect((await knownErrorOf(tiktok.createFileAudience(creation))).kind).toBe('file-refused');
    const update = { advertiserId: ADVERTISER, audienceId: '1', action: 'APPEND', filePaths } as const;
    expect((await knownErrorOf(tiktok.updateFileAudience(update))).kind).toBe('file-refused');
    expect(received).toHaveLength(0);
  });
});

describe('an update', () => {
  it.each([
    ['REPLACE', 1100, 1100],
    ['APPEND', 1100, 2600],
    ['REMOVE', 0, 1500],
  ] as const)(
    'by %s names its action, and is repeated when it got no answer',
    async (action, size, after) => {
      const { simulator, tiktok, create, upload, waits, options } = await world();
      const audienceId = await create(people(1500));
      const filePaths = [await upload(people(size === 0 ? 10 : size, 'new'))];
      simulator.control.addFault(`reset-after-apply@${UPDATE}*1`);
      await tiktok.updateFileAudience({ advertiserId: ADVERTISER, audienceId, action, filePaths }, options);
      expect(simulator.state.members(audienceId, 'EMAIL_SHA256').size).toBe(after);
      expect(waits.length).toBeGreaterThanOrEqual(1);
    },
  );

  it('sends exactly what was asked for', async () => {
    const { tiktok, received } = await connect([ok()]);
    await tiktok.updateFileAudience({
      advertiserId: ADVERTISER,
      audienceId: '75',
      action: 'APPEND',
      filePaths: ['a', 'b'],
    });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      advertiser_id: ADVERTISER,
      custom_audience_id: '75',
      action: 'APPEND',
      file_paths: ['a', 'b'],
    });
  });

  it('waits, longer and longer, while a replacement is still being built', async () => {
    const { tiktok, create, upload, waits, options } = await world({ readyAfterPolls: 3 });
    const audienceId = await create(people(1000));
    const filePaths = [await upload(people(1200))];
    const replace = { advertiserId: ADVERTISER, audienceId, action: 'REPLACE', filePaths } as const;
    await tiktok.updateFileAudience(replace, options);
    expect(waits).toEqual([]);
    await tiktok.updateFileAudience(replace, options);
    expect(waits.map(({ seconds }) => seconds)).toEqual([1, 2, 4]);
    expect(waits[0]?.reason).toBe('TikTok is still busy with another change of the same thing (code 40202)');
  });

  it('gives up after half an hour, and says that it is not known to have worked', async () => {
    const { tiktok, onWait, waits } = await connect([no(40202, 'Write or update entity conflict.')]);
    const update = {
      advertiserId: ADVERTISER,
      audienceId: '75',
      action: 'REPLACE',
      filePaths: ['a'],
    } as const;
    const error = await knownErrorOf(tiktok.updateFileAudience(update, { onWait }));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error.kind).toBe('tiktok-unavailable');
    const waited = waits.reduce((sum, { seconds }) => sum + seconds, 0);
    expect(waited).toBeGreaterThan(25 * 60);
    expect(waited).toBeLessThanOrEqual(30 * 60);
  });

  it('waits as well when the conflict comes under another code', async () => {
    const { tiktok, onWait, waits } = await connect([no(40002, 'Another update is in progress.'), ok()]);
    const update = {
      advertiserId: ADVERTISER,
      audienceId: '75',
      action: 'REPLACE',
      filePaths: ['a'],
    } as const;
    await tiktok.updateFileAudience(update, { onWait });
    expect(waits).toHaveLength(1);
  });

  it('that would leave fewer than 1,000 is refused, and nothing changes', async () => {
    const { simulator, tiktok, create, upload } = await world();
    const audienceId = await create(people(1000));
    const filePaths = [await upload(people(1, 'person'))];
    const update = { advertiserId: ADVERTISER, audienceId, action: 'REMOVE', filePaths } as const;
    expect((await knownErrorOf(tiktok.updateFileAudience(update))).kind).toBe('audience-too-small');
    expect(simulator.state.members(audienceId, 'EMAIL_SHA256').size).toBe(1000);
  });
});
