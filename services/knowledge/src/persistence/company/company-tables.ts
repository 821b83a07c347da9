import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { BaseVersionRow } from '../bases/base-version.entity.js';
import { KnowledgeBaseRow } from '../bases/knowledge-base.entity.js';
import { VersionDocumentRow } from '../bases/version-document.entity.js';
import { ChunkRow } from '../documents/chunk.entity.js';
import { DocumentRow } from '../documents/document.entity.js';
import { GoldenQuestionRow } from '../golden/golden-question.entity.js';
import { SuggestionDecisionRow } from '../suggestions/suggestion-decision.entity.js';
import { UnusedObjectRow } from '../documents/unused-object.entity.js';
import { WebPageRow } from '../documents/web-page.entity.js';
import { WebSourceRow } from '../documents/web-source.entity.js';
import { PostingRow } from '../search/posting.entity.js';
import { ChunkVectorRow } from '../vectors/chunk-vector.entity.js';
import { EmbeddingUsageRow } from '../vectors/embedding-usage.entity.js';
import { VectorSetRow } from '../vectors/vector-set.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(ChunkVectorRow, { hidden: 'the search makes it anew from the documents' }),
  companyTable(VectorSetRow, { hidden: 'the search makes it anew from the documents' }),
  companyTable(EmbeddingUsageRow, { export: 'embedding-usage' }),
  companyTable(PostingRow, { hidden: 'the search makes it anew from the documents' }),
  companyTable(ChunkRow, { hidden: 'the search makes it anew from the documents' }),
  companyTable(SuggestionDecisionRow, { hidden: 'hashes, by which a suggestion that was decided is known again' }),
  companyTable(GoldenQuestionRow, { export: 'golden-questions', except: ['key'] }),
  companyTable(VersionDocumentRow, { export: 'version-documents' }),
  companyTable(BaseVersionRow, { export: 'versions' }),
  // Each may be as large as a file that is in it as base64; those of large documents are in the archive beside them.
  companyTable(DocumentRow, {
    export: 'documents',
    pageRows: 1,
    except: ['attempts', 'availableAt', 'leaseUntil', 'isQuick', 'embeddedModel'],
  }),
  companyTable(UnusedObjectRow, { hidden: 'files that no document has' }),
  companyTable(WebPageRow, { export: 'web-pages', except: ['attempts', 'nextAt'] }),
  companyTable(WebSourceRow, { export: 'web-sources', except: ['attempts'] }),
  companyTable(KnowledgeBaseRow, { export: 'knowledge-bases', except: ['searchConfiguration', 'embeddedVersion', 'embeddedModel'] }),
  ...messagingCompanyTables('knowledge'),
];
