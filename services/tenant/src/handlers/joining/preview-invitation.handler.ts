import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Role } from '#service-kit';
import { linkOf } from '../../domain/invitations/links.js';
import { hashSecret } from '../../domain/secrets.js';
import { InvitationsRepository } from '../../persistence/invitations/invitations.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { invalidInvitation } from '../invitations/refusals.js';

export interface InvitationPreview {
  tenantName: string;
  tenantSlug: string;
  email: string;
  role: Role;
  expiresAt: string;
  /** Whether accepting needs a password: the address has no account, or one whose address was never confirmed. */
  passwordRequired: boolean;
  /** Whether accepting needs a name: the address has no account. */
  nameRequired: boolean;
  /** Whether the password must be the one that the account has: the link was passed on, which proves nothing of the address. */
  passwordOfAccount: boolean;
}

@Injectable()
export class PreviewInvitationHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invitations: InvitationsRepository,
    private readonly users: UsersRepository,
  ) {}

  async execute(token: string): Promise<InvitationPreview> {
    return this.database.forSystem(async (tx) => {
      const invitation = await this.invitations.findOpen(tx, hashSecret(token), linkOf(token));
      if (!invitation) throw invalidInvitation();
      const { tenantName, tenantSlug, email, role, expiresAt } = invitation;
      const account = await this.users.findByEmail(tx, email);
      const passwordOfAccount = linkOf(token) === 'passed-on' && account !== undefined;
      const passwordRequired = passwordOfAccount || !account?.emailConfirmed;
      return { tenantName, tenantSlug, email, role, expiresAt, passwordRequired, nameRequired: !account, passwordOfAccount };
    });
  }
}
