import { Inject, Injectable } from '@nestjs/common';
import { decodeJwt } from 'jose';
import { liveHandshake } from '#contracts';
import { addressBlock, CONFIG, Problem, ROLES, type Identity } from '#service-kit';
import type { z } from 'zod';
import type { Config } from '../../config.js';
import { AccessCuts } from '../api/access-cuts.state.js';
import { ChooseTenantHandler } from '../api/choose-tenant.handler.js';
import { FirebaseCallers } from '../api/firebase-callers.state.js';
import { LimitCallsHandler } from '../api/limit-calls.handler.js';
import { RecognizeCallerHandler } from '../api/recognize-caller.handler.js';
import { fieldErrors } from '../../domain/live/field-errors.js';
import { LiveSockets, type LiveSocketData } from './live-sockets.state.js';

export type Handshake = z.infer<typeof liveHandshake>;

/** Decides who may connect: with the same credentials and rights as GET /api/v1/conversations. */
@Injectable()
export class AdmitSocketHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly recognize: RecognizeCallerHandler,
    private readonly chooseTenant: ChooseTenantHandler,
    private readonly limitCalls: LimitCallsHandler,
    private readonly sockets: LiveSockets,
    private readonly firebase: FirebaseCallers,
    private readonly cuts: AccessCuts,
  ) {}

  /** @throws {Problem} as REST would, and 429 too_many_connections */
  async execute(auth: unknown, address: string): Promise<{ handshake: Handshake; data: LiveSocketData }> {
    const parsed = liveHandshake.safeParse(auth ?? {});
    if (!parsed.success) throw Problem.invalid(fieldErrors(parsed.error, 'auth'));
    const { token, apiKey, tenantId: named } = parsed.data;
    const credentials = { authorization: token === undefined ? undefined : `Bearer ${token}`, apiKey };
    const caller = await this.recognize.execute(credentials, addressBlock(address));
    if (!caller) throw new Problem(401, 'not_signed_in', 'Give a token from POST /api/v1/auth/login, or an API key, in `auth`.');
    const key = caller.kind === 'api-key' ? caller.key : undefined;
    if (key) await this.limitCalls.ofKey(key);
    const identity = await this.chooseTenant.execute(caller, named);
    const { tenantId } = identity;
    if (!tenantId) throw new Problem(400, 'tenant_required', 'Name the tenant in auth.tenantId.');
    if (!mayRead(identity)) throw new Problem(403, 'scope_missing', 'The API key lacks the scope conversations:read.');
    this.#limit(tenantId, identity.subject);
    const { exp: expiresAt } = token === undefined ? {} : decodeJwt(token);
    return {
      handshake: parsed.data,
      data: {
        tenantId,
        identity,
        address,
        ...(identity.kind === 'user' ? { userId: identity.subject } : {}),
        ...(expiresAt === undefined ? {} : { expiresAtMs: expiresAt * 1_000 }),
        ...(caller.kind === 'user' && caller.token ? { person: caller } : {}),
        ...(await this.#firebaseOf(token, identity.subject, tenantId)),
        ...(key && apiKey !== undefined ? { apiKey, key } : {}),
      },
    };
  }

  /** What later checks need to see whether the person of a Firebase ID token may still listen. */
  async #firebaseOf(token: string | undefined, userId: string, tenantId: string): Promise<Pick<LiveSocketData, 'firebase'>> {
    if (token === undefined || !this.firebase.issued(token)) return {};
    return { firebase: { uid: decodeJwt(token).sub!, lastCutMs: await this.cuts.lastOf(userId, tenantId) } };
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
  new Problem(429, 'too_many_connections', `This ${whose} has too many live connections; close some first.`);

export const mayRead = (identity: Identity): boolean => may(identity, 'viewer', 'conversations:read');
export const mayWrite = (identity: Identity): boolean => may(identity, 'agent', 'conversations:write');

/** The rule of `Allow` in #service-kit, for live events. */
function may({ superadmin, kind, scopes, role }: Identity, least: (typeof ROLES)[number], scope: string): boolean {
  if (superadmin) return true;
  if (kind === 'api-key') return scopes?.some((held) => held === scope || held === '*') ?? false;
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(least);
}
