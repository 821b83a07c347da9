import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Identity } from './identity.js';

/** Who changes something and from where, for the audit log, where somebody has signed in. */
export interface Actor {
  kind: Identity['kind'];
  id: string;
  /** As the gateway saw it. */
  address: string | null;
  requestId: string | null;
}

interface ActorRequest {
  id: string;
  ip: string;
  headers: Record<string, string | undefined>;
  identity?: Identity;
}

/**
 * Who calls and from where, as a handler parameter: an {@link Actor}, or on a public route one of kind `anonymous` without an id. The
 * address is the gateway's word: nobody else reaches a service.
 */
export const By = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { id, ip, headers, identity } = context.switchToHttp().getRequest<ActorRequest>();
  const address = headers['x-forwarded-for']?.split(',', 1)[0]?.trim() || ip || null;
  return { kind: identity?.kind ?? 'anonymous', id: identity?.subject ?? null, address: address && address.slice(0, 64), requestId: id };
});
