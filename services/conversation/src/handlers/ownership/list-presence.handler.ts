import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Presence } from '../../domain/ownership/presence.js';
import { PresenceRepository } from '../../persistence/ownership/presence.repository.js';

@Injectable()
export class ListPresenceHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly presence: PresenceRepository,
  ) {}

  async execute(tenantId: string): Promise<Presence[]> {
    return this.database.forTenant(tenantId, (tx) => this.presence.list(tx));
  }
}
