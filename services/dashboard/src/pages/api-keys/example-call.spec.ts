import { exampleCall } from './example-call';

const known = { origin: 'https://chat.example', key: 'ck_live_1_2', outletId: '0198c0de-0000-7000-8000-000000000001' };
const pathOf = (scopes: string[], outletId: string | undefined = known.outletId) =>
  new URL(exampleCall({ ...known, scopes, outletId }).lines.at(-1)!).pathname;

describe('the call under a new key', () => {
  it.each([
    [['*'], '/api/v1/conversations'],
    [['outlets:read'], '/api/v1/outlets'],
    [['messages:write', 'audit:read'], '/api/v1/messages'],
    [['knowledge:write'], '/api/v1/auth/api-key'],
  ])('of the scopes %j is for %s', (scopes, path) => {
    expect(pathOf(scopes)).toBe(path);
  });

  it('sends nothing where no number could', () => {
    expect(exampleCall({ ...known, scopes: ['messages:write'], outletId: undefined })).toEqual({
      lines: [`curl -H 'X-API-Key: ck_live_1_2'`, 'https://chat.example/api/v1/auth/api-key'],
      sends: false,
    });
  });

  it('names the key, the number and a body that is JSON', () => {
    const { lines, sends } = exampleCall({ ...known, scopes: ['messages:write'] });
    expect(sends).toBe(true);
    expect(lines[0]).toContain(known.key);
    expect(JSON.parse(/'(\{.*\})'/.exec(lines.join(' '))![1]!)).toMatchObject({ outletId: known.outletId, type: 'template' });
  });
});
