import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Presence } from '../../domain/ownership/presence.js';
import { PresenceRepository } from '../../persistence/ownership/presence.repository.js';

/** A gateway says which people of a tenant are connected to it, and learns who is there altogether. */
@Injectable()
export class ReportPresenceHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly presence: PresenceRepository,
  ) {}

  async execute(tenantId: string, userIds: readonly string[]): Promise<Presence[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (userIds.length > 0) await this.presence.seen(tx, userIds);
      return this.presence.list(tx);
    });
  }
}
