import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { invalidValue, Refusal, timestamp } from '../answers.ts';
import { AudienceMembers } from '../audience-members.ts';
import { type Audience, describeAudience, MINIMUM_SIZE } from '../audiences.ts';
import {
  check,
  filled,
  jsonParameter,
  listOf,
  numberParameter,
  pageParameters,
  paginate,
} from '../checks.ts';
import { audienceFileType, FILE_TYPES, readCustomerFile } from '../customer-file.ts';
import type { UploadedFile, World } from '../world.ts';
import {
  bodyOf,
  type Endpoint,
  queryOf,
  readableAdvertiser,
  type TokenCall,
  writableAdvertiser,
} from './endpoint.ts';
import { requireRoom } from './segments.ts';

const uploadSchema = z.object({
  advertiser_id: filled,
  file_signature: filled,
  calculate_type: z.enum(FILE_TYPES),
});

const filePaths = listOf(filled, 1, 500);

const name = z
  .string()
  .min(1, 'length must be between 1 and 128.')
  .max(128, 'length must be between 1 and 128.');

const createSchema = z.object({
  advertiser_id: filled,
  custom_audience_name: name,
  file_paths: filePaths,
  // Uploads may be called MAID_…, audiences may not.
  calculate_type: z.enum(FILE_TYPES).exclude(['MAID_SHA256', 'MAID_MD5']),
  audience_sub_type: z.enum(['NORMAL', 'REACH_FREQUENCY']).default('NORMAL'),
  retention_in_days: z
    .int()
    .min(1, 'must be between 1 and 365.')
    .max(365, 'must be between 1 and 365.')
    .optional(),
  audience_enhancement: z.boolean().default(false),
});

const updateSchema = z.object({
  advertiser_id: filled,
  custom_audience_id: filled,
  custom_audience_name: name.optional(),
  file_paths: filePaths.optional(),
  action: z.enum(['REPLACE', 'APPEND', 'REMOVE']).optional(),
  audience_sub_type: z.enum(['NORMAL', 'REACH_FREQUENCY']).optional(),
  audience_enhancement: z.boolean().optional(),
});

const audienceIds = listOf(filled, 1, 100);

const deleteSchema = z.object({ advertiser_id: filled, custom_audience_ids: audienceIds });

const listSchema = z.object({
  advertiser_id: filled,
  custom_audience_ids: jsonParameter(audienceIds).optional(),
  ...pageParameters(100),
});

const getSchema = z.object({
  advertiser_id: filled,
  custom_audience_ids: jsonParameter(audienceIds),
  history_size: numberParameter(1, 100, 100),
});

export const customAudienceEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/dmp/custom_audience/list/', needsToken: true, handle: list },
  { method: 'GET', path: '/dmp/custom_audience/get/', needsToken: true, handle: get },
  {
    method: 'POST',
    path: '/dmp/custom_audience/file/upload/',
    needsToken: true,
    content: 'multipart',
    handle: upload,
  },
  { method: 'POST', path: '/dmp/custom_audience/create/', needsToken: true, handle: create },
  { method: 'POST', path: '/dmp/custom_audience/update/', needsToken: true, handle: update },
  { method: 'POST', path: '/dmp/custom_audience/delete/', needsToken: true, handle: remove },
];

function list(call: TokenCall) {
  const query = queryOf(listSchema, call);
  const advertiser = readableAdvertiser(call, query.advertiser_id);
  const wanted = query.custom_audience_ids;
  const found = call.world.audiences
    .list(advertiser.id)
    .filter((audience) => wanted === undefined || wanted.includes(audience.id));
  const page = paginate(found, query);
  const now = call.world.now();
  return {
    data: { ...page, list: page.list.map((audience) => describeAudience(audience, 'audience_type', now)) },
  };
}

function get(call: TokenCall) {
  const query = queryOf(getSchema, call);
  const advertiser = readableAdvertiser(call, query.advertiser_id);
  const found = query.custom_audience_ids.map((id) => ownAudience(call.world, id, advertiser.id));
  const described = found.map((audience) => {
    call.world.audiences.poll(audience);
    return {
      audience_details: describeAudience(audience, 'type', call.world.now()),
      audience_history: audience.history.slice(-query.history_size).map((entry) => ({
        opt_time: timestamp(entry.at),
        action: entry.action,
        msg: null,
        editor: 'open_api',
        action_detail: entry.detail,
      })),
    };
  });
  return { data: { list: described } };
}

function upload(call: TokenCall) {
  const { world, form } = call;
  const fields = check(uploadSchema, form?.fields ?? {});
  const advertiser = writableAdvertiser(call, fields.advertiser_id);
  const file = form?.file;
  if (file === undefined) throw invalidValue('file', 'missing data for required field.');
  if (!/\.(csv|txt)$/.test(file.name)) throw new Refusal(40908, 'File type error.');
  if (file.isTooLarge) throw new Refusal(40907, 'File is too large.');
  if (file.bytes.length === 0) throw new Refusal(40906, 'File is empty.');
  const signature = createHash('md5').update(file.bytes).digest('hex');
  if (fields.file_signature !== signature) throw new Refusal(40900, 'File signature error.');
  let rows = 0;
  for (const _ of readCustomerFile(file.bytes, fields.calculate_type)) rows++;
  if (rows === 0) throw new Refusal(40906, 'File is empty.');
  const path = randomBytes(8).toString('hex');
  world.files.set(path, {
    path,
    advertiserId: advertiser.id,
    calculateType: fields.calculate_type,
    bytes: file.bytes,
  });
  return { data: { file_path: path }, rows };
}

