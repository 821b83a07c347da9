import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { answersOf, PROBLEM_TYPE, problemExample, SHARED_ANSWERS } from './openapi-answers.js';
import { EXAMPLE_ID, exampleOf, type Schema, type Schemas } from './openapi-examples.js';
import { ProblemDto } from './problem.js';
import type { ServiceDefinition } from './service.js';

interface Parameter {
  $ref?: string;
  name?: string;
  in?: string;
  description?: string;
  example?: unknown;
  schema?: Schema;
}

interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: unknown;
}

interface Answer {
  $ref?: string;
  description: string;
  content?: Record<string, Media>;
}

export interface Operation {
  operationId?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Answer>;
  security?: Record<string, string[]>[];
  tags?: string[];
}

const PROBLEM = '#/components/schemas/ProblemDto';
/** Said by `security` and by the media types; a parameter of such a name is to be ignored. Source: OpenAPI 3.1, "Parameter Object". */
const NOT_PARAMETERS = ['accept', 'content-type', 'authorization'];
const SUCCESS: Record<string, string> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted; it is worked on',
  204: 'Done; there is nothing to say about it',
};

const SHARED_PARAMETERS = {
  TenantId: {
    name: 'X-Tenant-ID',
    in: 'header',
    required: false,
    description:
      'The tenant to act for. Not needed by API keys and by people who belong to one tenant; a superadmin may name any that exists.',
    schema: { type: 'string', format: 'uuid', example: EXAMPLE_ID },
  },
};

/**
 * The OpenAPI 3.1 document of one service: the gateway's route table and a part of the public /api/docs. What all routes have in common
 * (who may call, the refusals, the tenant, examples) is added here, so that controllers say only what is their own.
 */
export function openApiOf(app: INestApplication, service: ServiceDefinition): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(service.name)
    .setDescription(service.summary)
    .setVersion('1')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The accessToken of POST /api/v1/auth/login, for 15 minutes' },
      'bearer',
    )
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'A key of POST /api/v1/tenants/{id}/api-keys, within its scopes' },
      'apiKey',
    )
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    extraModels: [ProblemDto],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const components = document.components as Record<string, Record<string, unknown>>;
  components.responses = SHARED_ANSWERS;
  components.parameters = SHARED_PARAMETERS;
  const schemas = components.schemas as Schemas;
  const tags = new Set<string>();
  for (const [path, operations] of Object.entries(document.paths) as unknown as [string, Record<string, Operation>][]) {
    for (const operation of Object.values(operations)) {
      complete(path, operation, schemas);
      for (const tag of operation.tags ?? []) tags.add(tag);
    }
  }
  document.tags = [...tags].sort().map((name) => ({ name, description: service.tags?.[name] ?? service.summary }));
  return document;
}

function complete(path: string, operation: Operation, schemas: Schemas): void {
  operation.security ??= [];
  operation.description = [operation.description, accessOf(operation.security)].filter(Boolean).join('\n\n');
  operation.parameters = (operation.parameters ?? []).filter(
    ({ in: place, name }) => !(place === 'header' && NOT_PARAMETERS.includes(name!.toLowerCase())),
  );
  for (const parameter of operation.parameters) {
    // Ids in paths are UUIDs, whoever parses them.
    if (parameter.in === 'path' && /(^i|I)d$/.test(parameter.name!)) {
      parameter.schema = { ...parameter.schema, format: 'uuid', example: EXAMPLE_ID };
    }
  }
  if (operation.security.some((way) => 'bearer' in way)) operation.parameters.push({ $ref: '#/components/parameters/TenantId' });
  for (const [type, media] of Object.entries(operation.requestBody?.content ?? {})) {
    // Where a route takes a form or JSON, Nest shows every shape under both.
    const shapes = media.schema?.oneOf?.filter((shape) => hasFile(shape) === type.startsWith('multipart/'));
    if (shapes?.length === 1) media.schema = shapes[0]!;
    addExample(media, schemas);
  }
  for (const [status, answer] of Object.entries(operation.responses)) {
    answer.description ||= SUCCESS[status] ?? '';
    const json = answer.content?.['application/json'];
    if (json?.schema?.$ref === PROBLEM) {
      answer.content = { [PROBLEM_TYPE]: { schema: json.schema, example: problemExample(Number(status), answer.description) } };
    } else {
      for (const media of Object.values(answer.content ?? {})) addExample(media, schemas);
    }
  }
  const declared = operation.responses;
  operation.responses = {};
  // Numbers come first, in their order; what a route says of its own refusals is closer than what all have in common.
  Object.assign(operation.responses, answersOf(path, operation), declared, {
    default: { $ref: '#/components/responses/Problem' },
  });
}

/**
 * Who may call an operation, in words: from the roles and scopes that its security requirements name. OpenAPI 3.1 lets them stand there for
 * schemes other than OAuth2 too ("Security Requirement Object").
 */
function accessOf(security: readonly Record<string, string[]>[]): string {
  const [roles, scopes] = ['bearer', 'apiKey'].map((way) => security.find((each) => way in each)?.[way]);
  const [role, scope] = [roles?.[0], scopes?.[0]];
  if (!roles) return scopes ? 'For every API key, whatever its scopes.' : 'Nobody has to sign in for it.';
  if (role === 'superadmin') return 'For superadmins of the installation only.';
  if (!scope || !role) return 'For everybody who is signed in; not for API keys.';
  return role === 'viewer'
    ? `For every member of the tenant (role \`viewer\` and above), and for API keys with the scope \`${scope}\`.`
    : `For members of the tenant with the role \`${role}\`${role === 'owner' ? '' : ' or above'}, and for API keys with the scope \`${scope}\`.`;
}

const hasFile = (shape: Schema): boolean => Object.values(shape.properties ?? {}).some(({ format }) => format === 'binary');

function addExample(media: Media, schemas: Schemas): void {
  if (media.schema && media.example === undefined && media.examples === undefined) media.example = exampleOf(media.schema, schemas);
}
