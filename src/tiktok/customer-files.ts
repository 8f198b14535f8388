import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { CustomerFile } from '../core/delivery/file-types.ts';
import { KnownError } from '../core/errors.ts';
import type { CallOptions, Reply, TikTok } from '../core/ports/tiktok.ts';
import type { Fault } from '../core/remedies/faults.ts';
import { knownErrorFromFault, makeFault } from '../core/remedies/remedies.ts';
import { DEFAULT_PATIENCE, type Patience } from './back-off.ts';
import type { Call } from './caller.ts';
import { fileForm } from './file-form.ts';
import { id, nothing } from './schemas.ts';

/** TikTok: 250 MB a file. */
const LARGEST_FILE = 250 * 1024 * 1024;

/** TikTok: 1 to 500 files in one request. */
const MOST_FILES = 500;

/** 40900 SIGNATURE_ERROR: what arrived isn't what was announced. */
const SIGNATURE_ERROR = 40900;

/**
 * TikTok refuses a change while it is busy with an earlier one of the same audience. How long that takes isn't
 * documented; half an hour is what a nightly job can spare.
 */
const BUSY_PATIENCE: Patience = { attempts: 40, totalWait: 30 * 60 };

type UploadRequest = Parameters<TikTok['uploadCustomerFile']>[0];
type CreateRequest = Parameters<TikTok['createFileAudience']>[0];
type UpdateRequest = Parameters<TikTok['updateFileAudience']>[0];

const uploadedSchema = z
  .object({ file_path: z.string().min(1) })
  .transform((data) => ({ filePath: data.file_path }));

/**
 * Uploads a file and gives the name TikTok knows it by. When TikTok says that the signature is wrong, it is
 * computed anew: a file that is still what was announced was damaged on the way and is sent once more; one
 * that changed on disk is not sent at all. Sizes and names TikTok refuses are refused here, before the upload.
 */
export async function uploadCustomerFile(
  call: Call,
  request: UploadRequest,
  options: CallOptions = {},
): Promise<Reply<{ filePath: string }>> {
  const { file } = request;
  await refuseUnfit(file);
  try {
    return await upload(call, request, options);
  } catch (error) {
    if (!(error instanceof KnownError) || error.fault?.code !== SIGNATURE_ERROR) throw error;
    if ((await md5Of(file.path)) !== file.md5) throw changedOnDisk(file);
    options.onWait?.({
      reason: `${file.name} did not arrive as it was sent (code ${SIGNATURE_ERROR}); sending it again`,
      seconds: 0,
    });
    return await upload(call, request, options);
  }
}

function upload(call: Call, { advertiserId, fileType, file, onSent }: UploadRequest, options: CallOptions) {
  const fields = { advertiser_id: advertiserId, calculate_type: fileType, file_signature: file.md5 };
  return call(
    {
      method: 'POST',
      path: '/dmp/custom_audience/file/upload/',
      body: fileForm({ fields, file, onSent }),
      // It writes a file that nothing points to: done twice, or done without an answer, it changes nothing.
      nature: 'read',
      data: uploadedSchema,
    },
    options,
  );
}

const createdSchema = z
  .object({ custom_audience_id: id })
  .transform((data) => ({ id: data.custom_audience_id }));

/**
 * Makes an audience out of uploaded files. TikTok lets names repeat and knows no idempotency key, so a second
 * request would make a second audience: never repeated when its outcome isn't known, the caller looks first.
 */
export async function createFileAudience(
  call: Call,
  { advertiserId, name, fileType, filePaths }: CreateRequest,
  options?: CallOptions,
): Promise<Reply<{ id: string }>> {
  refuseTooMany(filePaths);
  const body = JSON.stringify({
    advertiser_id: advertiserId,
    custom_audience_name: name,
    file_paths: filePaths,
    calculate_type: fileType,
  });
  return await call(
    { method: 'POST', path: '/dmp/custom_audience/create/', body, nature: 'create', data: createdSchema },
    options,
  );
}

/**
 * Changes an audience by uploaded files. Repeating is safe: REPLACE with the same files gives the same list,
 * APPEND and REMOVE put into a set and take out of it. The action is always named, since TikTok's own default
 * is REPLACE, which would wipe a list that was to grow.
 */
export async function updateFileAudience(
  call: Call,
  { advertiserId, audienceId, action, filePaths }: UpdateRequest,
  options?: CallOptions,
): Promise<Reply<unknown>> {
  refuseTooMany(filePaths);
  const body = JSON.stringify({
    advertiser_id: advertiserId,
    custom_audience_id: audienceId,
    action,
    file_paths: filePaths,
  });
  return await call(
    {
      method: 'POST',
      path: '/dmp/custom_audience/update/',
      body,
      nature: 'set-like',
      data: nothing,
      patience: (fault) => (isBusy(fault) ? BUSY_PATIENCE : DEFAULT_PATIENCE),
    },
    options,
  );
}

/** TikTok's own codes below 50000 are about the request; among them only a conflict is worth waiting for. */
function isBusy({ kind, code = 0 }: Fault): boolean {
  return kind === 'tiktok-unavailable' && code >= 40_000 && code < 50_000;
}

async function refuseUnfit(file: CustomerFile): Promise<void> {
  const size = await sizeOf(file);
  if (!/^[\w.-]+\.(csv|txt)$/.test(file.name)) {
    throw refused('TikTok takes files whose names end in .csv or .txt only.');
  }
  if (size === 0) throw refused('The file is empty.');
  if (size > LARGEST_FILE) throw refused('The file is larger than the 250 MB that TikTok takes.');
  // The request announces its length before the file is read.
  if (size !== file.bytes) throw changedOnDisk(file);
}

function refuseTooMany(filePaths: readonly string[]): void {
  if (filePaths.length >= 1 && filePaths.length <= MOST_FILES) return;
  throw refused(`TikTok takes 1 to ${MOST_FILES} files at once; these are ${filePaths.length}.`);
}

async function sizeOf(file: CustomerFile): Promise<number> {
  try {
    return (await stat(file.path)).size;
  } catch {
    throw changedOnDisk(file);
  }
}

async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(Buffer.from(chunk));
  return hash.digest('hex');
}

function changedOnDisk({ name }: CustomerFile): KnownError {
  return refused(`${name} is no longer what was written; nothing of it was delivered.`);
}

function refused(message: string): KnownError {
  return knownErrorFromFault(makeFault({ kind: 'file-refused', message }));
}
