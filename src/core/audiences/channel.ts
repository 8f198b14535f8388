/** TikTok's type of audiences made by the streaming API; they take no files, and others take no streaming. */
const STREAMING_TYPE = 'Partner';
/** "Customer File Audience"; all others (lookalikes, website visitors, …) take nobody from outside. */
const FILE_TYPE = /\bfile\b/i;

/** The way an audience is filled, for life; `neither` for those that TikTok makes by itself. */
export type AudienceChannel = 'streaming' | 'file' | 'neither';

/** What TikTok's type of an audience says about its channel; undefined where TikTok tells no type. */
export function channelOfType(type: string | undefined): AudienceChannel | undefined {
  if (type === undefined) return undefined;
  if (type === STREAMING_TYPE) return 'streaming';
  return FILE_TYPE.test(type) ? 'file' : 'neither';
}

/**
 * The channel through which tada fills an audience, and deletes it: TikTok has an endpoint for each of the two, and
 * whether one of them takes the audiences of the other is unknown. `known` is this machine's own record, for where
 * TikTok tells no type. Undefined where the audience is of another kind, or that can't be told.
 */
export function channelToDelete(
  type: string | undefined,
  known: 'streaming' | 'file' | undefined,
): 'streaming' | 'file' | undefined {
  const channel = channelOfType(type) ?? known;
  return channel === 'neither' ? undefined : channel;
}
