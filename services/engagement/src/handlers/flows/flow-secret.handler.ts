import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import { Audit } from '../audit/audit.step.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { FlowSecrets } from './flow-secrets.step.js';

/** Gives a company the secret by which its systems tell calls of its flows from those of others. */
@Injectable()
export class FlowSecretHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly secrets: FlowSecrets,
    private readonly audit: Audit,
    private readonly clock: CampaignClock,
  ) {}

  /** @returns a new one, this once; `formerUntil` until when the former signs too */
  async rotate(tenantId: string, by: Actor): Promise<{ secret: string; formerUntil: string | null }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const made = await this.secrets.rotate(tx, this.clock.now());
      this.audit.append(tx, by, 'secret_rotated', { type: 'flow_calls', id: tenantId }, null, { formerUntil: made.formerUntil });
      return made;
    });
  }
}
