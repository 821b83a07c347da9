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

interface Standing {
  /** Null where nothing is published yet. */
  publishedVersion: number | null;
  /** The documents of the draft that are ready. */
  ready: string[];
  /** The version that is published already, if nothing has changed since. */
  published?: Published;
}

/** How many regressions are told with a refusal. */
const TOLD = 50;
/** How often a draft is checked before a publish gives up, because what was checked is no more what would be published. */
const MAX_CHECKS = 3;

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
   * same documents make no new version. What is checked is what is published: what becomes ready meanwhile stays in the draft, even if it takes the
   * place of a document that is being checked. Without the old one, customers would get no answer about its subject.
   *
   * @param force publishes whatever the check says, or without it where nothing answers
   * @throws {Problem} publish_refused with `regressions`; publish_unchecked, nothing_to_publish, not_found
   */
  async execute(tenantId: string, baseId: string, by: Actor, force = false): Promise<Published> {
    for (let checks = 0; checks < MAX_CHECKS; checks++) {
      const standing = await this.database.forTenant(tenantId, (tx) => this.#standing(tx, baseId));
      if (standing.published) return standing.published;
      const check = await this.#check(tenantId, baseId, standing.publishedVersion, force);
      if (!force) refuseRegressions(check);
      const published = await this.database.forTenant(tenantId, (tx) => this.#publish(tx, baseId, standing, check, by, force));
      if (published) return published;
    }
    throw unchecked('The documents change while they are checked. Try again in a minute.');
  }

  async #standing(tx: Transaction, baseId: string): Promise<Standing> {
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
      if (!force)
        throw unchecked('The golden questions cannot be asked, because the answering service does not reply. Try again in a minute.');
      this.logger.warn('a draft is published unchecked, as its owner wants', error);
      return undefined;
    }
  }

  /** @returns undefined where the check says nothing any more, so that there has to be another */
  async #publish(
    tx: Transaction,
    baseId: string,
    checked: Standing,
    check: DraftCheck | undefined,
    by: Actor,
    force: boolean,
  ): Promise<Published | undefined> {
    if (!(await this.bases.lock(tx, baseId))) throw Problem.notFound('knowledge base');
    const { published, publishedVersion, ready } = await this.#standing(tx, baseId);
    if (published) return published;
    // Somebody else published meanwhile: what was checked may be older than that.
    if (publishedVersion !== checked.publishedVersion) return undefined;
    const now = await this.documents.sinceReady(tx, checked.ready);
    // What no version has is erased when another takes its place: neither of the two could be published.
    if (now.some(({ state }) => state === 'overtaken')) return undefined;
    const documentIds = now.filter(({ state }) => state === 'there').map(({ id }) => id);
    if (documentIds.length === 0) {
      throw new Problem(
        409,
        'nothing_to_publish',
        'All documents that were to be published were deleted meanwhile. Publish what is ready now.',
      );
    }
    const chosen = new Set(documentIds);
    const isWholeDraft = chosen.size === ready.length && ready.every((id) => chosen.has(id));
    const lost = check?.regressions.length ?? 0;
    const forced = force && (!check || lost > 0);
    const report = check && { ...check.report, forced };
    const version = await this.versions.insert(tx, { baseId, documentIds, createdBy: by.id, report });
    await this.bases.setPublished(tx, baseId, version);
    if (isWholeDraft) await this.documents.settleAll(tx, baseId);
    else await this.documents.compareAll(tx, baseId, version);
    if (check) await this.golden.settle(tx, version, check.looked);
    const documents = documentIds.length;
    const after = { publishedVersion: version, documents, ...(forced ? { forced, lost } : {}) };
    this.audit.append(tx, by, 'published', { type: 'knowledge_base', id: baseId }, { publishedVersion }, after);
    return { version, documents };
  }
}

function refuseRegressions(check: DraftCheck | undefined): void {
  const regressions = check?.regressions ?? [];
  if (regressions.length === 0) return;
  throw new Problem(
    409,
    'publish_refused',
    `The draft answers ${regressions.length} of the questions worse than what is published. Mend its documents, or change the golden questions.`,
    undefined,
    {},
    { regressions: regressions.slice(0, TOLD) },
  );
}

const unchecked = (detail: string): Problem => new Problem(503, 'publish_unchecked', detail, undefined, { 'retry-after': '30' });
