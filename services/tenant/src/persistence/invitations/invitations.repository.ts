import { Injectable } from '@nestjs/common';
import { columnsOf, idAfter, type Transaction } from '#database';
import type { Role } from '#service-kit';
import { InvitationRow } from './invitation.entity.js';

/** Without the hash of its token, which never leaves the table. */
export interface Invitation {
  id: string;
  email: string;
  role: Role;
  status: 'open' | 'accepted' | 'revoked' | 'expired';
  invitedBy: string | null;
  expiresAt: string;
  acceptedAt: string | null;
  createdAt: string;
}

export interface OpenInvitation extends Invitation {
  tenantId: string;
  tenantName: string;
  tenantSlug: string;
}

const STATUS = `case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked'
  when i.expires_at <= now() then 'expired' else 'open' end`;
const COLUMNS = `${columnsOf(InvitationRow, 'i', ['id', 'email', 'role', 'invitedBy', 'expiresAt', 'acceptedAt', 'createdAt'])}, ${STATUS} as status`;

@Injectable()
export class InvitationsRepository {
  /** @throws unique violation `invitations_open` */
  async insert(
    tx: Transaction,
    tenantId: string,
    invitation: { id: string; email: string; role: Role; tokenHash: string; invitedBy: string | null; expiresAt: Date },
  ): Promise<Invitation> {
    const rows = await tx.query<Invitation>(
      `insert into tenant.invitations as i (tenant_id, id, email, role, token_hash, invited_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
      [tenantId, invitation.id, invitation.email, invitation.role, invitation.tokenHash, invitation.invitedBy, invitation.expiresAt],
    );
    return rows[0]!;
  }

  async page(
    tx: Transaction,
    filter: { status?: Invitation['status']; email?: string },
    after: string | undefined,
    limit: number,
  ): Promise<Invitation[]> {
    return tx.query(
      `select ${COLUMNS} from tenant.invitations i
       where i.tenant_id = $5 and ${idAfter('i.id', '$1')} and ($2::text is null or ${STATUS} = $2) and ($3::text is null or i.email = normalize(lower($3), NFC))
       order by i.id limit $4`,
      [after, filter.status, filter.email, limit, tx.tenantId],
    );
  }

  /** @param except an address that does not count */
  async countOpen(tx: Transaction, tenantId: string, except: string): Promise<number> {
    const rows = await tx.query<{ count: number }>(
      `select count(*)::int as count from tenant.invitations i
       where tenant_id = $1 and accepted_at is null and revoked_at is null and ${STATUS} = 'open' and email <> $2`,
      [tenantId, except],
    );
    return rows[0]!.count;
  }

  /** Members and open invitations. @param except an address whose invitation does not count @param enough more of each are not counted */
  async countPeople(tx: Transaction, tenantId: string, except: string, enough: number): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select (select count(*) from (select from tenant.memberships where tenant_id = $1 limit $3) m)
         + (select count(*) from (select from tenant.invitations i where tenant_id = $1 and accepted_at is null and revoked_at is null
              and ${STATUS} = 'open' and email <> $2 limit $3) i) as count`,
      [tenantId, except, enough],
    );
    return row!.count;
  }

  /** How many were made, whatever their status: for an address in the last hour, for all in the last day (by the time in their ids). */
  async countLately(tx: Transaction, tenantId: string, email: string): Promise<{ ofAddress: number; ofAll: number }> {
    const rows = await tx.query<{ ofAddress: number; ofAll: number }>(
      `select (count(*) filter (where email = $2 and created_at > now() - interval '1 hour'))::int as "ofAddress", count(*)::int as "ofAll"
       from tenant.invitations where tenant_id = $1 and id > (select uuidv7(interval '-1 day'))`,
      [tenantId, email],
    );
    return rows[0]!;
  }

  /** Ends the open or expired invitation of an address, so that there is one link at a time. @returns the ended one */
  async revokeOfEmail(tx: Transaction, tenantId: string, email: string): Promise<Invitation | undefined> {
    const rows = await tx.query<Invitation>(
      `update tenant.invitations i set revoked_at = now()
       where tenant_id = $2 and email = $1 and accepted_at is null and revoked_at is null returning ${COLUMNS}`,
      [email, tenantId],
    );
    return rows[0];
  }

  /** @returns undefined for an unknown, accepted or revoked one */
  async revoke(tx: Transaction, id: string): Promise<Invitation | undefined> {
    const rows = await tx.query<Invitation>(
      `update tenant.invitations i set revoked_at = now()
       where tenant_id = $2 and id = $1 and accepted_at is null and revoked_at is null returning ${COLUMNS}`,
      [id, tx.tenantId],
    );
    return rows[0];
  }

  async revokeAllOf(system: Transaction, tenantId: string): Promise<void> {
    await system.execute(
      `update tenant.invitations set revoked_at = now() where tenant_id = $1 and accepted_at is null and revoked_at is null`,
      [tenantId],
    );
  }

  /** An open invitation of this tenant, locked, with its sealed link if there is one. */
  async lockOpen(tx: Transaction, id: string): Promise<(Invitation & { linkSealed: string | null }) | undefined> {
    const rows = await tx.query<Invitation & { linkSealed: string | null }>(
      `select ${COLUMNS}, i.link_sealed as "linkSealed" from tenant.invitations i
       where tenant_id = $2 and id = $1 and ${STATUS} = 'open' for update`,
      [id, tx.tenantId],
    );
    return rows[0];
  }

  /** An open or expired invitation of this tenant: one that may be sent again. */
  async findWaiting(tx: Transaction, id: string): Promise<Invitation | undefined> {
    const rows = await tx.query<Invitation>(
      `select ${COLUMNS} from tenant.invitations i where tenant_id = $2 and id = $1 and accepted_at is null and revoked_at is null`,
      [id, tx.tenantId],
    );
    return rows[0];
  }

  async keepLink(tx: Transaction, id: string, link: { hash: string; sealed: string }): Promise<void> {
    await tx.execute(`update tenant.invitations set link_hash = $3, link_sealed = $4 where tenant_id = $2 and id = $1`, [
      id,
      tx.tenantId,
      link.hash,
      link.sealed,
    ]);
  }

  /** An open invitation of an active tenant, by the hash of its link: `mailed`, or passed on by an admin. */
  async findOpen(system: Transaction, tokenHash: string, link: 'mailed' | 'passed-on'): Promise<OpenInvitation | undefined> {
    const rows = await system.query<OpenInvitation>(
      `select ${COLUMNS}, t.id as "tenantId", t.name as "tenantName", t.slug as "tenantSlug"
       from tenant.invitations i join tenant.tenants t on t.id = i.tenant_id
       where i.${link === 'mailed' ? 'token_hash' : 'link_hash'} = $1 and ${STATUS} = 'open' and t.status = 'active'`,
      [tokenHash],
    );
    return rows[0];
  }

  /** Uses up a link. If two try at once, one succeeds. */
  async accept(system: Transaction, tenantId: string, id: string): Promise<boolean> {
    return (
      (await system.execute(
        `update tenant.invitations set accepted_at = now()
         where tenant_id = $1 and id = $2 and accepted_at is null and revoked_at is null and expires_at > now()`,
        [tenantId, id],
      )) > 0
    );
  }
}
