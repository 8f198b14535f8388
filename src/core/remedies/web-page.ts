/** True for an HTML page, which gateways and networks' login pages send in the place of TikTok's JSON. */
export function isWebPage(body: string): boolean {
  return /<html|<!doctype html|<title>/i.test(body);
}

/** The title of an HTML page, which is all of it that is worth showing. */
export function pageTitle(page: string): string {
  const title = /<title>([^<]{0,200})<\/title>/i.exec(page)?.[1]?.trim() ?? '';
  return title === '' ? 'a web page instead of an answer' : title;
}
