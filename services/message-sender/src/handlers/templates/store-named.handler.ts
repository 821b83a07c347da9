import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { GraphResult, TemplatePage } from '#whatsapp';
import { TemplateGraph } from '../../clients/templates/template-graph.js';
import { TemplatesRepository } from '../../persistence/templates/templates.repository.js';
import { FollowChanges } from './follow-changes.step.js';
import type { GraphAccess } from './graph-access.step.js';
import { ManagementCallsHandler } from './management-calls.handler.js';

const NAMED_AT_MOST = 100;

/** Reads templates of one name from WhatsApp and stores them: what is not known here may have been made there. */
@Injectable()
export class StoreNamedHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly templates: TemplatesRepository,
    private readonly graph: TemplateGraph,
    private readonly calls: ManagementCallsHandler,
    private readonly follow: FollowChanges,
  ) {}

  /** Opens transactions of its own: nothing is held while WhatsApp is asked. */
  async execute(tenantId: string, { wabaId, accessToken }: GraphAccess, name: string): Promise<GraphResult<TemplatePage>> {
    const readAt = await this.database.forTenant(tenantId, (tx) => this.templates.now(tx));
    const page = await this.calls.run({ tenantId, wabaId, for: 'reading' }, () =>
      this.graph.page({ wabaId, accessToken, name, limit: NAMED_AT_MOST }),
    );
    if (page.outcome === 'ok') {
      await this.database.forTenant(tenantId, async (tx) => {
        const moves = await this.templates.store(tx, wabaId, page.value.templates, readAt, null);
        for (const move of moves) await this.follow.execute(tx, move, readAt);
      });
    }
    return page;
  }
}
