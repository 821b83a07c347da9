import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Logger, Problem, type Actor } from '#service-kit';
import { TemplateGraph } from '../../clients/templates/template-graph.js';
import { graphProblem } from '../../domain/templates/graph-problem.js';
import { TemplatesRepository } from '../../persistence/templates/templates.repository.js';
import { TemplateSyncsRepository, type TemplateSync } from '../../persistence/templates/template-syncs.repository.js';
import { Audit } from './audit.step.js';
import { FollowChanges } from './follow-changes.step.js';
import { GraphAccessStep, type GraphAccess } from './graph-access.step.js';
import { ManagementCallsHandler } from './management-calls.handler.js';
import { TemplateSignal } from './template-signal.state.js';

const PAGE = 100;
/** While one process reads pages, the reading is its own for so long after each. */
const LEASE_MS = 60_000;
/** Whoever asked waits for so long; the rest is read without them. */
const INLINE_MS = 4_000;
const RETRY_MS = 30_000;
/** 6,000 templates, Meta's limit, are 60 pages; a list that never ends is given up. */
const MAX_PAGES = 200;
const GIVE_UP_MS = 3_600_000;
const DUE = 20;

/**
 * Reads the templates of an account page by page. Each page is stored with its cursor in one transaction, so that a reading that is cut off
 * goes on where it was, in whatever process.
 */
@Injectable()
export class SyncTemplatesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly templates: TemplatesRepository,
    private readonly syncs: TemplateSyncsRepository,
    private readonly access: GraphAccessStep,
    private readonly graph: TemplateGraph,
    private readonly calls: ManagementCallsHandler,
    private readonly audit: Audit,
    private readonly follow: FollowChanges,
    private readonly signal: TemplateSignal,
    private readonly logger: Logger,
  ) {}

  async list(tenantId: string): Promise<TemplateSync[]> {
    return this.database.forTenant(tenantId, (tx) => this.syncs.list(tx));
  }

  /**
   * Begins a reading, or joins the one that is under way, and waits for it for a moment.
   *
   * @throws {Problem} not_found (the outlet), outlet_disabled, outlet_unconfirmed, access_token_unreadable; whatsapp_… where WhatsApp refuses at once
   */
  async start(tenantId: string, outletId: string, by: Actor): Promise<TemplateSync> {
    const begun = await this.database.forTenant(tenantId, async (tx) => {
      const { wabaId } = await this.access.ofOutlet(tx, outletId);
      const sync = await this.syncs.begin(tx, wabaId, outletId, LEASE_MS);
      if (!sync) return { wabaId };
      this.audit.append(tx, by, 'synchronised', { type: 'template', id: wabaId }, null, { wabaId });
      return { wabaId, sync };
    });
    if (begun.sync) await this.#read(tenantId, begun.sync, INLINE_MS);
    const sync = (await this.database.forTenant(tenantId, (tx) => this.syncs.find(tx, begun.wabaId)))!;
    if (begun.sync && sync.state === 'failed') throw new Problem(422, sync.code as 'whatsapp_refused', sync.detail!);
    return sync;
  }

  /** Goes on with readings that nobody has in hand. @returns how many */
  async execute(isStopped: () => boolean): Promise<number> {
    const due = await this.database.forSystem((tx) => this.syncs.due(tx, DUE));
    for (const { tenantId, wabaId } of due) {
      if (isStopped()) break;
      const sync = await this.database.forTenant(tenantId, (tx) => this.syncs.take(tx, wabaId, LEASE_MS));
      if (sync) await this.#read(tenantId, sync, INLINE_MS, isStopped);
    }
    return due.length;
  }

  async #read(tenantId: string, begun: TemplateSync, budgetMs: number, isStopped = () => false): Promise<void> {
    const until = performance.now() + budgetMs;
    let sync: TemplateSync | undefined = begun;
    while (sync?.state === 'running') {
      if (performance.now() > until || isStopped()) {
        const waiting: TemplateSync = sync;
        await this.database.forTenant(tenantId, (tx) => this.syncs.postpone(tx, waiting, 0));
        this.signal.wake();
        return;
      }
      sync = await this.#page(tenantId, sync);
    }
  }

  /** @returns where the reading stands; undefined where it goes on later or elsewhere, or has failed */
  async #page(tenantId: string, sync: TemplateSync): Promise<TemplateSync | undefined> {
    let begin: { access: GraphAccess; readAt: string };
    try {
      begin = await this.database.forTenant(tenantId, async (tx) => ({
        access: await this.access.ofOutlet(tx, sync.outletId),
        readAt: await this.templates.now(tx),
      }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await this.database.forTenant(tenantId, (tx) => this.syncs.fail(tx, sync, error.code, error.detail));
      return undefined;
    }
    const { readAt } = begin;
    const { wabaId, accessToken } = begin.access;
    const page = await this.calls.run({ tenantId, wabaId, for: 'reading' }, () =>
      this.graph.page({ wabaId, accessToken, limit: PAGE, ...(sync.cursor === null ? {} : { after: sync.cursor }) }),
    );
    if (page.outcome !== 'ok') {
      const problem = graphProblem(page, accessToken)!;
      const hasEnded = page.outcome === 'rejected' && page.error.code === 131059;
      const passes = problem.status === 503 || (hasEnded && sync.cursor !== null);
      const isOld = Date.now() - Date.parse(sync.startedAt) > GIVE_UP_MS;
      this.logger.info({ tenantId, wabaId, code: problem.code, detail: problem.detail }, 'a page of templates was not read');
      await this.database.forTenant(tenantId, (tx) =>
        passes && !isOld
          ? this.syncs.postpone(tx, sync, hasEnded ? 0 : Math.max(RETRY_MS, problem.retryAfterMs ?? 0), { ...problem, fromStart: hasEnded })
          : this.syncs.fail(tx, sync, problem.code, problem.detail),
      );
      return undefined;
    }
    const { templates, after } = page.value;
    if (after !== undefined && sync.pages + 1 >= MAX_PAGES) {
      const detail = `WhatsApp’s list did not end after ${MAX_PAGES} pages.`;
      await this.database.forTenant(tenantId, (tx) => this.syncs.fail(tx, sync, 'whatsapp_refused', detail));
      return undefined;
    }
    return this.database.forTenant(tenantId, async (tx) => {
      const advanced = await this.syncs.advance(tx, sync, after, templates.length, LEASE_MS);
      if (!advanced) return undefined;
      const moves = await this.templates.store(tx, wabaId, templates, readAt, sync.runId);
      for (const move of moves) await this.follow.execute(tx, move, readAt);
      if (advanced.state === 'done') {
        await this.follow.gone(tx, wabaId, await this.templates.deleteMissed(tx, wabaId, sync.runId, sync.startedAt));
      }
      return advanced;
    });
  }
}
