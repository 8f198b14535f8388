import { AUDIENCE_ID_TYPES, type AudienceIdType } from '../identifiers/types.ts';

/**
 * What a customer file holds, by TikTok's names (`calculate_type`): one hash a line, or a table with a header.
 * Android ids are GAID here and AAID in streaming.
 */
export const CUSTOMER_FILE_TYPES = [
  'EMAIL_SHA256',
  'PHONE_SHA256',
  'IDFA_SHA256',
  'GAID_SHA256',
  'MULTIPLE_TYPES',
] as const;
export type CustomerFileType = (typeof CUSTOMER_FILE_TYPES)[number];

/**
 * What is asked of TikTok. `CREATE` makes the audience out of the files, the others are the actions of an
 * update: put the files in the place of everybody, add them, take them out.
 */
export const FILE_ACTIONS = ['CREATE', 'REPLACE', 'APPEND', 'REMOVE'] as const;
export type FileAction = (typeof FILE_ACTIONS)[number];

/** One change of an audience by customer files; it comes about as a whole or not at all. */
export interface FileChange {
  readonly action: FileAction;
  readonly fileType: CustomerFileType;
}

/** A file on disk, ready to be uploaded. */
export interface CustomerFile {
  readonly path: string;
  /** Without folders; TikTok takes names that end in `.csv` or `.txt` only. */
  readonly name: string;
  readonly bytes: number;
  /** Lines of identifiers, without the header. */
  readonly lines: number;
  /** MD5 of the bytes, 32 lowercase hex digits: TikTok's `file_signature`. */
  readonly md5: string;
}

const SINGLE_TYPES: Readonly<Record<AudienceIdType, CustomerFileType>> = {
  EMAIL: 'EMAIL_SHA256',
  PHONE: 'PHONE_SHA256',
  IDFA: 'IDFA_SHA256',
  AAID: 'GAID_SHA256',
};

/** The type of the files for these id types: their own for one, a table for several. */
export function fileTypeOf(types: readonly AudienceIdType[]): CustomerFileType {
  const [only, ...others] = AUDIENCE_ID_TYPES.filter((type) => types.includes(type));
  return only === undefined || others.length > 0 ? 'MULTIPLE_TYPES' : SINGLE_TYPES[only];
}

/** True when files of this type can carry all of these id types. */
export function carries(fileType: CustomerFileType, types: readonly AudienceIdType[]): boolean {
  return fileType === 'MULTIPLE_TYPES' || types.every((type) => SINGLE_TYPES[type] === fileType);
}

/** The words for a type of TikTok's or ours, as in "was made from files of EMAIL". */
export function fileTypeWords(type: string): string {
  return AUDIENCE_ID_TYPES.find((each) => SINGLE_TYPES[each] === type) ?? type;
}
