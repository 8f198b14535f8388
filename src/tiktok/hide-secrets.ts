import { decoded } from '../core/remedies/decoded.ts';

/**
 * Takes known secrets out of a text that a server wrote: as they are, in other letters' case, with blanks between, as a
 * URL, JSON or a web page writes them, and in Base64.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter(({ length }) => length > 0);
  if (known.length === 0) return text;
  // Scrubbing decodes, too: a secret that is only found there would be decoded and not hidden.
  const plain = decoded(text);
  const clean = known
    .flatMap((secret) => [spread(secret), ...inBase64(secret)])
    .reduce((all, pattern) => all.replace(pattern, '[hidden]'), plain);
  return clean === plain ? text : clean;
}

/** A shorter one may be a word like any other in different letters; nothing TikTok gives out is that short. */
const LEAST_DISGUISED = 8;

/** The secret, whatever its case, with blanks and characters nobody sees anywhere in it. */
function spread(secret: string): RegExp {
  if (secret.length < LEAST_DISGUISED) return new RegExp(escaped(secret), 'gu');
  const characters = [...secret].map((character) => escaped(character));
  return new RegExp(characters.join('[\\s\\p{Cf}]*'), 'giu');
}

/** The two alphabets; padding may be missing. */
function inBase64(secret: string): readonly RegExp[] {
  const text = Buffer.from(secret).toString('base64').replaceAll('=', '');
  const forUrls = text.replaceAll('+', '-').replaceAll('/', '_');
  return [...new Set([text, forUrls])].map((each) => new RegExp(`${escaped(each)}={0,2}`, 'gu'));
}

function escaped(text: string): string {
  return text.replace(/[$()*+./?[\\\]^{|}]/gu, '\\$&');
}
