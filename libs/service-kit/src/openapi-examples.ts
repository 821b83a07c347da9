export const EXAMPLE_ID = '0198c0de-7f3a-7c51-9b1e-3d2f5a6b7c8d';
const EXAMPLE_TIME = '2026-11-20T09:30:00.000Z';
const MAX_LEVELS = 12;

/** As much of a JSON Schema as the documents have. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  example?: unknown;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  minimum?: number;
  minLength?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  [key: string]: unknown;
}
export type Schemas = Record<string, Schema>;

const FORMATS: Record<string, unknown> = {
  uuid: EXAMPLE_ID,
  'date-time': EXAMPLE_TIME,
  date: EXAMPLE_TIME.slice(0, 10),
  email: 'ana@acme.example',
  uri: 'https://acme.example',
  binary: '(the bytes of the file)',
};

/** What fields of these names hold, where nothing nearer says it. */
const NAMES: Record<string, unknown> = {
  code: 'not_found',
  detail: 'What was wrong and what would be right',
  title: 'Not found',
  type: 'text',
  value: '12',
  wamid: 'wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA',
};

/**
 * An example of what a schema describes: the schema's own where it has one, else made of its parts. What is optional is left out unless it
 * says what it looks like, so that the example of a request is one that a person would send.
 */
export function exampleOf(schema: Schema, schemas: Schemas, name = '', level = 0): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (level > MAX_LEVELS) return null;
  const inner = (part: Schema, partName = name): unknown => exampleOf(part, schemas, partName, level + 1);
  if (schema.$ref) return inner(schemas[schema.$ref.split('/').at(-1)!] ?? {});
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => inner(part));
    // Of a text or a number, which only a described list of values is made of parts for, the last one says what it is.
    return parts.every((part) => typeof part === 'object') ? Object.assign({}, ...parts) : parts.at(-1);
  }
  const choice = schema.oneOf ?? schema.anyOf;
  if (choice) return inner(choice.at(-1)?.type === 'null' ? choice[0]! : choice.at(-1)!);
  const types = [schema.type ?? (schema.properties ? 'object' : 'string')].flat();
  if (types.includes('null')) return null;
  switch (types[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key, part]) => schema.required?.includes(key) || part.example !== undefined || part.default !== undefined)
          .map(([key, part]) => [key, inner(part, key)]),
      );
    case 'array':
      return schema.items ? [inner(schema.items)] : [];
    case 'number':
    case 'integer':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return FORMATS[schema.format ?? ''] ?? NAMES[name] ?? name.padEnd(schema.minLength ?? 1, '.');
  }
}
