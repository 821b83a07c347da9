import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { knowledgeSearch, knowledgeSearchMany } from '#contracts';
import { Answers } from '#messaging';
import type { Passage } from '../../domain/search/passage.js';
import { FindPassagesHandler } from '../../handlers/search/find-passages.handler.js';

@Injectable()
export class KnowledgeSearchQuery {
  constructor(private readonly findPassages: FindPassagesHandler) {}

  @Answers(knowledgeSearch)
  async search(tenantId: string, request: z.infer<typeof knowledgeSearch.request>): Promise<z.input<typeof knowledgeSearch.reply>> {
    const [passages] = await this.findPassages.execute(tenantId, [request]);
    return toReply(passages!);
  }

  @Answers(knowledgeSearchMany)
  async searchMany(
    tenantId: string,
    { questions }: z.infer<typeof knowledgeSearchMany.request>,
  ): Promise<z.input<typeof knowledgeSearchMany.reply>> {
    return { results: (await this.findPassages.execute(tenantId, questions)).map(toReply) };
  }
}

const toReply = (passages: readonly Passage[]): z.input<typeof knowledgeSearch.reply> => ({
  items: passages.map(({ documentId, chunkId, title, heading, text, score, coverage }) => ({
    documentId,
    chunkId,
    title,
    heading: heading.join(' > '),
    text,
    score,
    coverage,
  })),
});
