/** What the browser shows after TikTok sent it back; plain pages without scripts, and without what was sent. */

export interface CallbackPage {
  readonly status: number;
  readonly html: string;
}

export const ACCEPTED_PAGE = page(
  200,
  'Authorized',
  'You can close this window and go back to the terminal.',
);

export const WRONG_STATE_PAGE = page(
  400,
  'This link is not from the authorization under way',
  'Go back to the terminal and open the link it shows now. The terminal is still waiting.',
);

export const NO_CODE_PAGE = page(
  400,
  'TikTok sent no authorization code',
  'The authorization was probably declined. Open the link in the terminal again; it is still waiting.',
);

export const NOT_FOUND_PAGE = page(404, 'Nothing here', 'tada listens for the answer of TikTok only.');

export const NOT_ALLOWED_PAGE = page(405, 'Nothing here', 'tada listens for the answer of TikTok only.');

function page(status: number, title: string, text: string): CallbackPage {
  const style = 'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}';
  return {
    status,
    html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>tada: ${title}</title><style>${style}</style></head>
<body><h1>${title}</h1><p>${text}</p></body>
</html>
`,
  };
}
