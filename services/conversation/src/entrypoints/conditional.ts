import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiPreconditionFailedResponse } from '@nestjs/swagger';
import { ProblemDto } from '#service-kit';
import { etagOf } from '../domain/etag.js';

export interface EtagReply {
  header(name: string, value: string): unknown;
}

/** Puts the entity tag beside an answer that is sent back as it is by PUT, which takes no version. */
export function taggedOnly<T extends { version: number }>(reply: EtagReply, entity: T): Omit<T, 'version'> {
  const { version, ...rest } = entity;
  reply.header('etag', etagOf(version));
  return rest;
}

/** The If-Match header, as a handler parameter. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined =>
    context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>().headers['if-match'],
);
export const ApiIfMatch = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      example: '"3"',
      description: 'The ETag of what you read: refuses to overwrite another’s change',
    }),
    ApiPreconditionFailedResponse({ description: 'Somebody changed it meanwhile; ETag holds the present one', type: ProblemDto }),
  );
