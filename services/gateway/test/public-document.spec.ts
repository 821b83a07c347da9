import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { mergedDocument } from '../src/domain/api/merged-document.js';
import type { ApiDocument } from '../src/domain/api/route-table.js';

const FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), '../../../docs/openapi');
const PROBLEM_TYPE = 'application/problem+json';
const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

interface Media {
  schema: object;
  example?: unknown;
}
interface Answer {
  $ref?: string;
  description: string;
  content?: Record<string, Media>;
}
interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: ({ $ref: string } | { $ref?: undefined; name: string; in: string })[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Answer>;
}

const documents = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as ApiDocument]),
);
const merged = mergedDocument(documents) as {
  info: Record<string, unknown>;
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  'x-tagGroups': { name: string; tags: string[] }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};
const operations = Object.entries(merged.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => METHODS.includes(method))
    .map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, operation })),
);
const answerOf = (answer: Answer): Answer =>
  answer.$ref === undefined ? answer : (merged.components.responses![answer.$ref.split('/').at(-1)!] as Answer);
const wrong = (isWrong: (entry: (typeof operations)[number]) => boolean): string[] => operations.filter(isWrong).map(({ name }) => name);

/** The document that /api/docs-json serves, made of the documents that are committed. */
describe('the public document', () => {
  it('is OpenAPI 3.1: every part as the specification says, every reference leads somewhere, every operation has its own id', async () => {
    const config = await createConfig({
      rules: {
        struct: 'error',
        'no-unresolved-refs': 'error',
        'operation-operationId': 'error',
        'operation-operationId-unique': 'error',
        'operation-parameters-unique': 'error',
        'operation-summary': 'error',
        'operation-description': 'off',
        'operation-4xx-response': 'error',
        'operation-2xx-response': 'error',
        'path-parameters-defined': 'error',
        'path-declaration-must-exist': 'error',
        'no-identical-paths': 'error',
        'no-duplicated-tag-names': 'error',
        'operation-tag-defined': 'error',
        'tag-description': 'error',
        'security-defined': 'error',
        'info-license': 'error',
        'no-server-trailing-slash': 'off',
        'no-invalid-parameter-examples': 'error',
      },
    });
    const problems = await lintFromString({ source: JSON.stringify(merged), config });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer}`)).toEqual([]);
    expect(operations.length).toBeGreaterThan(80);
  }, 60_000);

  it('says what each refusal looks like, as problem details', () => {
    expect(
      wrong(({ operation }) =>
        Object.entries(operation.responses).some(([status, answer]) => {
          if (status.startsWith('2')) return false;
          const media = answerOf(answer).content?.[PROBLEM_TYPE];
          return media?.example === undefined || JSON.stringify(media.schema) !== '{"$ref":"#/components/schemas/ProblemDto"}';
        }),
      ),
    ).toEqual([]);
    const lacks = (operation: Operation, ...statuses: string[]): boolean => statuses.some((status) => !(status in operation.responses));
    expect(wrong(({ operation }) => lacks(operation, '429', '503', 'default'))).toEqual([]);
    expect(wrong(({ operation }) => operation.security.length > 0 && lacks(operation, '401', '403', '404'))).toEqual([]);
    expect(wrong(({ operation }) => operation.requestBody !== undefined && lacks(operation, '400', '413', '415'))).toEqual([]);
    expect(wrong(({ path, operation }) => path.includes('{') && lacks(operation, '400', '404'))).toEqual([]);
    const takes = (operation: Operation, header: string): boolean =>
      (operation.parameters ?? []).some((parameter) => parameter.$ref === undefined && parameter.name === header);
    expect(wrong(({ operation }) => takes(operation, 'If-Match') && lacks(operation, '412'))).toEqual([]);
  });

  it('shows every body by an example that its own schema allows', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    // As a schema of its own, whose $defs are the components.
    const valid = (type: string, media: Media): boolean => {
      const source = JSON.stringify({ ...media.schema, components: merged.components });
      // Of a stream of events, the schema is that of the data of each.
      const events = [...String(media.example).matchAll(/^data: (.*)$/gm)].map(([, data]): unknown => JSON.parse(data!));
      const shown = type === 'text/event-stream' ? events : [media.example];
      return shown.length > 0 && shown.every((each) => ajv.validate(JSON.parse(source) as object, each));
    };
    const faults = operations.flatMap(({ name, operation }) =>
      [
        ...Object.entries(operation.requestBody?.content ?? {}).map(([type, media]) => ['request', type, media] as const),
        ...Object.entries(operation.responses).flatMap(([status, answer]) =>
          Object.entries(answerOf(answer).content ?? {}).map(([type, media]) => [status, type, media] as const),
        ),
      ]
        .filter(([, type, media]) => media.example === undefined || !valid(type, media))
        .map(([where, type, media]) => `${name} ${where} ${type}: ${JSON.stringify(media.example)} ${ajv.errorsText()}`),
    );
    expect(faults).toEqual([]);
  }, 60_000);

  it('knows no header that HTTP says by itself, and who may call each operation', () => {
    expect(
      wrong(({ operation }) =>
        (operation.parameters ?? []).some(
          (parameter) =>
            parameter.$ref === undefined &&
            parameter.in === 'header' &&
            ['accept', 'authorization', 'content-type'].includes(parameter.name.toLowerCase()),
        ),
      ),
    ).toEqual([]);
    expect(wrong(({ operation }) => !Array.isArray(operation.security))).toEqual([]);
    expect(Object.keys(merged.components.securitySchemes!)).toEqual(['bearer', 'apiKey']);
    const grouped = merged['x-tagGroups'].flatMap(({ tags }) => tags);
    expect([...grouped].sort()).toEqual(merged.tags.map(({ name }) => name).sort());
    expect(wrong(({ operation }) => operation.tags.length === 0 || !operation.tags.every((tag) => grouped.includes(tag)))).toEqual([]);
    expect(merged.servers.length).toBeGreaterThan(0);
  });

  it('says of every operation which role and which scope it takes', () => {
    expect(wrong(({ operation }) => !operation.description?.trim())).toEqual([]);
    const needs = ({ security }: Operation): string[] => security.flatMap((way) => Object.values(way).flat());
    expect(wrong(({ operation }) => needs(operation).some((need) => !operation.description?.toLowerCase().includes(need)))).toEqual([]);
    // Whatever both people and programs may call names a role and a scope.
    expect(wrong(({ operation }) => operation.security.length === 2 && needs(operation).length !== 2)).toEqual([]);
    expect(wrong(({ operation }) => operation.security.length === 0 && !operation.description?.includes('Nobody has to sign in'))).toEqual(
      [],
    );
  });

  it('begins with how to get a key, receive and send, and groups by what readers know', () => {
    const { description } = merged.info as { description: string };
    expect(description.indexOf('# Quick start')).toBe(0);
    for (const path of ['/api/v1/messages', '/api/v1/conversations']) expect(merged.paths).toHaveProperty([path]);
    const names = merged['x-tagGroups'].map(({ name }) => name);
    expect(names.filter((name) => documents.has(name.toLowerCase().replaceAll(' ', '-')) && name !== 'Knowledge')).toEqual([]);
    // Each tag has found its group.
    expect(names).not.toContain('More');
  });
});