function create(call: TokenCall) {
  const { world } = call;
  const body = bodyOf(createSchema, call);
  const advertiser = writableAdvertiser(call, body.advertiser_id);
  requireRoom(world, advertiser.id);
  const files = findFiles(world, body.file_paths, advertiser.id, body.calculate_type);
  const members = new AudienceMembers();
  addFiles(members, files);
  const audience = world.audiences.create({
    advertiserId: advertiser.id,
    name: body.custom_audience_name,
    channel: 'file',
    calculateType: body.calculate_type,
    members,
    subType: body.audience_sub_type,
    retentionDays: body.retention_in_days,
    enhancement: body.audience_enhancement,
  });
  return { data: { custom_audience_id: audience.id } };
}

function update(call: TokenCall) {
  const { world } = call;
  const body = bodyOf(updateSchema, call);
  const advertiser = writableAdvertiser(call, body.advertiser_id);
  const audience = fileAudience(world, body.custom_audience_id, advertiser.id);
  if (audience.isReplacing) {
    // Trying again is a look at the audience too: a client that only retries gets through in the end.
    world.audiences.poll(audience);
    if (audience.isReplacing) {
      throw new Refusal(40202, 'Write or update entity conflict. Retry may resolve this issue.');
    }
  }
  if (body.audience_sub_type === 'REACH_FREQUENCY') {
    // Can't be undone, and TikTok ignores whatever else the request asks for.
    audience.subType = body.audience_sub_type;
    return { data: { custom_audience_id: audience.id } };
  }
  if (body.custom_audience_name === undefined && body.file_paths === undefined) {
    throw invalidValue('file_paths', 'missing data for required field.');
  }
  if (body.file_paths !== undefined) {
    // TikTok's default is REPLACE, which wipes the list; a client that forgets the action must notice here.
    if (body.action === undefined) throw invalidValue('action', 'missing data for required field.');
    const files = findFiles(world, body.file_paths, advertiser.id, audience.calculateType);
    changeMembers(world, audience, files, body.action);
  }
  audience.name = body.custom_audience_name ?? audience.name;
  audience.enhancement = body.audience_enhancement ?? audience.enhancement;
  return { data: { custom_audience_id: audience.id } };
}

/** Every update fails that would leave fewer than 1,000; the code and the words for it are unknown. */
function changeMembers(
  world: World,
  audience: Audience,
  files: readonly UploadedFile[],
  action: 'REPLACE' | 'APPEND' | 'REMOVE',
): void {
  const members = new AudienceMembers();
  if (action !== 'REPLACE') for (const person of audience.members.persons()) members.add(person);
  if (action === 'REMOVE') {
    for (const file of files) {
      for (const person of peopleOf(file)) members.remove(person);
    }
  } else {
    addFiles(members, files);
  }
  if (members.people < MINIMUM_SIZE) {
    throw new Refusal(40002, `The audience must keep at least ${MINIMUM_SIZE} users.`);
  }
  audience.members = members;
  audience.isReplacing = action === 'REPLACE';
  audience.history.push({ action: 'update', detail: action, at: world.now() });
  world.audiences.changed(audience);
}

function remove(call: TokenCall) {
  const body = bodyOf(deleteSchema, call);
  const advertiser = writableAdvertiser(call, body.advertiser_id);
  // Whether a streamed audience can be deleted here is unknown; `/segment/audience/` can.
  const audiences = body.custom_audience_ids.map((id) => fileAudience(call.world, id, advertiser.id));
  for (const audience of audiences) call.world.audiences.delete(audience.id);
  return { data: {} };
}

function ownAudience(world: World, id: string, advertiserId: string): Audience {
  const audience = world.audiences.get(id);
  if (audience?.advertiserId !== advertiserId) {
    throw new Refusal(40002, 'Parameter error: invalid audience ID');
  }
  return audience;
}

function fileAudience(world: World, id: string, advertiserId: string): Audience {
  const audience = ownAudience(world, id, advertiserId);
  if (audience.channel !== 'file') {
    throw new Refusal(40002, 'The audience was not created from customer files.');
  }
  return audience;
}

/** The files of an account; another type than the audience's gives an invalid audience at TikTok. */
function findFiles(
  world: World,
  paths: readonly string[],
  advertiserId: string,
  calculateType: string,
): UploadedFile[] {
  return paths.map((path) => {
    const file = world.files.get(path);
    if (file?.advertiserId !== advertiserId) throw new Refusal(40905, 'File does not exist.');
    if (audienceFileType(file.calculateType) !== calculateType) {
      throw new Refusal(40909, 'File content does not match calculate_type.');
    }
    return file;
  });
}

function addFiles(members: AudienceMembers, files: readonly UploadedFile[]): void {
  for (const file of files) {
    for (const person of peopleOf(file)) members.add(person);
  }
}

function peopleOf(file: UploadedFile) {
  return readCustomerFile(file.bytes, file.calculateType);
}
