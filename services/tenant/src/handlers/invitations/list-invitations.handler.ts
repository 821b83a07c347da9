import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { toPage, type Page } from '#service-kit';
import { InvitationsRepository, type Invitation } from '../../persistence/invitations/invitations.repository.js';

@Injectable()
export class ListInvitationsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invitations: InvitationsRepository,
  ) {}

  async execute(
    tenantId: string,
    filter: { status?: Invitation['status']; email?: string },
    after: string | undefined,
    limit: number,
  ): Promise<Page<Invitation>> {
    const rows = await this.database.forTenant(tenantId, (tx) => this.invitations.page(tx, filter, after, limit + 1));
    return toPage(rows, limit, (invitation) => [invitation.id]);
  }
}
