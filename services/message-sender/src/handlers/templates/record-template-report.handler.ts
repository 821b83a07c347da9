import { Injectable } from '@nestjs/common';
import type { accountChanged, EventOf } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { readReport, type TemplateReport } from '../../domain/templates/report.js';
import { OutletsRepository } from '../../persistence/queue/outlets.repository.js';
import { TemplateRow } from '../../persistence/templates/template.entity.js';
import { TemplatesRepository, type Template } from '../../persistence/templates/templates.repository.js';
import { TemplateSyncsRepository } from '../../persistence/templates/template-syncs.repository.js';
import { Audit } from './audit.step.js';
import { FollowChanges } from './follow-changes.step.js';
import { TemplateSignal } from './template-signal.state.js';

const SYSTEM = { kind: 'system', id: null, address: null, requestId: null } as const;
/** Statuses in which WhatsApp says why. */
const WITH_REASON = ['REJECTED', 'PAUSED', 'DISABLED', 'LOCKED', 'LIMIT_EXCEEDED'];

/** Takes what WhatsApp reports of templates, once each, whatever the order in which the reports come. */
@Injectable()
export class RecordTemplateReportHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly templates: TemplatesRepository,
    private readonly syncs: TemplateSyncsRepository,
    private readonly outlets: OutletsRepository,
    private readonly audit: Audit,
    private readonly follow: FollowChanges,
    private readonly signal: TemplateSignal,
  ) {}

  async execute({ tenantId, data, occurredAt, ...event }: EventOf<typeof accountChanged>): Promise<void> {
    const report = readReport(data.field, data.value);
    await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, { ...event, tenantId, data, occurredAt }))) return;
      if (!report) return;
      const row = await this.templates.lockReported(tx, data.wabaId, report);
      if (!row || report.change.kind === 'components') return this.#readAgain(tx, data.wabaId, report);
      await this.#apply(tx, row, report, data.at ?? occurredAt);
    });
  }

  /** Made, or changed, where we do not see it: WhatsApp's list has the whole. What is gone needs no reading. */
  async #readAgain(tx: Transaction, wabaId: string, { change }: TemplateReport): Promise<void> {
    if (change.kind === 'status' && change.status === 'DELETED') return;
    const outletId = await this.outlets.ofAccount(tx, wabaId);
    if (outletId === undefined) return;
    await this.syncs.begin(tx, wabaId, outletId, 0);
    tx.afterCommit(() => this.signal.wake());
  }

  async #apply(tx: Transaction, row: Template, { change, graphId }: TemplateReport, at: string): Promise<void> {
    const part = changeOf(row, change, at);
    if (!part) return;
    const move = { ...row, before: row, after: { ...row, ...part } };
    if (part.status === 'DELETED') {
      await tx.rows(TemplateRow).delete(row.id);
    } else {
      const now = await this.templates.now(tx);
      await tx.rows(TemplateRow).change(row.id, { ...(graphId ? { graphId } : {}), ...part, version: row.version + 1, updatedAt: now });
      // A hold may stand though the status is known: what is refused while it is sent places one too.
      if (part.status !== undefined) await this.follow.holdOrLift(tx, row, part.status);
    }
    await this.follow.execute(tx, move, at);
    const facts = ({ status, quality, category, nextCategory, rejectionReason }: Partial<Template>) =>
      Object.fromEntries(
        Object.entries({ status, quality, category, nextCategory, rejectionReason }).filter(([name]) => Object.hasOwn(part, name)),
      );
    const which = { name: row.name, language: row.language };
    this.audit.append(tx, SYSTEM, 'reported', { type: 'template', id: row.id }, { ...which, ...facts(row) }, { ...which, ...facts(part) });
  }
}

/** @returns undefined for a report that is older than what is known */
function changeOf(row: Template, change: TemplateReport['change'], at: string): Partial<Template> | undefined {
  const isOld = (known: string | null): boolean => known !== null && Date.parse(at) < Date.parse(known);
  switch (change.kind) {
    case 'status': {
      if (isOld(row.statusAt)) return undefined;
      const { status, reason, recommendation } = change;
      const isSaid = WITH_REASON.includes(status);
      return { status, statusAt: at, rejectionReason: isSaid ? reason : null, recommendation: isSaid ? recommendation : null };
    }
    case 'quality':
      return isOld(row.qualityAt) ? undefined : { quality: change.quality, qualityAt: at };
    case 'category':
      if (isOld(row.categoryAt)) return undefined;
      return {
        category: change.category,
        previousCategory: change.previous ?? row.category,
        nextCategory: null,
        nextCategoryAt: null,
        categoryAt: at,
      };
    case 'category_announced':
      return isOld(row.categoryAt) ? undefined : { nextCategory: change.category, nextCategoryAt: change.at, categoryAt: at };
    case 'components':
      return undefined;
  }
}
