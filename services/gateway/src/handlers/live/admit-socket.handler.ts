import { Inject, Injectable } from '@nestjs/common';
import { decodeJwt } from 'jose';
import { liveHandshake } from '#contracts';
import { CONFIG, Problem, ROLES, type Identity } from '#service-kit';
import type { z } from 'zod';
import type { Config } from '../../config.js';
import { AuthenticateCallerHandler } from '../api/authenticate-caller.handler.js';
import { fieldErrors } from './field-errors.js';
import { LiveSockets, type LiveSocketData } from './live-sockets.js';

export type Handshake = z.infer<typeof liveHandshake>;

/** Decides who may connect: the same credentials and rights as GET /api/v1/conversations. */
@Injectable()
export class AdmitSocketHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly authenticate: AuthenticateCallerHandler,
    private readonly sockets: LiveSockets,
  ) {}

  /** @throws {Problem} as REST would, and 429 too_many_connections */
  async execute(auth: unknown, address: string): Promise<{ handshake: Handshake; data: LiveSocketData }> {
    const parsed = liveHandshake.safeParse(auth ?? {});
    if (!parsed.success) throw Problem.invalid(fieldErrors(parsed.error, 'auth'));
    const { token, apiKey, tenantId: named } = parsed.data;
    const identity = await this.authenticate.execute({
      authorization: token === undefined ? undefined : `Bearer ${token}`,
      apiKey,
      tenantId: named,
    });
    if (!identity) throw new Problem(401, 'not_signed_in', 'Give a token from POST /api/v1/auth/login, or an API key, in `auth`.');
    const { tenantId } = identity;
    if (!tenantId) throw new Problem(400, 'tenant_required', 'Name the tenant in auth.tenantId.');
    if (!mayRead(identity)) throw new Problem(403, 'scope_missing', 'The API key lacks the scope conversations:read.');
    this.#limit(tenantId, identity.subject);
    const expiresAt = token === undefined ? undefined : decodeJwt(token).exp;
    return {
      handshake: parsed.data,
      data: {
        tenantId,
        identity,
        address,
        ...(identity.kind === 'user' ? { userId: identity.subject } : {}),
        ...(expiresAt === undefined ? {} : { expiresAtMs: expiresAt * 1_000 }),
        ...(token === undefined && apiKey !== undefined ? { apiKey } : {}),
      },
    };
  }

  #limit(tenantId: string, subject: string): void {
    let [ofTenant, ofSubject] = [0, 0];
    for (const { data } of this.sockets.all) {
      if (data.tenantId !== tenantId) continue;
      ofTenant++;
      if (data.identity.subject === subject) ofSubject++;
    }
    if (ofTenant >= this.config.LIVE_SOCKETS_PER_TENANT) throw tooMany('tenant');
    if (ofSubject >= this.config.LIVE_SOCKETS_PER_USER) throw tooMany('user or API key');
  }
}

const tooMany = (whose: string): Problem =>
  new Problem(429, 'too_many_connections', `This ${whose} has as many live connections as it may have; close some first.`);

export const mayRead = (identity: Identity): boolean => may(identity, 'viewer', 'conversations:read');
export const mayWrite = (identity: Identity): boolean => may(identity, 'agent', 'conversations:write');

/** The rule of `Allow` in #service-kit, for what is no route. */
function may({ superadmin, kind, scopes, role }: Identity, least: (typeof ROLES)[number], scope: string): boolean {
  if (superadmin) return true;
  if (kind === 'api-key') return scopes?.some((held) => held === scope || held === '*') ?? false;
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(least);
}
