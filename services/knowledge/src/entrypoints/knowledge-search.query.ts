import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { knowledgeSearch } from '#contracts';
import { Answers } from '#messaging';
import { FindPassagesHandler } from '../handlers/search/find-passages.handler.js';

@Injectable()
export class KnowledgeSearchQuery {
  constructor(private readonly findPassages: FindPassagesHandler) {}

  @Answers(knowledgeSearch)
  async search(tenantId: string, request: z.infer<typeof knowledgeSearch.request>): Promise<z.input<typeof knowledgeSearch.reply>> {
    const passages = await this.findPassages.execute(tenantId, request.query, request.limit);
    return {
      items: passages.map(({ documentId, chunkId, title, heading, text, score, coverage }) => ({
        documentId,
        chunkId,
        title,
        heading: heading.join(' > '),
        text,
        score,
        coverage,
      })),
    };
  }
}
