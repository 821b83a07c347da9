import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { TenantDatabase } from '#database';
import { KeyRing, Logger } from '#service-kit';
import { ConnectionsRepository, type ConnectionKey } from '../../persistence/connections/connections.repository.js';

const PAGE = 200;

@Injectable()
export class ResealSecretsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly keys: KeyRing,
    private readonly logger: Logger,
  ) {}

  /** Seals what older keys sealed under the newest, so that the older ones can be removed. @returns how many connections */
  async execute(): Promise<number> {
    let resealed = 0;
    let after: ConnectionKey = { tenantId: NIL, id: NIL };
    for (;;) {
      const page = await this.database.forSystem((tx) => this.connections.sealedPage(tx, after, PAGE));
      for (const { secrets, credentials, ...key } of page) {
        if (!this.keys.isStale(secrets) && !(credentials && this.keys.isStale(credentials))) continue;
        const anew = (sealed: string): string => this.keys.seal(this.keys.open(sealed, key.id), key.id);
        try {
          const now = { secrets: anew(secrets), credentials: credentials && anew(credentials) };
          resealed += await this.database.forSystem((tx) => this.connections.replaceSealed(tx, key, { secrets, credentials }, now));
        } catch (error) {
          this.logger.error('the secrets of a connection could not be sealed anew', error as Error, { connectionId: key.id });
        }
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return resealed;
      after = last;
    }
  }
}
