import type { Journal } from '../ports/journal.ts';
import type { CustomerFile, CustomerFileType } from './file-types.ts';
import { callOptions, type DeliveryPorts, type RunContext } from './run-context.ts';

const PROGRESS_INTERVAL_MS = 100;

/** What uploading needs of a run. */
interface UploadContext extends Pick<RunContext, 'queue' | 'counters' | 'cancel'> {
  readonly ports: Pick<DeliveryPorts, 'tiktok' | 'clock'>;
  readonly folder: { readonly journal: Pick<Journal, 'append'> };
}

/**
 * Uploads files one after another and gives the names TikTok knows them by. The progress is told in percent
 * of the bytes: whom the files hold is delivered only once TikTok was asked to use them.
 */
export async function uploadFiles(
  context: UploadContext,
  advertiserId: string,
  fileType: CustomerFileType,
  files: readonly CustomerFile[],
): Promise<readonly string[]> {
  const { ports, folder, counters } = context;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const tell = progressOf(context, total);
  const filePaths: string[] = [];
  let before = 0;
  for (const file of files) {
    counters.requests += 1;
    const { data, requestId } = await ports.tiktok.uploadCustomerFile(
      // The form around the file is sent too; it is no part of the list.
      { advertiserId, fileType, file, onSent: (sent) => tell(before + Math.min(sent, file.bytes)) },
      callOptions(context),
    );
    const { name, bytes, lines } = file;
    await folder.journal.append({ type: 'file-uploaded', name, bytes, lines, requestId });
    before += bytes;
    filePaths.push(data.filePath);
  }
  tell(total, true);
  return filePaths;
}

/** Tells at most ten times a second how much of the bytes is sent, and always the last of it. */
function progressOf({ ports, queue }: UploadContext, total: number) {
  const started = ports.clock.now();
  let last = started;
  return (bytes: number, isLast = false) => {
    const now = ports.clock.now();
    if (!isLast && now - last < PROGRESS_INTERVAL_MS) return;
    last = now;
    const percent = Math.floor((bytes * 100) / Math.max(1, total));
    const perSecond = Math.round((percent * 1000) / Math.max(1, now - started));
    queue.push({ type: 'progress', task: 'deliver', done: percent, total: 100, unit: 'percent', perSecond });
  };
}
