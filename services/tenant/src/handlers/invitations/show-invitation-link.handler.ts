import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG, KeyRing, Problem, type Identity } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import type { Actor } from '../../domain/audit/audit.js';
import { passedOnToken } from '../../domain/invitations/links.js';
import { hashSecret } from '../../domain/secrets.js';
import { InvitationsRepository } from '../../persistence/invitations/invitations.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { requireGrant } from './refusals.js';

@Injectable()
export class ShowInvitationLinkHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly invitations: InvitationsRepository,
    private readonly keys: KeyRing,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * A link to pass on by hand, the same one each time; the mailed one goes on working. Whoever uses it has not shown that they read the
   * mail of the address. Nobody gets a link to a role above their own: they could use it themselves.
   *
   * @throws {Problem} not_found, role_too_high
   */
  async execute(tenantId: string, caller: Identity, id: string, by: Actor): Promise<{ link: string; expiresAt: string }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const invitation = await this.invitations.lockOpen(tx, id);
      if (!invitation) throw Problem.notFound('open invitation');
      requireGrant(caller, invitation.role);
      const { email, role, expiresAt } = invitation;
      let token = this.#open(invitation.linkSealed, id);
      if (token === undefined) {
        token = passedOnToken();
        await this.invitations.keepLink(tx, id, { hash: hashSecret(token), sealed: this.keys.seal(token, id) });
      }
      const change = { targetType: 'invitation', targetId: id, before: null, after: { email, role } };
      await this.audit.record(tx, by, { action: 'invitation.link_shown', ...change });
      return { link: publicLink(this.config, `/invite?token=${token}`), expiresAt };
    });
  }

  /** Undefined where the key has left the ring since: the next link takes its place. */
  #open(sealed: string | null, id: string): string | undefined {
    try {
      return sealed === null ? undefined : this.keys.open(sealed, id);
    } catch {
      return undefined;
    }
  }
}
