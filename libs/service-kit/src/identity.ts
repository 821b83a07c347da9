import { createHmac, timingSafeEqual } from 'node:crypto';
import { applyDecorators, createParamDecorator, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiSecurity } from '@nestjs/swagger';
import { currentContext } from './context.js';
import { Problem } from './problem.js';

export const IDENTITY_HEADER = 'x-chasqui-identity';

/** From the least to the most that a person may do inside a tenant. */
export const ROLES = ['viewer', 'agent', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls: established by the gateway, carried to services under a signature. */
export interface Identity {
  kind: 'user' | 'api-key';
  /** User id or API key id. */
  subject: string;
  superadmin: boolean;
  /** Absent for a superadmin who acts on no tenant. */
  tenantId?: string;
  role?: Role;
  /** Of an API key. */
  scopes?: string[];
  /** Of a person with an access token of ours: the sign-in that it belongs to. */
  session?: string;
  /** Of a person who acts for no tenant, since one of theirs asks for a second factor that they have not. */
  locked?: true;
  /** Of a superadmin without a second factor while a tenant asks for one: `superadmin` is false until they have one. */
  superadminLocked?: true;
}

/** Life of a signed identity: long enough for one call, too short to be worth stealing. */
const LIFE_MS = 30_000;

const mac = (payload: string, key: string): Buffer => createHmac('sha256', key).update(payload).digest();

/** The identity as `<base64url payload>.<base64url HMAC-SHA256>`, valid for 30 s, at the service whose key it is. */
export function signIdentity(identity: Identity, key: string, now = Date.now()): string {
  const payload = Buffer.from(JSON.stringify({ ...identity, exp: now + LIFE_MS })).toString('base64url');
  return `${payload}.${mac(payload, key).toString('base64url')}`;
}

/** @returns the identity, or undefined when the token is forged, for another service, broken or older than 30 s. */
export function verifyIdentity(token: string | undefined, key: string, now = Date.now()): Identity | undefined {
  const [payload, signature] = token?.split('.') ?? [];
  if (!payload || !signature) return undefined;
  const expected = mac(payload, key);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  try {
    const { exp, ...identity } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Identity & { exp: number };
    return exp > now ? identity : undefined;
  } catch {
    return undefined;
  }
}

interface Access {
  public?: boolean;
  signedIn?: boolean;
  anyKey?: boolean;
  superadmin?: boolean;
  role?: Role;
  scope?: string;
}
const ACCESS = Symbol('ACCESS');

/** No sign-in needed. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, { public: true } satisfies Access);

/** Anybody who is signed in, acting for a tenant or not: for what a person asks about themselves. */
export const SignedIn = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ACCESS, { signedIn: true } satisfies Access), ApiSecurity('bearer'));

/** Every API key, whatever its scopes, and no person: for what a program asks about its own key. */
export const AnyApiKey = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ACCESS, { anyKey: true } satisfies Access), ApiSecurity('apiKey'));

/** Only the platform's own people. */
export const Superadmin = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ACCESS, { superadmin: true } satisfies Access), ApiSecurity('bearer', ['superadmin']));

/**
 * A member of the tenant with at least this role, or an API key that holds the scope. A superadmin passes, with or without a tenant:
 * a route whose tenant is in its path needs no other, and `@TenantId()` asks for one where the route does.
 */
export const Allow = (role: Role, scope: string): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ACCESS, { role, scope } satisfies Access), ApiSecurity('bearer', [role]), ApiSecurity('apiKey', [scope]));

/** To a superadmin without a second factor while a tenant asks for one. */
export const superadminLocked = (): Problem =>
  new Problem(
    403,
    'two_factor_required',
    'A tenant asks for two-factor sign-in, so superadmins need it too; turn it on for your account with POST /api/v1/auth/two-factor.',
  );

/** Refuses every route that does not say who may call it. */
export class AccessGuard implements CanActivate {
  readonly #reflector = new Reflector();
  constructor(private readonly key: string) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.#reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access?.public) return true;
    const request = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined>; identity?: Identity }>();
    const identity = verifyIdentity(request.headers[IDENTITY_HEADER], this.key);
    if (!identity) throw new Problem(401, 'not_signed_in', 'Send a bearer token from POST /api/v1/auth/login, or an API key in X-API-Key.');
    request.identity = identity;
    const requestContext = currentContext();
    if (requestContext && identity.tenantId) requestContext.tenantId = identity.tenantId;
    if (!access) throw new Problem(403, 'forbidden', 'This route is open to nobody.');
    if (access.anyKey) {
      if (identity.kind === 'api-key') return true;
      throw new Problem(403, 'forbidden', 'Only an API key may ask this. Send one in X-API-Key.');
    }
    if (identity.superadmin || access.signedIn) return true;
    // What their own memberships do not open, their right as a superadmin would.
    const refuse = (problem: Problem): Problem => (identity.superadminLocked ? superadminLocked() : problem);
    if (access.superadmin) throw refuse(new Problem(403, 'forbidden', 'Only a superadmin may do this.'));
    if (identity.locked) {
      const detail = 'A tenant of yours asks for two-factor sign-in; turn it on for your account, or name another tenant in X-Tenant-ID.';
      throw new Problem(403, 'two_factor_required', detail);
    }
    if (!identity.tenantId) throw refuse(new Problem(400, 'tenant_required', 'Name the tenant in X-Tenant-ID.'));
    requireAllowed(identity, access.role ?? 'owner', access.scope ?? '');
    return true;
  }
}

/** For what only some requests to a route ask, as `@Allow()` does for all of them. @throws {Problem} scope_missing, forbidden */
export function requireAllowed(identity: Identity, role: Role, scope: string): void {
  if (identity.superadmin) return;
  if (identity.kind === 'api-key') {
    if (identity.scopes?.includes(scope) || identity.scopes?.includes('*')) return;
    throw new Problem(403, 'scope_missing', `The API key lacks the scope ${scope}.`);
  }
  if (identity.role && ROLES.indexOf(identity.role) >= ROLES.indexOf(role)) return;
  // What their own memberships do not open, their right as a superadmin would.
  throw identity.superadminLocked ? superadminLocked() : new Problem(403, 'forbidden', `This needs the role ${role} or above.`);
}

/** The caller, as a handler parameter. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<{ identity?: Identity }>();
  if (!identity) throw new Error('@Caller() on a route without an identity');
  return identity;
});

/** The tenant that the caller acts for, as a handler parameter. */
export const TenantId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const tenantId = context.switchToHttp().getRequest<{ identity?: Identity }>().identity?.tenantId;
  if (!tenantId) throw new Problem(400, 'tenant_required', 'Name the tenant in X-Tenant-ID.');
  return tenantId;
});

/** The tenant in the path, where it is the caller's own or the caller is a superadmin. @throws {Problem} not_found for any other */
export function pathTenant(caller: Identity, id: string): string {
  if (!caller.superadmin && caller.tenantId !== id) throw Problem.notFound('tenant');
  return id;
}
