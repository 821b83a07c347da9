import { Injectable } from '@nestjs/common';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { Logger, Problem, type Actor } from '#service-kit';
import { v7 } from 'uuid';
import { AnswersClient, AnswersUnavailable } from '../../clients/golden/answers.client.js';
import { holdsFacts, keyOf, MAX_GOLDEN, type Asked, type GoldenQuestion, type NewQuestion } from '../../domain/golden/golden-question.js';
import type { LockedBase } from '../../persistence/bases/knowledge-bases.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { GoldenQuestionRow } from '../../persistence/golden/golden-question.entity.js';
import { GoldenQuestionsRepository } from '../../persistence/golden/golden-questions.repository.js';
import { Audit } from '../audit.step.js';

const taken = (): Problem =>
  new Problem(409, 'question_taken', 'The knowledge base has this golden question already. Change that one.', [
    { field: 'question', message: 'is taken' },
  ]);

/** The questions that a base must answer. A new or changed one is asked of the published version at once, which later versions are measured by. */
@Injectable()
export class GoldenQuestionsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly golden: GoldenQuestionsRepository,
    private readonly answers: AnswersClient,
    private readonly audit: Audit,
    private readonly logger: Logger,
  ) {}

  /** @returns up to `limit + 1` questions, oldest first */
  async list(tenantId: string, baseId: string, limit: number, after: string | undefined): Promise<GoldenQuestion[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      await this.#find(tx, baseId);
      return this.golden.list(tx, baseId, limit, after);
    });
  }

  /** @throws {Problem} not_found */
  async requireBase(tenantId: string, baseId: string): Promise<void> {
    await this.database.forTenant(tenantId, (tx) => this.#find(tx, baseId));
  }

  /** @throws {Problem} not_found, question_taken, too_many */
  async create(tenantId: string, baseId: string, asked: NewQuestion, by: Actor): Promise<GoldenQuestion> {
    const { base, added } = await this.#insert(tenantId, baseId, [asked], by);
    if (added.length === 0) throw taken();
    await this.#look(tenantId, base, added);
    return this.#get(tenantId, baseId, added[0]!.id);
  }

  /** Leaves out what the base has already. @throws {Problem} not_found, too_many */
  async addMany(tenantId: string, baseId: string, asked: readonly Asked[], by: Actor): Promise<{ added: number; known: number }> {
    const { base, added } = await this.#insert(tenantId, baseId, asked, by);
    await this.#look(tenantId, base, added);
    return { added: added.length, known: asked.length - added.length };
  }

  /** @throws {Problem} not_found, question_taken */
  async change(tenantId: string, baseId: string, id: string, asked: Asked, by: Actor): Promise<GoldenQuestion> {
    const base = await this.database
      .forTenant(tenantId, async (tx) => {
        const locked = await this.#lock(tx, baseId);
        await this.#ofBase(tx, baseId, id);
        const unchecked = { answer: null, found: null, checkedVersion: null };
        await tx.rows(GoldenQuestionRow).change(id, { ...asked, key: keyOf(asked), ...unchecked, updatedAt: new Date().toISOString() });
        this.audit.append(tx, by, 'changed', { type: 'golden_question', id }, null, { baseId });
        return locked;
      })
      .catch((error: unknown) => {
        throw uniqueViolation(error) === 'golden_questions_once' ? taken() : error;
      });
    await this.#look(tenantId, base, [{ id, ...asked }]);
    return this.#get(tenantId, baseId, id);
  }

  /** @throws {Problem} not_found */
  async delete(tenantId: string, baseId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      await this.#lock(tx, baseId);
      await this.#ofBase(tx, baseId, id);
      await tx.rows(GoldenQuestionRow).delete(id);
      this.audit.append(tx, by, 'deleted', { type: 'golden_question', id }, { baseId }, null);
    });
  }

  async #insert(
    tenantId: string,
    baseId: string,
    asked: readonly NewQuestion[],
    by: Actor,
  ): Promise<{ base: LockedBase; added: (Asked & { id: string })[] }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const base = await this.#lock(tx, baseId);
      const questions = asked.map((each) => ({ ...each, id: v7(), key: keyOf(each) }));
      const ids = new Set(await this.golden.insert(tx, baseId, questions));
      if ((await this.golden.count(tx, baseId)) > MAX_GOLDEN) {
        throw new Problem(
          422,
          'too_many',
          `A knowledge base may have at most ${MAX_GOLDEN} golden questions. Delete some you no longer need.`,
        );
      }
      const added = questions.filter(({ id }) => ids.has(id));
      for (const { id } of added) this.audit.append(tx, by, 'created', { type: 'golden_question', id }, null, { baseId });
      return { base, added };
    });
  }

  /** Asks what is published. Where nothing answers, the next publish asks. */
  async #look(tenantId: string, { publishedVersion }: LockedBase, questions: readonly (Asked & { id: string })[]): Promise<void> {
    if (publishedVersion === null || questions.length === 0) return;
    try {
      const replayed = await this.answers.replay(tenantId, questions);
      const looked = questions.map(({ id, expected }, index) => {
        const answer = replayed[index]!.text;
        return { id, answer, found: holdsFacts(answer, expected) };
      });
      await this.database.forTenant(tenantId, (tx) => this.golden.settle(tx, publishedVersion, looked));
    } catch (error) {
      if (!(error instanceof AnswersUnavailable)) throw error;
      this.logger.warn('golden questions are asked later, because the answering service does not reply', error);
    }
  }

  async #find(tx: Transaction, baseId: string): Promise<void> {
    if (!(await this.bases.find(tx, baseId))) throw Problem.notFound('knowledge base');
  }

  async #lock(tx: Transaction, baseId: string): Promise<LockedBase> {
    const base = await this.bases.lock(tx, baseId);
    if (!base) throw Problem.notFound('knowledge base');
    return base;
  }

  async #ofBase(tx: Transaction, baseId: string, id: string): Promise<GoldenQuestion> {
    const row = await tx.rows(GoldenQuestionRow).find(id);
    if (row?.baseId !== baseId) throw Problem.notFound('golden question');
    return row;
  }

  async #get(tenantId: string, baseId: string, id: string): Promise<GoldenQuestion> {
    return this.database.forTenant(tenantId, (tx) => this.#ofBase(tx, baseId, id));
  }
}
