import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation } from '#database';
import { CONFIG, Problem, type Identity, type Role } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { hashSecret } from '../../domain/api-key.js';
import type { Actor } from '../../domain/audit.js';
import { invitationMail } from '../../domain/mail.js';
import { InvitationsRepository, type Invitation } from '../../persistence/invitations.repository.js';
import { TenantsRepository } from '../../persistence/tenants.repository.js';
import { UsersRepository } from '../../persistence/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { Once } from '../idempotency/once.js';
import { MailQueue } from '../mail/mail-queue.js';
import { requireGrant } from '../tenants/require-rank.js';

const LIFE_DAYS = 7;
/** Each of them is a mail to a stranger. */
const MOST_OPEN = 100;

@Injectable()
export class InviteHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly invitations: InvitationsRepository,
    private readonly mails: MailQueue,
    private readonly once: Once,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Mails a link; an earlier invitation of the same address ends, so that there is one link at a time.
   *
   * @throws {Problem} role_too_high, email_not_confirmed, already_member, too_many_invitations
   */
  async execute(
    tenantId: string,
    caller: Identity,
    given: { email: string; role: Role },
    by: Actor,
    idempotencyKey: string | undefined,
  ): Promise<Invitation> {
    requireGrant(caller, given.role);
    const email = given.email.toLowerCase();
    const [inviter, member] = await this.database.forSystem(async (tx) => [
      await this.users.find(tx, caller.subject),
      await this.users.isMemberByEmail(tx, tenantId, email),
    ]);
    // A tenant costs an unconfirmed address nothing; it must not be a way to write to strangers.
    if (inviter && !inviter.emailConfirmed && !caller.superadmin) {
      throw new Problem(403, 'email_not_confirmed', 'Confirm your own e-mail address first; until then you can invite nobody by e-mail.');
    }
    if (member) {
      throw new Problem(409, 'already_member', `${email} belongs to this tenant already.`, [
        { field: 'email', message: 'email belongs to somebody of this tenant already' },
      ]);
    }
    // Short enough for the link to stay on one line of a mail.
    const token = `inv_${randomBytes(24).toString('base64url')}`;
    try {
      return await this.database.forTenant(tenantId, (tx) =>
        this.once.execute(tx, caller, idempotencyKey, { operation: 'invitations.create', body: { ...given, email } }, async () => {
          const tenant = await this.tenants.find(tx, tenantId);
          if (!tenant) throw Problem.notFound('tenant');
          const before = await this.invitations.revokeOfEmail(tx, email);
          if ((await this.invitations.countOpen(tx)) >= MOST_OPEN) {
            throw new Problem(409, 'too_many_invitations', `At most ${MOST_OPEN} invitations may be open; revoke some first.`);
          }
          const invitation = await this.invitations.insert(tx, {
            id: v7(),
            email,
            role: given.role,
            tokenHash: hashSecret(token),
            invitedBy: caller.kind === 'user' ? caller.subject : null,
            expiresAt: new Date(Date.now() + LIFE_DAYS * 24 * 60 * 60_000),
          });
          const link = publicLink(this.config, `/invite?token=${token}`);
          const inviterName = inviter?.name ?? null;
          await this.mails.put(
            tx,
            invitationMail(email, { tenant: tenant.name, role: given.role, inviter: inviterName, days: LIFE_DAYS, link }),
          );
          const target = { targetType: 'invitation', targetId: invitation.id };
          await this.audit.record(tx, by, {
            action: 'invitation.created',
            ...target,
            before: before ? { ...before } : null,
            after: { ...invitation },
          });
          return invitation;
        }),
      );
    } catch (error) {
      if (uniqueViolation(error) !== 'invitations_open') throw error;
      throw new Problem(409, 'already_invited', `${email} was invited at this very moment; look at the list.`);
    }
  }
}
