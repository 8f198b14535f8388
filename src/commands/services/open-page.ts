/** Opens a page in the browser; the code that knows how is loaded when it is first needed. */
export async function openPage(
  url: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly opened: boolean; readonly reason?: string | undefined }> {
  const { openBrowser } = await import('../../tiktok/oauth/open-browser.ts');
  return await openBrowser(url, { env });
}
