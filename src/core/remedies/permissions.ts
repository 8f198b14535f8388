/**
 * Where in the TikTok developer portal the permission for a path is ticked, by the permission list of TikTok's
 * API reference; undefined for paths that need none or that tada doesn't use.
 */
export function permissionFor(path: string): string | undefined {
  return PERMISSIONS.find(([prefix]) => path.startsWith(prefix))?.[1];
}

const PERMISSIONS: readonly (readonly [prefix: string, permission: string])[] = [
  ['/advertiser/info/', 'Ad Account Management → Ad Account Information → Read'],
  ['/oauth2/advertiser/get/', 'Ad Account Management → Ad Account Information → Read'],
  ['/bc/', 'Ad Account Management → Business Center → Read'],
  ['/segment/', 'Audience Management → Create and Update Custom Audiences'],
  ['/dmp/custom_audience/list/', 'Audience Management → Read Custom Audiences'],
  ['/dmp/custom_audience/get/', 'Audience Management → Read Custom Audiences'],
  ['/dmp/custom_audience/share', 'Audience Management → Share Custom Audiences'],
  ['/dmp/custom_audience/', 'Audience Management → Create and Update Custom Audiences'],
  ['/event/track/', 'Measurement → Report Conversion Event'],
  ['/offline/get/', 'Offline Events Management → Read'],
  ['/offline/', 'Offline Events Management → Create and Manage'],
  ['/pixel/list/', 'Pixel Management → Read Pixels'],
];
