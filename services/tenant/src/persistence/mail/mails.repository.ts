import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface DueMail {
  id: string;
  kind: string;
  sealed: string;
  attempts: number;
}

@Injectable()
export class MailsRepository {
  async insert(tx: Transaction, mail: { id: string; kind: string; sealed: string }): Promise<void> {
    await tx.execute(`insert into tenant.mails (id, kind, sealed) values ($1, $2, $3)`, [mail.id, mail.kind, mail.sealed]);
  }

  /**
   * Claims mails for sending. Each is due again when the lease ends, so that a dying process loses none.
   * @param system the system role
   */
  async claim(system: Transaction, limit: number, leaseMs: number): Promise<DueMail[]> {
    return system.query(
      `update tenant.mails set attempts = attempts + 1, due_at = now() + make_interval(secs => $2::float8 / 1000)
       where id in (select id from tenant.mails where sent_at is null and given_up_at is null and due_at <= now()
                    order by due_at limit $1 for update skip locked)
       returning id, kind, sealed, attempts`,
      [limit, leaseMs],
    );
  }

  async tryAgain(system: Transaction, id: string, afterMs: number): Promise<void> {
    await system.execute(`update tenant.mails set due_at = now() + make_interval(secs => $2::float8 / 1000) where id = $1`, [id, afterMs]);
  }

  async markSent(system: Transaction, id: string): Promise<void> {
    await system.execute(`update tenant.mails set sent_at = now(), sealed = '' where id = $1`, [id]);
  }

  async giveUp(system: Transaction, id: string): Promise<void> {
    await system.execute(`update tenant.mails set given_up_at = now(), sealed = '' where id = $1`, [id]);
  }

  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (select id from tenant.mails where sealed = '' and created_at < now() - interval '30 days' order by created_at limit $1)
       delete from tenant.mails t using old where t.id = old.id`,
      [limit],
    );
  }
}
