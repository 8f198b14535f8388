import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/remedies/classify.ts';

const UPDATE = '/dmp/custom_audience/update/';

describe('an update of a file audience while another one is under way', () => {
  it.each([
    [40202, 'Write or update entity conflict. Retry may resolve this issue.'],
    [40002, 'Another update is in progress.'],
    [40002, 'The audience is being updated.'],
    [40000, 'The previous replacement has not finished yet.'],
    [40002, 'The task is still running, please wait.'],
  ])('is waited for: %i %s', (code, message) => {
    const judged = classify({ httpStatus: 200, code, message, path: UPDATE });
    expect(judged).toMatchObject({ kind: 'tiktok-unavailable', retry: 'short' });
    expect(judged.explanation).toContain('still busy');
  });

  it.each([
    [UPDATE, 40002, 'The audience must keep at least 1000 users.', 'audience-too-small'],
    [UPDATE, 40002, 'Parameter error: invalid audience ID', 'audience-not-found'],
    [UPDATE, 40910, 'File is expired.', 'file-refused'],
    ['/segment/mapping/', 40002, 'Another update is in progress.', 'invalid-parameters'],
  ])('is not confused with others: %s %i %s', (path, code, message, kind) => {
    expect(classify({ httpStatus: 200, code, message, path })).toMatchObject({ kind, retry: 'no' });
  });
});
