import { mergedDocument } from './merged-document.js';
import type { ApiDocument } from './route-table.js';

const document = (path: string, schemas: Record<string, unknown>, tag = 'Own'): ApiDocument => ({
  info: { description: `of ${path}` },
  paths: {
    [path]: { get: { operationId: 'List_get', tags: [tag], responses: { 200: { schema: { $ref: '#/components/schemas/PageDto' } } } } },
    '/internal': { get: {} },
  },
  components: { schemas, securitySchemes: { bearer: { type: 'http' } } },
});
const problem = { type: 'object', properties: { code: { type: 'string' } } };

describe('mergedDocument', () => {
  it('has the public paths of all services, in groups that a reader knows, and shared components once', () => {
    const page = { type: 'object' };
    const merged = mergedDocument(
      new Map([
        ['tenant', document('/api/v1/tenants', { PageDto: page, ProblemDto: problem }, 'Tenants')],
        [
          'billing',
          {
            ...document('/api/v1/plans', { PageDto: page, ProblemDto: problem }, 'Plans'),
            tags: [{ name: 'Plans', description: 'What is to be had' }],
          },
        ],
      ]),
    );
    expect(merged.openapi).toBe('3.1.0');
    expect(Object.keys(merged.paths as object)).toEqual(['/api/v1/plans', '/api/v1/tenants']);
    expect(merged.tags).toEqual([
      { name: 'Plans', description: 'What is to be had' },
      { name: 'Tenants', description: 'of /api/v1/tenants' },
    ]);
    expect(merged['x-tagGroups']).toEqual([
      { name: 'Company', tags: ['Tenants'] },
      // A tag that no group has is shown nevertheless.
      { name: 'More', tags: ['Plans'] },
    ]);
    expect(merged.paths).toMatchObject({ '/api/v1/tenants': { get: { tags: ['Tenants'], operationId: 'Tenant_List_get' } } });
    expect(merged.components).toEqual({ schemas: { PageDto: page, ProblemDto: problem }, securitySchemes: { bearer: { type: 'http' } } });
  });

  it('shows no service under a shape of another: components that differ are renamed, with all that refers to them', () => {
    const page = (items: string): object => ({ items: { $ref: `#/components/schemas/${items}` } });
    const merged = mergedDocument(
      new Map([
        ['tenant', document('/api/v1/tenants', { PageDto: page('ItemDto'), ItemDto: { a: 1 } })],
        ['message-sender', document('/api/v1/messages', { PageDto: page('ItemDto'), ItemDto: { b: 1 } })],
      ]),
    );
    expect(merged.components).toMatchObject({
      schemas: {
        Tenant_PageDto: page('Tenant_ItemDto'),
        Tenant_ItemDto: { a: 1 },
        MessageSender_PageDto: page('MessageSender_ItemDto'),
        MessageSender_ItemDto: { b: 1 },
      },
    });
    expect(JSON.stringify(merged.paths)).toContain('#/components/schemas/MessageSender_PageDto');
    expect(JSON.stringify(merged)).not.toContain('schemas/PageDto');
  });
});
