import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiPreconditionFailedResponse, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import { Problem, ProblemDto } from '#service-kit';
import { etagOf } from '../domain/etag.js';

interface HeaderRequest {
  headers: Record<string, string | undefined>;
}
export interface EtagReply {
  header(name: string, value: string): unknown;
}

/** Puts the entity tag beside an answer. */
export function tagged<T extends { version: number }>(reply: EtagReply, entity: T): T {
  reply.header('etag', etagOf(entity.version));
  return entity;
}

/** The same for an answer that is sent back as it is by PUT, which takes no version. */
export function taggedOnly<T extends { version: number }>(reply: EtagReply, entity: T): Omit<T, 'version'> {
  const { version, ...rest } = tagged(reply, entity);
  return rest;
}

/** The If-Match header, as a handler parameter. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => context.switchToHttp().getRequest<HeaderRequest>().headers['if-match'],
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

/** The Idempotency-Key header, as a handler parameter. @throws {Problem} idempotency_key_invalid */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const key = context.switchToHttp().getRequest<HeaderRequest>().headers['idempotency-key'];
  if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Problem(400, 'idempotency_key_invalid', 'Idempotency-Key must have 1 to 255 printable ASCII characters.');
  }
  return key;
});
export const ApiIdempotencyKey = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      example: '0198c0de-7f3a-7c51-9b1e-3d2f5a6b7c8d',
      description: 'The same key with the same body does it once and gets the same answer, for 24 hours.',
    }),
    ApiUnprocessableEntityResponse({ description: 'The key was used for another body', type: ProblemDto }),
  );
