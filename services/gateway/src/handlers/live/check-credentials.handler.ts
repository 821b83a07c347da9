import { Injectable } from '@nestjs/common';
import { Logger, Problem, type Identity } from '#service-kit';
import { accessChanged, AccessCuts } from '../api/access-cuts.state.js';
import { AuthenticateCallerHandler } from '../api/authenticate-caller.handler.js';
import { ChooseTenantHandler } from '../api/choose-tenant.handler.js';
import { FirebaseCallers } from '../api/firebase-callers.state.js';
import { mayRead } from './admit-socket.handler.js';
import { LiveSockets, type LiveSocket, type LiveSocketData } from './live-sockets.state.js';

/** Ends connections whose token has expired, whose person has other rights now, or whose API key is no longer valid. */
@Injectable()
export class CheckCredentialsHandler {
  constructor(
    private readonly sockets: LiveSockets,
    private readonly authenticate: AuthenticateCallerHandler,
    private readonly chooseTenant: ChooseTenantHandler,
    private readonly cuts: AccessCuts,
    private readonly firebase: FirebaseCallers,
    private readonly logger: Logger,
  ) {}

  async execute(nowMs: number): Promise<void> {
    const byKey = new Map<string, LiveSocket[]>();
    const people: LiveSocket[] = [];
    for (const socket of this.sockets.all) {
      const { expiresAtMs, apiKey } = socket.data;
      if (expiresAtMs !== undefined && expiresAtMs <= nowMs) this.sockets.end(socket, 'token_expired', expired());
      if (socket.data.person || socket.data.firebase) people.push(socket);
      if (apiKey === undefined) continue;
      const sharing = byKey.get(apiKey);
      if (sharing) sharing.push(socket);
      else byKey.set(apiKey, [socket]);
    }
    // One lookup per key, however many sockets it has.
    await Promise.all([
      ...[...byKey].map(([apiKey, sockets]) => this.#checkKey(apiKey, sockets)),
      ...people.map((socket) => this.#checkPerson(socket)),
    ]);
  }

  async #checkPerson(socket: LiveSocket): Promise<void> {
    const { identity, person, firebase, tenantId } = socket.data;
    try {
      if (firebase) return await this.#requireUnchanged(socket.data, firebase);
      const now = await this.chooseTenant.execute(person!, tenantId);
      if (now.superadmin !== identity.superadmin) throw accessChanged('this connection was made; connect again.');
    } catch (error) {
      if (error instanceof Problem) this.sockets.end(socket, 'token_expired', error);
      else this.logger.debug('whether people may still listen cannot be checked now', error as Error);
    }
  }

  /**
   * A Firebase ID token lives an hour and says nothing about rights, so they are read again.
   *
   * @throws {Problem} access_changed
   */
  async #requireUnchanged({ identity, tenantId }: LiveSocketData, { uid, lastCutMs }: { uid: string; lastCutMs: number }): Promise<void> {
    const now = await this.#nowOf(uid, tenantId);
    // A superadmin may do everything, whatever their role.
    const mayTheSame = now?.superadmin === identity.superadmin && (now.superadmin || now.role === identity.role);
    const isSame = now?.subject === identity.subject && mayTheSame && (await this.cuts.lastOf(identity.subject, tenantId)) <= lastCutMs;
    if (!isSame) throw accessChanged('this connection was made; connect again.');
  }

  /** @returns undefined for a person who is no longer linked, or no longer a member */
  async #nowOf(uid: string, tenantId: string): Promise<Identity | undefined> {
    try {
      return await this.chooseTenant.execute({ kind: 'user', claims: await this.firebase.claimsOf(uid) }, tenantId);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }

  async #checkKey(apiKey: string, sockets: readonly LiveSocket[]): Promise<void> {
    try {
      const caller = await this.authenticate.execute({ authorization: undefined, apiKey }, { isGuessing: false });
      const identity = caller && (await this.chooseTenant.execute(caller, undefined));
      if (caller?.kind !== 'api-key' || !identity || !mayRead(identity)) return this.#end(sockets);
      for (const { data } of sockets) Object.assign(data, { identity, key: caller.key });
    } catch (error) {
      // Connections stay while the database is away.
      if (error instanceof Problem) this.#end(sockets);
      else this.logger.debug('an API key cannot be checked now', error as Error);
    }
  }

  #end(sockets: readonly LiveSocket[]): void {
    for (const socket of sockets) this.sockets.end(socket, 'key_revoked', revoked());
  }
}

const expired = (): Problem => new Problem(401, 'token_expired', 'The access token has expired; connect again with a new one.');
const revoked = (): Problem =>
  new Problem(401, 'key_revoked', 'The API key was revoked, has expired, or may no longer read conversations.');
