import { Injectable } from '@nestjs/common';
import type { Availability } from '#contracts';
import { TenantDatabase } from '#database';
import { Problem, type Identity } from '#service-kit';
import type { Presence } from '../../domain/ownership/presence.js';
import { PresenceRepository } from '../../persistence/ownership/presence.repository.js';

/** Somebody says whether new conversations may be given to them. */
@Injectable()
export class SetAvailabilityHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly presence: PresenceRepository,
  ) {}

  /** @throws {Problem} forbidden for a program, which is nowhere */
  async execute(tenantId: string, caller: Identity, availability: Availability): Promise<Presence> {
    if (caller.kind !== 'user') throw new Problem(403, 'forbidden', 'API keys have no availability. Sign in as a person.');
    return this.database.forTenant(tenantId, (tx) => this.presence.setAvailability(tx, caller.subject, availability));
  }
}
