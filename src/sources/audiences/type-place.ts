import { AUDIENCE_ID_TYPES, type AudienceIdType } from '../../core/identifiers/types.ts';

/** The number that stands for an id type in ledgers; the order of the core's list never changes. */
export const TYPE_PLACE: Readonly<Record<AudienceIdType, number>> = {
  EMAIL: AUDIENCE_ID_TYPES.indexOf('EMAIL'),
  PHONE: AUDIENCE_ID_TYPES.indexOf('PHONE'),
  IDFA: AUDIENCE_ID_TYPES.indexOf('IDFA'),
  AAID: AUDIENCE_ID_TYPES.indexOf('AAID'),
};
