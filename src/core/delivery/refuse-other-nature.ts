import { nameAtTikTok } from '../audiences/name.ts';
import { KnownError } from '../errors.ts';
import type { AudienceRecord } from '../ports/storage.ts';
import type { AudienceRunSettings } from './settings.ts';

/**
 * Rejects with `safety-stop` what would not go on with an audience as it was filled before: hashes by other rules, or
 * another audience's name that TikTok cut to the same. `listedAs` is the name TikTok lists it under.
 */
export function refuseOtherNature(
  record: AudienceRecord,
  listedAs: string,
  settings: AudienceRunSettings,
): void {
  refuseOtherName(record, listedAs, settings);
  refuseOtherRules(record, settings);
}

/** TikTok cuts long names, so two that begin alike lead to one audience, and each would take out the other's people. */
function refuseOtherName(
  { name: filledAs }: AudienceRecord,
  listedAs: string,
  { audienceName, audienceId, channel }: AudienceRunSettings,
): void {
  if (audienceId !== undefined || listedAs === audienceName || filledAs === audienceName) return;
  if (nameAtTikTok(filledAs, channel) !== listedAs) return;
  const message = `TikTok lists "${audienceName}" and "${filledAs}" under one name, "${listedAs}", and that audience was filled as "${filledAs}".`;
  throw new KnownError({
    kind: 'safety-stop',
    message,
    hint: 'Choose an audience name that differs in its first 67 characters, or set audienceId if that audience is meant.',
  });
}

function refuseOtherRules({ rules }: AudienceRecord, settings: AudienceRunSettings): void {
  const names = ['emailRule', 'phoneRule', 'idfaCase'] as const;
  const changed = names.find((name) => rules[name] !== settings.rules[name]);
  if (changed === undefined) return;
  const message = `The audience "${settings.audienceName}" was filled with ${changed} "${rules[changed]}"; with "${settings.rules[changed]}" the same people would get other hashes and could never be removed.`;
  throw new KnownError({
    kind: 'safety-stop',
    message,
    hint: `Set ${changed} back to "${rules[changed]}", or choose another audience name.`,
  });
}
