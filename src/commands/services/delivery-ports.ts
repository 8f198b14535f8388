import type { DeliveryPorts } from '../../core/delivery/run-context.ts';
import type { Credential } from '../../core/profiles/schema.ts';
import { sourceFingerprint } from './source-fingerprint.ts';
import type { TikTokAccess } from './tiktok-access.ts';

/** What a run is given: what there is on this machine, and TikTok as the credential reaches it. */
export async function deliveryPorts(
  given: Pick<DeliveryPorts, 'engine' | 'audiences' | 'runs' | 'clock' | 'deliveredPath'> & {
    readonly tiktok: TikTokAccess;
  },
  credential: Credential,
): Promise<DeliveryPorts> {
  const { engine, audiences, runs, clock, deliveredPath, tiktok } = given;
  return {
    engine,
    audiences,
    runs,
    clock,
    waitScale: tiktok.waitScale,
    tiktok: await tiktok.forCredential(credential),
    deliveredPath,
    fingerprint: sourceFingerprint,
  };
}
