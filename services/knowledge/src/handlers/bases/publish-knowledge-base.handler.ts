import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Logger, Problem, type Actor } from '#service-kit';
import { AnswersUnavailable } from '../../clients/golden/answers.client.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { VersionsRepository } from '../../persistence/bases/versions.repository.js';
import { GoldenQuestionsRepository } from '../../persistence/golden/golden-questions.repository.js';
import { CheckDraftHandler, type DraftCheck } from '../golden/check-draft.handler.js';
import { Audit } from '../audit.step.js';

interface Published {
  version: number;
  documents: number;
}

/** How many regressions are told with a refusal. */
const TOLD = 50;

@Injectable()
export class PublishKnowledgeBaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly versions: VersionsRepository,
    private readonly golden: GoldenQuestionsRepository,
    private readonly checkDraft: CheckDraftHandler,
    private readonly audit: Audit,
    private readonly logger: Logger,
  ) {}

  /**
   * Makes a version of all ready documents and lets it answer customers, unless it answers worse than what is published (ADR 32). Idempotent: the
   * same documents make no new version. What becomes ready while the draft is checked stays in the draft.
   *
   * @param force publishes whatever the check says, or without it where nothing answers
   * @throws {Problem} publish_refused with `regressions`; publish_unchecked, nothing_to_publish, not_found
   */
  async execute(tenantId: string, baseId: string, by: Actor, force = false): Promise<Published> {
    const standing = await this.database.forTenant(tenantId, (tx) => this.#standing(tx, baseId));
    if (standing.published) return standing.published;
    const check = await this.#check(tenantId, baseId, standing.publishedVersion, force);
    const regressions = check?.regressions ?? [];
    if (regressions.length > 0 && !force) {
      throw new Problem(
        409,
        'publish_refused',
        `The draft answers ${regressions.length} of the questions worse than what is published. Mend its documents, or change the golden questions.`,
        undefined,
        {},
        { regressions: regressions.slice(0, TOLD) },
      );
    }
    const checked = new Set(standing.ready);
    return this.database.forTenant(tenantId, (tx) => this.#publish(tx, baseId, checked, check, by, force));
  }

  /** @returns the version that is published already, if nothing has changed since */
  async #standing(tx: Transaction, baseId: string): Promise<{ published?: Published; publishedVersion: number | null; ready: string[] }> {
    const base = await this.bases.find(tx, baseId);
    if (!base) throw Problem.notFound('knowledge base');
    const ready = await this.documents.readyIds(tx, baseId);
    if (ready.length === 0) {
      throw new Problem(
        409,
        'nothing_to_publish',
        'No document of this knowledge base is ready. Add one and wait until its status is "ready".',
      );
    }
    const { publishedVersion, hasUnpublishedChanges } = base;
    const isPublished = publishedVersion !== null && !hasUnpublishedChanges;
    return { publishedVersion, ready, ...(isPublished ? { published: { version: publishedVersion, documents: ready.length } } : {}) };
  }

  async #check(tenantId: string, baseId: string, publishedVersion: number | null, force: boolean): Promise<DraftCheck | undefined> {
    try {
      return await this.checkDraft.execute(tenantId, baseId, publishedVersion);
    } catch (error) {
      if (!(error instanceof AnswersUnavailable)) throw error;
      if (!force) {
        const detail = 'The golden questions cannot be asked, because the answering service does not reply. Try again in a minute.';
        throw new Problem(503, 'publish_unchecked', detail, undefined, { 'retry-after': '30' });
      }
      this.logger.warn('a draft is published unchecked, as its owner wants', error);
      return undefined;
    }
  }

  async #publish(
    tx: Transaction,
    baseId: string,
    checked: ReadonlySet<string>,
    check: DraftCheck | undefined,
    by: Actor,
    force: boolean,
  ): Promise<Published> {
    if (!(await this.bases.lock(tx, baseId))) throw Problem.notFound('knowledge base');
    const { published, publishedVersion, ready } = await this.#standing(tx, baseId);
    if (published) return published;
    const documentIds = ready.filter((id) => checked.has(id));
    const lost = check?.regressions.length ?? 0;
    const forced = force && (!check || lost > 0);
    const report = check && { ...check.report, forced };
    const version = await this.versions.insert(tx, { baseId, documentIds, createdBy: by.id, report });
    await this.bases.setPublished(tx, baseId, version);
    if (documentIds.length === ready.length) await this.documents.settleAll(tx, baseId);
    else await this.documents.compareAll(tx, baseId, version);
    if (check) await this.golden.settle(tx, version, check.looked);
    const documents = documentIds.length;
    const after = { publishedVersion: version, documents, ...(forced ? { forced, lost } : {}) };
    this.audit.append(tx, by, 'published', { type: 'knowledge_base', id: baseId }, { publishedVersion }, after);
    return { version, documents };
  }
}
