import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { AccessCutsRepository, type AccessCut } from '../../persistence/api/access-cuts.repository.js';
import { ShortMemory } from './short-memory.state.js';

/** Time and sign-in of one of our access tokens. */
export interface AccessToken {
  /** By the clock of the database. */
  issuedAtMs: number;
  /** The sign-in that it belongs to. */
  session?: string;
}

const EVERYWHERE = '00000000-0000-0000-0000-000000000000';

/**
 * An access token says for 15 minutes what was true when it was issued. A person who was removed, suspended or got another role needs a new
 * one for that tenant only; a person with a new password, or who signed out everywhere, needs one for everything; a sign-in that was ended gets none. This takes effect within
 * a second: that long the gateway remembers an answer of the database.
 */
@Injectable()
export class AccessCuts {
  readonly #cuts = new ShortMemory<Map<string, AccessCut>>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly repository: AccessCutsRepository,
  ) {}

  /** @param tenantId the tenant that the token is used for, if any @throws {Problem} access_changed */
  async require(userId: string, token: AccessToken, tenantId?: string): Promise<void> {
    if ((await this.#of(userId, tenantId, token.session)).every((cut) => holds(token, cut))) return;
    throw accessChanged('this access token was issued; get a new one from POST /api/v1/auth/refresh.');
  }

  /** When a person's access to a tenant was last cut, in Unix milliseconds of the database; -Infinity if never. */
  async lastOf(userId: string, tenantId: string): Promise<number> {
    return Math.max(-Infinity, ...(await this.#of(userId, tenantId)).map(({ cutAtMs }) => cutAtMs));
  }

  /** The cuts that hold everywhere, those of the tenant, and those of the sign-in, whose id stands in the place of a person's. */
  async #of(userId: string, tenantId: string | undefined, session?: string): Promise<AccessCut[]> {
    const cuts = await this.#cuts.get('all', () => this.#read());
    const keys = [EVERYWHERE, ...(tenantId === undefined ? [] : [tenantId])].map((id) => keyOf(userId, id));
    return [...keys, ...(session === undefined ? [] : [keyOf(session, EVERYWHERE)])].flatMap((key) => cuts.get(key) ?? []);
  }

  async #read(): Promise<Map<string, AccessCut>> {
    const cuts = await this.database.forSystem((tx) => this.repository.all(tx));
    return new Map(cuts.map((cut) => [keyOf(cut.userId, cut.tenantId), cut]));
  }
}

const keyOf = (userId: string, tenantId: string): string => `${userId}:${tenantId}`;

const holds = (token: AccessToken, cut: AccessCut): boolean =>
  token.issuedAtMs > cut.cutAtMs || (cut.keptSession !== null && token.session === cut.keptSession);

export const accessChanged = (since: string): Problem =>
  new Problem(401, 'access_changed', `Your access has changed since ${since}`, undefined, { 'www-authenticate': 'Bearer' });
