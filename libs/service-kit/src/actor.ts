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

/** An {@link Actor}, or on a public route one of kind `anonymous` without an id. */
function actorOf(context: ExecutionContext) {
  const { id, ip, headers, identity } = context.switchToHttp().getRequest<ActorRequest>();
  const address = headers['x-forwarded-for']?.split(',', 1)[0]?.trim() || ip || null;
  return { kind: identity?.kind ?? 'anonymous', id: identity?.subject ?? null, address: address && address.slice(0, 64), requestId: id };
}

/**
 * Who calls and from where, as a handler parameter: an {@link Actor}, or on a public route one of kind `anonymous` without an id. The
 * address is the gateway's word: nobody else reaches a service.
 */
export const By = createParamDecorator((_: unknown, context: ExecutionContext) => actorOf(context));

/** The same with what the caller's program says of itself (User-Agent; RFC 9110, section 10.1.5), for whoever keeps sign-ins. */
export const ByDevice = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const agent = context.switchToHttp().getRequest<ActorRequest>().headers['user-agent'];
  return { ...actorOf(context), agent: agent?.slice(0, 300) ?? null };
});
