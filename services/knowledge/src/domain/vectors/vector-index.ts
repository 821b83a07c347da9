/** The vectors of a passage: of its heading and of each of its sentences. */
export interface EmbeddedChunk {
  chunkId: string;
  vectors: readonly Float32Array[];
}

/** A passage one of whose vectors is near to a question. */
export interface Near {
  documentId: string;
  chunkId: string;
  /** The cosine of the question and the nearest of the passage's vectors, -1 to 1. */
  similarity: number;
}

/** What is near to questions by what it means. */
export interface Meant {
  /** Of the documents whose vectors were compared; see {@link markOf}. */
  mark: string;
  /** For each question passages of the tenant, whether published or not, the nearest first. */
  near: Near[][];
}

/**
 * Where vectors are kept. What it finds is what was stored at some time: the search keeps of it what is published and not deleted, so a home that
 * lags behind, or was away while a document went, shows nothing that it must not.
 */
export interface VectorIndex {
  readonly home: 'postgres' | 'qdrant';
  /** Keeps the vectors of a document. Made again after a crash, it comes out the same. */
  put(tenantId: string, model: string, documentId: string, chunks: readonly EmbeddedChunk[]): Promise<void>;
  /** Removes all vectors of documents, of any model. */
  remove(tenantId: string, documentIds: readonly string[]): Promise<void>;
  /** Removes all that a tenant has. */
  removeTenant(tenantId: string): Promise<void>;
  /**
   * @param questions vectors of length 1
   * @param most how many passages for each question
   * @returns for each question the nearest passages of the tenant, the nearest first
   */
  nearest(tenantId: string, model: string, questions: readonly Float32Array[], most: number): Promise<Near[][]>;
}

/** How a document is marked that has vectors of a model in a home: in another home it has none. */
export const markOf = ({ home }: Pick<VectorIndex, 'home'>, model: string): string => (home === 'postgres' ? model : `${home} ${model}`);

/** The token by which a home of vectors is injected. */
export const VECTOR_INDEX = Symbol('VECTOR_INDEX');
