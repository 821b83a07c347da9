import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiPreconditionFailedResponse } from '@nestjs/swagger';
import { Problem, ProblemDto } from './problem.js';

interface HeaderRequest {
  headers: Record<string, string | undefined>;
}
export interface EtagReply {
  header(name: string, value: string): unknown;
}

/** The entity tag of a version (RFC 9110, section 8.8.3): strong, for the version counts every change. */
export const etagOf = (version: number): string => `"${version}"`;

/** Whether an If-Match header holds for this version (RFC 9110, section 13.1.1); one that is absent always does. */
export function meets(ifMatch: string | undefined, version: number): boolean {
  if (ifMatch === undefined) return true;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  return tags.includes('*') ? version > 0 : tags.includes(etagOf(version));
}

/** @throws {Problem} precondition_failed, with the present entity tag, where somebody else changed the thing since it was read */
export function requireVersion(ifMatch: string | undefined, version: number): void {
  if (meets(ifMatch, version)) return;
  throw new Problem(412, 'precondition_failed', 'It was changed since you read it; read it again and repeat the change.', undefined, {
    etag: etagOf(version),
  });
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
