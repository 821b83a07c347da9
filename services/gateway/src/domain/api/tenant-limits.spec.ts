import { tenantRule } from './tenant-limits.js';

describe('tenantRule', () => {
  it.each(['answers', 'reply-suggestions', 'rephrasings', 'translations'])('limits what costs a model call: %s', (path) => {
    expect(tenantRule('POST', `/api/v1/llm/${path}`)).toEqual({ name: 'answers', most: 120, windowMs: 60_000 });
  });

  it.each([
    ['GET', '/api/v1/llm/answers'],
    ['POST', '/api/v1/llm/answers/1'],
    ['POST', '/llm/answers'],
    ['POST', '/api/v1/messages'],
  ])('%s %s is not limited', (method, path) => {
    expect(tenantRule(method, path)).toBeUndefined();
  });
});
