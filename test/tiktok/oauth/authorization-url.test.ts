import { describe, expect, it } from 'vitest';
import { authorizationUrl, createState } from '../../../src/tiktok/oauth/index.ts';

describe('the authorization link', () => {
  const authUrl = 'https://business-api.tiktok.com/portal/auth';
  const request = {
    authUrl,
    appId: '7000000000000000001',
    state: 'S',
    redirectUri: 'http://127.0.0.1:3456/callback/',
  };

  it('names app, state and the redirect URI as it is registered', () => {
    const url = new URL(authorizationUrl(request));
    expect(url.origin + url.pathname).toBe(authUrl);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      app_id: '7000000000000000001',
      state: 'S',
      redirect_uri: 'http://127.0.0.1:3456/callback/',
    });
  });

  it('keeps what the address has already', () => {
    const url = new URL(authorizationUrl({ ...request, authUrl: `${authUrl}?rid=1` }));
    expect(url.searchParams.get('rid')).toBe('1');
    expect(url.searchParams.get('state')).toBe('S');
  });
});

describe('a state', () => {
  it('is made of 32 random bytes and fits into a URL', () => {
    expect(createState((bytes) => new Uint8Array(bytes).fill(255))).toBe(`${'_'.repeat(42)}8`);
  });

  it('is another each time', () => {
    expect(new Set(Array.from({ length: 100 }, () => createState())).size).toBe(100);
  });
});
