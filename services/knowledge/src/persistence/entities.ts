import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { BaseVersionRow } from './bases/base-version.entity.js';
import { KnowledgeBaseRow } from './bases/knowledge-base.entity.js';
import { VersionDocumentRow } from './bases/version-document.entity.js';
import { ChunkRow } from './documents/chunk.entity.js';
import { DocumentRow } from './documents/document.entity.js';
import { ChunkVectorRow } from './vectors/chunk-vector.entity.js';
import { EmbeddingUsageRow } from './vectors/embedding-usage.entity.js';
import { VectorSetRow } from './vectors/vector-set.entity.js';
import { SuggestionDecisionRow } from './suggestions/suggestion-decision.entity.js';
import { GoldenQuestionRow } from './golden/golden-question.entity.js';
import { UnusedObjectRow } from './documents/unused-object.entity.js';
import { WebPageRow } from './documents/web-page.entity.js';
import { WebSourceRow } from './documents/web-source.entity.js';
import { PostingRow } from './search/posting.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('knowledge'),
  BaseVersionRow,
  KnowledgeBaseRow,
  VersionDocumentRow,
  ChunkRow,
  DocumentRow,
  UnusedObjectRow,
  WebSourceRow,
  WebPageRow,
  PostingRow,
  ChunkVectorRow,
  VectorSetRow,
  EmbeddingUsageRow,
  GoldenQuestionRow,
  SuggestionDecisionRow,
];
