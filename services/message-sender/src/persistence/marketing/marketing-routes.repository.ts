import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Route } from '../../domain/marketing/route.js';

/** A template as a message names it. */
export interface NamedTemplate {
  wabaId: string;
  name: string;
  language: string;
}

/** A row that is older tells nothing any more, whichever way it names. */
const KEPT = '90 days';

/** By which way promotions leave. */
@Injectable()
export class MarketingRoutesRepository {
  /** @returns the completed category of the template, and what WhatsApp has said of its way: first of it, then of its account */
  async of(
    tx: Transaction,
    { wabaId, name, language }: NamedTemplate,
  ): Promise<{ category: string | undefined; told: { route: Route; toldAt: string }[] }> {
    const [[template], told] = await Promise.all([
      tx.query<{ category: string }>(
        `select category from message_sender.templates where tenant_id = $1 and waba_id = $2 and name = $3 and language = $4`,
        [tx.tenantId, wabaId, name, language],
      ),
      tx.query<{ route: Route; toldAt: string }>(
        `select route, told_at as "toldAt" from message_sender.marketing_routes
         where tenant_id = $1 and waba_id = $2 and template = any($3::text[]) order by template desc`,
        [tx.tenantId, wabaId, ['', name]],
      ),
    ]);
    return { category: template?.category, told };
  }

  /** Keeps what WhatsApp has said of an account, or of one template; what it said long ago goes. */
  async put(
    tx: Transaction,
    { wabaId, template, route, code }: { wabaId: string; template: string; route: Route; code: number },
  ): Promise<void> {
    await tx.execute(
      `insert into message_sender.marketing_routes (tenant_id, waba_id, template, route, code) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, waba_id, template) do update set route = excluded.route, code = excluded.code, told_at = now()`,
      [tx.tenantId, wabaId, template, route, code],
    );
    await tx.execute(
      `delete from message_sender.marketing_routes where tenant_id = $1 and waba_id = $2 and told_at < now() - interval '${KEPT}'`,
      [tx.tenantId, wabaId],
    );
  }
}
