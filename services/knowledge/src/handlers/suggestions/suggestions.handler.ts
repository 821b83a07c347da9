import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { v7 } from 'uuid';
import { AnswersClient, AnswersUnavailable } from '../../clients/golden/answers.client.js';
import { ConversationsClient, type AskedQuestion } from '../../clients/golden/conversations.client.js';
import { searchConfigurationOf } from '../../domain/bases/languages.js';
import { cluster, hashed, isDecided, termsOf, type Suggestion, type Unserved } from '../../domain/suggestions/suggestion.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { DecisionsRepository } from '../../persistence/suggestions/decisions.repository.js';
import { AddDocumentHandler } from '../documents/add-document.handler.js';
import { Audit } from '../audit.step.js';

/** As many as a person looks through. */
const SHOWN = 24;

interface Found {
  suggestion: Suggestion;
  terms: Set<string>;
}

/** What customers ask and the knowledge lacks, told from their questions when somebody looks: nothing of these is kept here. */
@Injectable()
export class SuggestionsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly decisions: DecisionsRepository,
    private readonly conversations: ConversationsClient,
    private readonly answers: AnswersClient,
    private readonly addDocument: AddDocumentHandler,
    private readonly audit: Audit,
  ) {}

  /**
   * @returns the most asked first, without what the draft of the base answers already and what was decided
   * @throws {Problem} not_found, questions_unavailable
   */
  async list(tenantId: string, baseId: string): Promise<Suggestion[]> {
    const found = (await this.#find(tenantId, baseId)).map(({ suggestion }) => suggestion).slice(0, SHOWN);
    const open = await this.#open(tenantId, baseId, found);
    return found.filter((suggestion) => open.has(suggestion));
  }

  /** Makes a document of a question and its answer: it is read like any other, and answers customers when it is published. @throws {Problem} not_found */
  async approve(
    tenantId: string,
    baseId: string,
    id: string,
    pair: { question: string; answer: string },
    by: Actor,
  ): Promise<{ documentId: string }> {
    const found = await this.#get(tenantId, baseId, id);
    const bytes = Buffer.from(`question,answer\n${quoted(pair.question)},${quoted(pair.answer)}\n`, 'utf8');
    const title = pair.question.replaceAll(/\s+/g, ' ').trim().slice(0, 300).toWellFormed();
    const document = await this.addDocument.execute(tenantId, baseId, { title, contentType: 'text/csv', bytes }, by);
    await this.#decide(tenantId, found, 'approved', by);
    return { documentId: document.id };
  }

  /** @throws {Problem} not_found */
  async dismiss(tenantId: string, baseId: string, id: string, by: Actor): Promise<void> {
    await this.#decide(tenantId, await this.#get(tenantId, baseId, id), 'dismissed', by);
  }

  async #get(tenantId: string, baseId: string, id: string): Promise<Found> {
    const found = (await this.#find(tenantId, baseId)).find(({ suggestion }) => suggestion.id === id);
    if (!found) throw Problem.notFound('suggestion');
    return found;
  }

  async #find(tenantId: string, baseId: string): Promise<Found[]> {
    const { language, decisions } = await this.database.forTenant(tenantId, async (tx) => {
      const base = await this.bases.find(tx, baseId);
      if (!base) throw Problem.notFound('knowledge base');
      return { language: base.language, decisions: await this.decisions.list(tx) };
    });
    const asked = await this.conversations.asked(tenantId);
    if (!asked) {
      const detail = 'The questions of customers cannot be read now. Try again in a minute.';
      throw new Problem(503, 'questions_unavailable', detail, undefined, { 'retry-after': '30' });
    }
    const configuration = searchConfigurationOf(language);
    const undecided = asked
      .filter(isUnserved)
      .filter(({ question, at }) => !isDecided(hashed(tenantId, termsOf(question, configuration)), at, decisions));
    return cluster(undecided, configuration);
  }

  /** Leaves out what nobody answered then and the draft answers now. Where the answering service does not reply, nothing is left out. */
  async #open(tenantId: string, baseId: string, found: readonly Suggestion[]): Promise<Set<Suggestion>> {
    const asked = found.filter(({ outcomes }) => outcomes.handed_over + outcomes.disliked === 0);
    try {
      const questions = asked.map(({ question }) => ({ question, earlier: [] }));
      const replayed = await this.answers.replay(tenantId, questions, { baseId });
      const answered = new Set(asked.filter((_, index) => replayed[index]!.outcome === 'answer'));
      return new Set(found.filter((suggestion) => !answered.has(suggestion)));
    } catch (error) {
      if (!(error instanceof AnswersUnavailable)) throw error;
      return new Set(found);
    }
  }

  async #decide(tenantId: string, { suggestion, terms }: Found, decision: 'approved' | 'dismissed', by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const id = v7();
      await this.decisions.insert(tx, { id, decision, terms: hashed(tenantId, terms), by: by.id });
      this.audit.append(tx, by, decision, { type: 'suggestion', id }, null, { questions: suggestion.count });
    });
  }
}

const isUnserved = (asked: AskedQuestion): asked is AskedQuestion & Unserved => asked.outcome !== 'answered';
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
