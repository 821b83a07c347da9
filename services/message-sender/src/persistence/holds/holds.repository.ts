import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import type { ActiveHold } from '../../domain/gate/facts.js';
import { BY_HAND, type HoldKind, type HoldRequest, type HoldScope, type Place } from '../../domain/holds/hold.js';

export interface HoldView {
  id: string;
  scope: HoldScope;
  key: string;
  kind: HoldKind;
  code: string;
  title: string;
  advice: string;
  until: string | null;
  createdAt: string;
}

/** A hold that is over. */
export interface EndedHold extends HoldView {
  /** Whether others were told that it was placed. */
  isTold: boolean;
}

const VIEW = `id, scope, key, kind, code, title, advice, until, created_at as "createdAt"`;
/** Of a row that was just ended. */
const ENDED = `${VIEW}, is_told as "isTold"`;

@Injectable()
export class HoldsRepository {
  /**
   * Puts holds; one that is there already for the same reason lasts as long as the longer of the two.
   *
   * @param isTold whether others are told of those that are new @returns those
   */
  async put(tx: Transaction, holds: readonly HoldRequest[], isTold = true): Promise<HoldView[]> {
    const placed: HoldView[] = [];
    // In one order for all transactions, so that two of them cannot wait for each other.
    for (const hold of [...holds].sort((a, b) => identity(a).localeCompare(identity(b)))) {
      const id = v7();
      const rows = await tx.query<HoldView>(
        `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice, until, credential, is_told)
         values ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(secs => $9::float8 / 1000), md5($10::text), $11)
         on conflict (tenant_id, scope, key, kind, code) where ended_at is null
         do update set until = greatest(holds.until, excluded.until), credential = excluded.credential
         returning ${VIEW}`,
        [tx.tenantId, id, hold.scope, hold.key, hold.kind, hold.code, hold.title, hold.advice, hold.delayMs, hold.sealedToken, isTold],
      );
      // One that was there keeps its id.
      placed.push(...rows.filter((row) => row.id === id));
    }
    return placed;
  }

  /** Whether a hold for this reason was lifted at or after a time: what was reported before then is settled. */
  async wasLiftedSince(tx: Transaction, hold: HoldRequest, at: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from message_sender.holds
       where tenant_id = $1 and scope = $2 and key = $3 and kind = $4 and code = $5 and ended_at >= $6 limit 1`,
      [tx.tenantId, hold.scope, hold.key, hold.kind, hold.code, at],
    );
    return rows.length > 0;
  }

  async listActive(tx: Transaction): Promise<HoldView[]> {
    return tx.query<HoldView>(
      `select ${VIEW} from message_sender.holds
       where tenant_id = $1 and ended_at is null and (until is null or until > now()) order by id`,
      [tx.tenantId],
    );
  }

  /** Those that are on for a number, its account, all of its tenant, or a template. At most a few. */
  async activeOf(tx: Transaction, { outletId, wabaId, template }: Omit<Place, 'sealedToken'>): Promise<ActiveHold[]> {
    return tx.query<ActiveHold>(
      `select scope, kind, code, title, advice, until from message_sender.holds
       where tenant_id = $1 and ended_at is null and (until is null or until > now())
         and (scope, key) in (('app', ''), ('number', $2), ('waba', $3), ('template', $3 || ':' || $4))
       order by created_at`,
      [tx.tenantId, outletId, wabaId, template],
    );
  }

  /** In place of one that somebody has placed for the same before. @param hold.until null: until somebody lifts it */
  async placeByHand(
    tx: Transaction,
    { scope, key, reason, until }: { scope: HoldScope; key: string; reason: string; until: string | null },
  ): Promise<HoldView> {
    await tx.execute(
      `update message_sender.holds set ended_at = now()
       where tenant_id = $1 and scope = $2 and key = $3 and kind = any(array['stop', 'wait']) and code = $4 and ended_at is null`,
      [tx.tenantId, scope, key, BY_HAND],
    );
    const [row] = await tx.query<HoldView>(
      `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice, until)
       values ($1, $2, $3, $4, $5, $6, $7, 'Lift the hold when its reason is over.', $8)
       on conflict (tenant_id, scope, key, kind, code) where ended_at is null do update set title = excluded.title, until = excluded.until
       returning ${VIEW}`,
      [tx.tenantId, v7(), scope, key, until === null ? 'stop' : 'wait', BY_HAND, reason, until],
    );
    return row!;
  }

  /** @returns the hold that has ended; undefined when there is no such hold, or it had ended before */
  async end(tx: Transaction, id: string): Promise<EndedHold | undefined> {
    const [row] = await tx.query<EndedHold>(
      `update message_sender.holds set ended_at = now()
       where tenant_id = $1 and id = $2 and ended_at is null and (until is null or until > now()) returning ${ENDED}`,
      [tx.tenantId, id],
    );
    return row;
  }

  /** What stopped this template is over. @returns what held it */
  async endOfTemplate(tx: Transaction, key: string): Promise<EndedHold[]> {
    return tx.query<EndedHold>(
      `update message_sender.holds set ended_at = now()
       where tenant_id = $1 and scope = 'template' and key = $2 and kind = 'stop' and ended_at is null returning ${ENDED}`,
      [tx.tenantId, key],
    );
  }

  /**
   * These templates are gone, or will not be approved any more: what is queued of them fails instead of waiting for ever. A hold is by
   * name, so it stays while another language of the name is paused. @returns what held them
   */
  async endOfGone(tx: Transaction, wabaId: string, names: readonly string[]): Promise<EndedHold[]> {
    return tx.query<EndedHold>(
      `update message_sender.holds h set ended_at = now()
       from unnest($3::text[]) gone (name)
       where h.tenant_id = $1 and h.scope = 'template' and h.key = $2::text || ':' || gone.name and h.kind = 'stop' and h.ended_at is null
         and not exists (
           select from message_sender.templates t
           where t.tenant_id = $1 and t.waba_id = $2 and t.name = gone.name and t.status = 'PAUSED')
       returning ${ENDED}`,
      [tx.tenantId, wabaId, names],
    );
  }

  /** Ends waits of all tenants that are over: nobody asks for them afterwards, so they go. Runs under the system role. @returns how many */
  async endWaits(tx: Transaction): Promise<number> {
    return tx.execute(`delete from message_sender.holds where kind = 'wait' and until <= now()`);
  }

  /** Holds of all tenants on numbers that were removed: their messages fail instead of waiting for ever. Runs under the system role. */
  async ofRemovedNumbers(tx: Transaction): Promise<{ tenantId: string; id: string }[]> {
    return tx.query(
      `select h.tenant_id as "tenantId", h.id from message_sender.holds h
       where h.scope = 'number' and h.ended_at is null
         and not exists (select from tenant.numbers_v1 v where v.tenant_id = h.tenant_id and v.id = h.key::uuid) limit 100`,
    );
  }

  /** Holds of all tenants for a token that its outlet has another of by now. Runs under the system role. */
  async outdatedAuth(tx: Transaction): Promise<{ tenantId: string; id: string }[]> {
    return tx.query(
      `select h.tenant_id as "tenantId", h.id from message_sender.holds h
       join tenant.outlet_credentials_v1 c on c.tenant_id = h.tenant_id and c.id::text = h.key
       where h.kind = 'auth' and h.ended_at is null and md5(c.access_token_sealed) is distinct from h.credential limit 100`,
    );
  }
}

const identity = (hold: HoldRequest): string => `${hold.scope}:${hold.key}:${hold.kind}:${hold.code}`;
