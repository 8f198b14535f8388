import { describe, expect, it } from 'vitest';
import { apiBaseUrl, authorizationBaseUrl } from '../../src/tiktok/environments.ts';

describe('the address of the API', () => {
  it.each([
    ['production', 'https://business-api.tiktok.com/open_api/v1.3'],
    ['sandbox', 'https://sandbox-ads.tiktok.com/open_api/v1.3'],
  ] as const)('of %s is %s', (environment, url) => {
    expect(apiBaseUrl(environment, {})).toBe(url);
    expect(apiBaseUrl(environment, { TADA_TIKTOK_URL: ' ' })).toBe(url);
  });

  it('of the simulator has to be given', () => {
    expect(() => apiBaseUrl('simulator', {})).toThrow(expect.objectContaining({ kind: 'configuration' }));
  });

  it.each(['production', 'sandbox', 'simulator'] as const)('of %s can be moved elsewhere', (environment) => {
    const env = { TADA_TIKTOK_URL: 'http://127.0.0.1:9000/open_api/v1.3/' };
    expect(apiBaseUrl(environment, env)).toBe('http://127.0.0.1:9000/open_api/v1.3');
    expect(apiBaseUrl(environment, { TADA_TIKTOK_URL: 'https://proxy.example/v1.3' })).toBe(
      'https://proxy.example/v1.3',
    );
  });

  it.each([
    ['no address', 'somewhere'],
    ['another protocol', 'ftp://127.0.0.1/'],
    ['a login in it', 'https://user:password@proxy.example/'],
    ['unencrypted over a network', 'http://proxy.example/'],
    ['unencrypted to a name that only begins like this machine', 'http://127.0.0.1.example/'],
  ])('is refused when it is %s', (_, url) => {
    const attempt = () => apiBaseUrl('production', { TADA_TIKTOK_URL: url });
    expect(attempt).toThrow(expect.objectContaining({ kind: 'configuration' }));
    expect(attempt).not.toThrow('password');
  });

  it('of a simulator may be on another machine', () => {
    expect(apiBaseUrl('simulator', { TADA_TIKTOK_URL: 'http://simulator:9000/v1.3' })).toBe(
      'http://simulator:9000/v1.3',
    );
  });
});

describe('the address of the authorization page', () => {
  it.each([
    ['production', 'https://business-api.tiktok.com/portal/auth'],
    ['sandbox', undefined],
    ['simulator', undefined],
  ] as const)('of %s is %s', (environment, url) => {
    expect(authorizationBaseUrl(environment, {})).toBe(url);
  });

  it('can be moved elsewhere', () => {
    const env = { TADA_TIKTOK_AUTH_URL: 'http://localhost:9000/portal/auth' };
    expect(authorizationBaseUrl('simulator', env)).toBe('http://localhost:9000/portal/auth');
  });
});
