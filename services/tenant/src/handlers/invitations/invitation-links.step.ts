import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { uniqueViolation, type Transaction } from '#database';
import { CONFIG, Problem, requireRoom, type Role } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { mailedToken } from '../../domain/invitations/links.js';
import { hashSecret } from '../../domain/secrets.js';
import type { Actor } from '../../domain/audit/audit.js';
import { invitationMail } from '../../domain/mail/mail.js';
import { InvitationsRepository, type Invitation } from '../../persistence/invitations/invitations.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { MailQueue } from '../mail/mail-queue.step.js';

const LIFE_DAYS = 7;
/** Each one is a mail to a stranger. */
const MAX_OPEN = 100;
const MAX_OF_ADDRESS_AN_HOUR = 5;
const MAX_A_DAY = 300;

/** Makes invitations and writes their mails. */
@Injectable()
export class InvitationLinks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly invitations: InvitationsRepository,
    private readonly mails: MailQueue,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @throws {Problem} too_many_invitations: too many are open (not counting this address's), or too many were made lately (counting revoked
   *   ones); quota_exceeded: members and open invitations are as many as the plan allows
   */
  async requireRoom(tx: Transaction, tenantId: string, email: string): Promise<void> {
    if ((await this.invitations.countOpen(tx, tenantId, email)) >= MAX_OPEN) {
      throw new Problem(409, 'too_many_invitations', `At most ${MAX_OPEN} invitations may be open; revoke some first.`);
    }
    await requireRoom(tx, {
      tenantId,
      meter: 'users',
      adding: 1,
      count: (enough) => this.invitations.countPeople(tx, tenantId, email, enough),
    });
    const { ofAddress, ofAll } = await this.invitations.countLately(tx, tenantId, email);
    if (ofAddress >= MAX_OF_ADDRESS_AN_HOUR) {
      throw tooManyLately(`${email} was invited ${ofAddress} times in the last hour; wait before you invite it again.`, 3_600);
    }
    if (ofAll >= MAX_A_DAY) throw tooManyLately(`At most ${MAX_A_DAY} invitations may be sent a day; wait until tomorrow.`, 86_400);
  }

  /**
   * Ends an earlier invitation of the same address, so that there is one link at a time.
   *
   * @param inviter null if there is nobody to name @throws {Problem} already_invited if somebody else does so at the same time
   */
  async send(
    tx: Transaction,
    tenant: { id: string; name: string },
    to: { email: string; role: Role },
    inviter: { id: string; name: string | null } | null,
    by: Actor,
  ): Promise<Invitation> {
    const token = mailedToken();
    const before = await this.invitations.revokeOfEmail(tx, tenant.id, to.email);
    const invitation = await this.invitations
      .insert(tx, tenant.id, {
        id: v7(),
        ...to,
        tokenHash: hashSecret(token),
        invitedBy: inviter?.id ?? null,
        expiresAt: new Date(Date.now() + LIFE_DAYS * 24 * 60 * 60_000),
      })
      .catch((error: unknown) => {
        if (uniqueViolation(error) !== 'invitations_open') throw error;
        throw new Problem(409, 'already_invited', `${to.email} was just invited by somebody else; look at the list.`);
      });
    const link = publicLink(this.config, `/invite?token=${token}`);
    const about = { tenant: tenant.name, role: to.role, inviter: inviter?.name ?? null, days: LIFE_DAYS, link };
    await this.mails.put(tx, invitationMail(to.email, about));
    const target = { targetType: 'invitation', targetId: invitation.id };
    const facts = { before: before ? { ...before } : null, after: { ...invitation } };
    await this.audit.record(tx, by, { action: 'invitation.created', ...target, ...facts }, tenant.id);
    return invitation;
  }
}

const tooManyLately = (detail: string, waitSeconds: number): Problem =>
  new Problem(429, 'too_many_invitations', detail, undefined, { 'retry-after': String(waitSeconds) });
