import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Identity } from '#service-kit';
import type { Actor } from '../domain/audit.js';

interface ActorRequest {
  id: string;
  ip: string;
  headers: Record<string, string | undefined>;
  identity?: Identity;
}

/** Who calls and from where, as a handler parameter. The address is the gateway's word: nobody else reaches a service. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { id, ip, headers, identity } = context.switchToHttp().getRequest<ActorRequest>();
  const address = headers['x-forwarded-for']?.split(',', 1)[0]?.trim() || ip || null;
  return { kind: identity?.kind ?? 'anonymous', id: identity?.subject ?? null, address: address && address.slice(0, 64), requestId: id };
});
