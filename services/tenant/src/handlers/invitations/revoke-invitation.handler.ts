import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { InvitationsRepository } from '../../persistence/invitations/invitations.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

@Injectable()
export class RevokeInvitationHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invitations: InvitationsRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Ends the link of an open invitation. */
  async execute(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const invitation = await this.invitations.revoke(tx, id);
      if (!invitation) throw Problem.notFound('open invitation');
      const before = { email: invitation.email, role: invitation.role, status: 'open' };
      const change = { targetType: 'invitation', targetId: id, before, after: { ...before, status: 'revoked' } };
      await this.audit.record(tx, by, { action: 'invitation.revoked', ...change });
    });
  }
}
