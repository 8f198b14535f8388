import type { User } from './directory.ts';
import { reachableAdvertisers, type World } from './world.ts';

/** What the authorization page answers: a page, or a way back to the app. */
export type ConsentAnswer =
  | { readonly status: 200 | 400; readonly html: string }
  | { readonly status: 302; readonly location: string };

/** The page a person sees who is asked to let an app use their accounts. `query` as in the URL. */
export function showConsent(world: World, query: URLSearchParams): ConsentAnswer {
  const problem = requestProblem(world, query);
  if (problem !== undefined) return problemPage(problem);
  const user = world.users.get(query.get('user') ?? 'admin');
  if (user === undefined) return problemPage('There is no such user.');
  return { status: 200, html: consentPage(world, query, user, '') };
}

/**
 * The person's decision, as the page's form sends it: `app_id`, `redirect_uri`, `state`, `user` (default
 * admin), `role` (default the user's own), `advertiser_ids` (repeated; default all the user reaches) and
 * `decision` (`allow` or `deny`). What TikTok sends back after a denial is unknown: here only the state.
 */
export function decideConsent(world: World, form: URLSearchParams): ConsentAnswer {
  const problem = requestProblem(world, form);
  if (problem !== undefined) return problemPage(problem);
  const user = world.users.get(form.get('user') ?? 'admin');
  const role = form.get('role') ?? 'own';
  if (user === undefined || !isRoleChoice(role)) return problemPage('There is no such user or role.');
  if (form.get('decision') !== 'allow') return wayBack(form, {});

  const reachable = reachableAdvertisers(world, user).map(({ id }) => id);
  const chosen = form.getAll('advertiser_ids');
  if (chosen.some((id) => !reachable.includes(id))) return problemPage('The user can’t allow that account.');
  if (chosen.length === 0 && form.has('listed')) {
    return { status: 400, html: consentPage(world, form, user, 'Choose at least one account.') };
  }
  const code = world.tokens.issueCode({
    userId: user.id,
    advertiserIds: chosen.length === 0 ? reachable : chosen,
    role: role === 'own' ? undefined : role,
  });
  return wayBack(form, { auth_code: code, code });
}

function isRoleChoice(text: string): text is 'own' | 'ADMIN' | 'OPERATOR' | 'ANALYST' {
  return ['own', 'ADMIN', 'OPERATOR', 'ANALYST'].includes(text);
}

function requestProblem(world: World, parameters: URLSearchParams): string | undefined {
  if (parameters.get('app_id') !== world.appId) return 'This app id is unknown.';
  const redirect = parameters.get('redirect_uri') ?? '';
  if (!URL.canParse(redirect) || !/^https?:$/.test(new URL(redirect).protocol)) {
    return 'The redirect URL is missing or is not a complete http(s) URL.';
  }
  // TikTok compares character for character with what is registered, trailing slash included.
  if (world.redirectUris.length > 0 && !world.redirectUris.includes(redirect)) {
    return 'The redirect URL is not the one registered with the app.';
  }
  return undefined;
}

function wayBack(form: URLSearchParams, parameters: Readonly<Record<string, string>>): ConsentAnswer {
  const location = new URL(form.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries(parameters)) location.searchParams.append(name, value);
  const state = form.get('state');
  if (state !== null) location.searchParams.append('state', state);
  return { status: 302, location: location.href };
}

function consentPage(world: World, parameters: URLSearchParams, chosen: User, problem: string): string {
  const users = [...world.users.values()].map((user) => {
    const query = new URLSearchParams();
    for (const name of ['app_id', 'redirect_uri', 'state']) {
      const value = parameters.get(name);
      if (value !== null) query.set(name, value);
    }
    query.set('user', user.id);
    const mark = user.id === chosen.id ? ' aria-current="true"' : '';
    return `<li><a href="?${escapeHtml(query.toString())}"${mark}>${escapeHtml(user.name)}</a> ${escapeHtml(user.about)}</li>`;
  });
  const accounts = reachableAdvertisers(world, chosen).map(
    (one) =>
      `<li><label><input type="checkbox" name="advertiser_ids" value="${one.id}" checked> ` +
      `${escapeHtml(one.name)} <small>${one.id}, ${one.status}, ${chosen.roles.get(one.id)}</small></label></li>`,
  );
  const hidden = ['app_id', 'redirect_uri', 'state'].flatMap((name) => {
    const value = parameters.get(name);
    return value === null ? [] : [`<input type="hidden" name="${name}" value="${escapeHtml(value)}">`];
  });
  return page(
    'Allow this app to use your ad accounts?',
    `<p>This is the simulator: these people and accounts are invented, and no page of TikTok’s is involved.</p>
<h2>You are</h2>
<ul>${users.join('\n')}</ul>
<form method="post">
${hidden.join('\n')}
<input type="hidden" name="user" value="${escapeHtml(chosen.id)}">
<input type="hidden" name="listed" value="yes">
<h2>Your role</h2>
<p><select name="role" aria-label="Role">
<option value="own">as listed below</option>
<option value="ADMIN">Admin of all</option>
<option value="OPERATOR">Operator of all</option>
<option value="ANALYST">Analyst of all</option>
</select></p>
<h2>Accounts</h2>
${problem === '' ? '' : `<p role="alert">${escapeHtml(problem)}</p>`}
<ul>${accounts.join('\n')}</ul>
<p><button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></p>
</form>`,
  );
}

function problemPage(problem: string): ConsentAnswer {
  return {
    status: 400,
    html: page('This can’t be authorized', `<p role="alert">${escapeHtml(problem)}</p>`),
  };
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
ul { list-style: none; padding: 0; }
a[aria-current] { font-weight: bold; }
small { color: #555; }
[role="alert"] { border-left: 4px solid #c00; padding-left: 0.5rem; }
button { font: inherit; padding: 0.4rem 1.2rem; }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${content}
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
