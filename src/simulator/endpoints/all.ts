import { accountEndpoints } from './accounts.ts';
import { customAudienceEndpoints } from './custom-audiences.ts';
import type { Endpoint } from './endpoint.ts';
import { eventSourceEndpoints } from './event-sources.ts';
import { eventEndpoints } from './events.ts';
import { oauthEndpoints } from './oauth.ts';
import { segmentEndpoints } from './segments.ts';

/** Every endpoint, by its path; no path takes more than one method. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map(
  [
    ...oauthEndpoints,
    ...accountEndpoints,
    ...segmentEndpoints,
    ...customAudienceEndpoints,
    ...eventEndpoints,
    ...eventSourceEndpoints,
  ].map((endpoint) => [endpoint.path, endpoint]),
);
