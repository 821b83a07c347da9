import { Controller } from '@nestjs/common';
import { knowledgeSearch, knowledgeSearchMany, type QuestionOf, type ReplyOf } from '#contracts';
import { Answers } from '#messaging';
import type { Found } from '../../domain/search/passage.js';
import { FindPassagesHandler } from '../../handlers/search/find-passages.handler.js';

@Controller()
export class KnowledgeSearchQuery {
  constructor(private readonly findPassages: FindPassagesHandler) {}

  @Answers(knowledgeSearch)
  async search({ tenantId, ...question }: QuestionOf<typeof knowledgeSearch>): Promise<ReplyOf<typeof knowledgeSearch>> {
    const found = await this.findPassages.execute(tenantId, [question]);
    return toReply(found![0]!);
  }

  @Answers(knowledgeSearchMany)
  async searchMany({
    tenantId,
    questions,
    baseId,
    draft,
    isLexical,
  }: QuestionOf<typeof knowledgeSearchMany>): Promise<ReplyOf<typeof knowledgeSearchMany>> {
    const found = await this.findPassages.execute(tenantId, questions, { baseId, draft, isLexical });
    return found ? { results: found.map(toReply) } : { results: [], isBaseUnknown: true };
  }
}

const toReply = ({ passages, asked, searched }: Found): ReplyOf<typeof knowledgeSearch> => ({
  asked,
  searched,
  items: passages.map(({ documentId, chunkId, title, heading, text, page, score, coverage, similarity, answering, enough }) => ({
    documentId,
    chunkId,
    title,
    heading: heading.join(' > '),
    text,
    ...(page === null ? {} : { page }),
    score,
    coverage,
    ...(similarity === null ? {} : { similarity }),
    answering,
    ...(enough === undefined ? {} : { enough }),
  })),
});
