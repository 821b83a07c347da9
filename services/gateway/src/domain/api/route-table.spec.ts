import { RouteTable } from './route-table.js';

const secured = { security: [{ bearer: [] }], responses: {} };
const open = { responses: {} };
const table = (documents: Record<string, Record<string, Record<string, unknown>>>): RouteTable =>
  new RouteTable(new Map(Object.entries(documents).map(([service, paths]) => [service, { paths }])));

describe('RouteTable', () => {
  const routes = table({
    tenant: {
      '/api/v1/auth/login': { post: open },
      '/api/v1/tenants/{id}': { get: secured, patch: secured },
      '/internal/x': { get: open },
    },
    conversation: {
      '/api/v1/conversations/{id}': { get: secured },
      '/api/v1/conversations/{id}/messages': { get: secured, post: secured },
      '/api/v1/conversations/search': { post: secured },
    },
  });

  it.each([
    ['POST', '/api/v1/auth/login', 'tenant', true],
    ['GET', '/api/v1/conversations/42', 'conversation', false],
    ['POST', '/api/v1/conversations/42/messages', 'conversation', false],
    ['POST', '/api/v1/conversations/search', 'conversation', false],
    // As the owning service would see it: no GET of that name, but one of the parameter.
    ['GET', '/api/v1/conversations/search', 'conversation', false],
    ['GET', '/api/v1/conversations/a%2Fb', 'conversation', false],
    ['HEAD', '/api/v1/tenants/42', 'tenant', false],
  ])('%s %s belongs to %s', (method, path, service, isPublic) => {
    expect(routes.match(method, path)).toEqual({ found: 'route', route: { service, public: isPublic } });
  });

  it.each(['/api/v1/nothing', '/api/v1/conversations', '/api/v1/conversations/', '/api/v1/tenants/1/2', '/internal/x', '/api/v1/'])(
    'knows nothing of %s',
    (path) => {
      expect(routes.match('GET', path)).toEqual({ found: 'nothing' });
    },
  );

  it('tells which methods a known path takes', () => {
    expect(routes.match('DELETE', '/api/v1/tenants/42')).toEqual({ found: 'path', allow: ['GET', 'HEAD', 'PATCH'] });
    expect(routes.match('DELETE', '/api/v1/conversations/search')).toEqual({ found: 'path', allow: ['GET', 'HEAD', 'POST'] });
  });

  it('refuses two services that claim one route, whatever they call its parameters', () => {
    expect(() =>
      table({ tenant: { '/api/v1/users/{id}': { get: secured } }, billing: { '/api/v1/users/{userId}': { get: secured } } }),
    ).toThrow(/GET \/api\/v1\/users\/\{userId\} is claimed by tenant and by billing/);
  });

  it('lets two services share a path under different methods', () => {
    const shared = table({ tenant: { '/api/v1/users': { get: secured } }, billing: { '/api/v1/users': { post: secured } } });
    expect(shared.match('POST', '/api/v1/users')).toMatchObject({ route: { service: 'billing' } });
  });
});
