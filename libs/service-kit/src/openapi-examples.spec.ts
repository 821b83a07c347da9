import { exampleOf } from './openapi-examples.js';

const schemas = {
  Item: {
    type: 'object',
    required: ['id', 'at'],
    properties: { id: { type: 'string', format: 'uuid' }, at: { type: ['string', 'null'] } },
  },
  Tree: { type: 'object', required: ['parent'], properties: { parent: { $ref: '#/components/schemas/Tree' } } },
};

describe('exampleOf', () => {
  it('takes what the schema says before what it could guess', () => {
    const schema = {
      type: 'object',
      required: ['name', 'role', 'items', 'size'],
      properties: {
        name: { type: 'string', example: 'Acme' },
        role: { enum: ['viewer', 'agent'] },
        items: { type: 'array', items: { $ref: '#/components/schemas/Item' } },
        size: { type: 'number', minimum: 5 },
        optional: { type: 'string' },
        described: { type: 'object', example: { a: 1 } },
      },
    };
    expect(exampleOf(schema, schemas)).toEqual({
      name: 'Acme',
      role: 'viewer',
      items: [{ id: '0198c0de-7f3a-7c51-9b1e-3d2f5a6b7c8d', at: null }],
      size: 5,
      described: { a: 1 },
    });
  });

  it('ends for schemas that hold themselves', () => {
    expect(JSON.stringify(exampleOf(schemas.Tree, schemas)).length).toBeLessThan(1_000);
  });
});
