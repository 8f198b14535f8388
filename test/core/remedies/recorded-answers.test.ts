import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/remedies/classify.ts';
import { diagnoseBody } from '../../../src/core/remedies/diagnose-body.ts';
import { RECORDED_ANSWERS } from './recorded-answers.ts';

describe('answers on record', () => {
  it.each(RECORDED_ANSWERS)('$code "$message" ($path) means $kind', (answer) => {
    expect(classify(answer).kind).toBe(answer.kind);
  });

  it.each(RECORDED_ANSWERS)('$code "$message" ($path) pasted into a diagnosis means $kind', (answer) => {
    const { code, message, path, kind } = answer;
    const requestId = '202303141300390EF6F5D96D1798201C51';
    const body = JSON.stringify({ code, message, request_id: requestId, data: {} });
    expect(diagnoseBody(body, path)).toMatchObject({ type: 'fault', fault: { kind, code, requestId } });
  });

  it('are shown with their own words', () => {
    for (const { code, message, kind } of RECORDED_ANSWERS) {
      const body = JSON.stringify({ code, message });
      expect(diagnoseBody(body), kind).toMatchObject({ fault: { message } });
    }
  });
});
