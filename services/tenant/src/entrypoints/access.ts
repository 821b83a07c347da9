import { applyDecorators, Inject, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { CONFIG, IDENTITY_HEADER, Problem, Public, verifyIdentity, type Identity } from '#service-kit';

@Injectable()
class SignedInGuard implements CanActivate {
  constructor(@Inject(CONFIG) private readonly config: { INTERNAL_SECRET: string }) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined>; identity?: Identity }>();
    const identity = verifyIdentity(request.headers[IDENTITY_HEADER], this.config.INTERNAL_SECRET);
    if (!identity) throw new Problem(401, 'not_signed_in', 'Send a bearer token from POST /api/v1/auth/login, or an API key in X-API-Key.');
    request.identity = identity;
    return true;
  }
}

/** Anybody who is signed in, acting for a tenant or not: for what a person asks about themselves. */
export const SignedIn = (): MethodDecorator & ClassDecorator => applyDecorators(Public(), UseGuards(SignedInGuard), ApiSecurity('bearer'));

/** The tenant in the path, where it is the caller's own or the caller is a superadmin. @throws {Problem} not_found for any other */
export function pathTenant(caller: Identity, id: string): string {
  if (!caller.superadmin && caller.tenantId !== id) throw Problem.notFound('tenant');
  return id;
}
