import { isDeepStrictEqual } from 'node:util';
import { API_PREFIX, type ApiDocument } from './route-table.js';

type Json = Record<string, unknown>;
type Sections = Record<string, Record<string, unknown>>;

/** `MessageSender_StatusDto`: the underscore keeps it apart from every class name. */
const qualified = (service: string, name: string): string =>
  `${service.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}_${name}`;

/**
 * The public API as one OpenAPI 3.1 document: the paths of all services, each tagged with its service, and their components.
 * A component that services define alike is taken once. Where they differ under one name, each is renamed after its service
 * (`StatusDto` becomes `Tenant_StatusDto` and `Billing_StatusDto`), so that no description shows another service's shape.
 */
export function mergedDocument(documents: ReadonlyMap<string, ApiDocument>): Json {
  const services = [...documents].sort(([a], [b]) => (a < b ? -1 : 1));
  const conflicting = conflictingComponents(services);
  const paths: Record<string, Json> = {};
  const components: Sections = {};
  const tags = new Map<string, Json>();
  const operationIds = new Set<string>();
  for (const [service, document] of services) {
    const renamed = renameComponents(document, service, conflicting) as ApiDocument;
    const own = Object.entries(renamed.paths ?? {}).filter(([path]) => path.startsWith(API_PREFIX));
    if (own.length === 0) continue;
    tags.set(service, { name: service, description: (renamed.info as Json | undefined)?.description });
    for (const [path, operations] of own) {
      const target = (paths[path] ??= {});
      for (const [key, operation] of Object.entries(operations)) target[key] = describe(operation, service, operationIds);
    }
    for (const [section, entries] of Object.entries((renamed.components ?? {}) as Sections))
      Object.assign((components[section] ??= {}), entries);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Chasqui',
      version: '1',
      description: 'Everything is under /api/v1. Errors are problem details (RFC 9457) with a stable code.',
    },
    servers: [{ url: '/' }],
    tags: [...tags.values()],
    paths,
    components,
  };
}

function describe(operation: unknown, service: string, operationIds: Set<string>): unknown {
  // Parameters and the like stand beside the methods and are arrays or texts.
  if (typeof operation !== 'object' || operation === null || Array.isArray(operation)) return operation;
  const { operationId, tags, ...rest } = operation as { operationId?: string; tags?: string[] };
  const id = operationId !== undefined && operationIds.has(operationId) ? qualified(service, operationId) : operationId;
  if (id !== undefined) operationIds.add(id);
  return { tags: [service, ...(tags ?? [])], ...(id === undefined ? {} : { operationId: id }), ...rest };
}

/** `<section>/<name>` of components that two services define differently. */
function conflictingComponents(services: readonly (readonly [string, ApiDocument])[]): Set<string> {
  const first = new Map<string, unknown>();
  const conflicting = new Set<string>();
  for (const [, document] of services) {
    for (const [section, entries] of Object.entries((document.components ?? {}) as Sections)) {
      for (const [name, definition] of Object.entries(entries)) {
        const key = `${section}/${name}`;
        if (!first.has(key)) first.set(key, definition);
        else if (!isDeepStrictEqual(first.get(key), definition)) conflicting.add(key);
      }
    }
  }
  // What refers to a component that differs differs itself, though it reads the same.
  for (let grown = true; grown;) {
    grown = false;
    for (const [, document] of services) {
      for (const [section, entries] of Object.entries((document.components ?? {}) as Sections)) {
        for (const [name, definition] of Object.entries(entries)) {
          const key = `${section}/${name}`;
          if (conflicting.has(key) || !refersTo(definition, conflicting)) continue;
          conflicting.add(key);
          grown = true;
        }
      }
    }
  }
  return conflicting;
}

const REFERENCE = '#/components/';

function refersTo(value: unknown, components: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const reference = (value as { $ref?: unknown }).$ref;
  if (typeof reference === 'string' && components.has(reference.slice(REFERENCE.length))) return true;
  return Object.values(value).some((inner) => refersTo(inner, components));
}

function renameComponents(document: ApiDocument, service: string, conflicting: ReadonlySet<string>): unknown {
  const nameOf = (section: string, name: string): string => (conflicting.has(`${section}/${name}`) ? qualified(service, name) : name);
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value === 'string' && value.startsWith(REFERENCE)) {
      const [section = '', name = ''] = value.slice(REFERENCE.length).split('/');
      return `${REFERENCE}${section}/${nameOf(section, name)}`;
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrite(inner)]));
  };
  const components: Sections = {};
  for (const [section, entries] of Object.entries((document.components ?? {}) as Sections)) {
    components[section] = Object.fromEntries(
      Object.entries(entries).map(([name, definition]) => [nameOf(section, name), rewrite(definition)]),
    );
  }
  return { ...(rewrite({ ...document, components: undefined }) as Json), components };
}
