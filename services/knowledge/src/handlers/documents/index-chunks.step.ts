import type { Transaction } from '#database';
import { searchWords } from '../../domain/search/search-words.js';
import type { ChunksRepository, StoredChunk } from '../../persistence/documents/chunks.repository.js';

/** Keeps a statement, and the work without a pause that prepares it, to a few hundred kilobytes of text. */
const CHUNKS_AT_A_TIME = 200;

/**
 * Adds chunks to the index, in the language of their base.
 *
 * @param titles of their documents, by id
 * @returns the number of words of each document's chunks, by its id
 */
export async function indexChunks(
  tx: Transaction,
  chunks: ChunksRepository,
  titles: ReadonlyMap<string, string>,
  configuration: string,
  stored: readonly StoredChunk[],
): Promise<Map<string, number>> {
  const words = new Map([...titles.keys()].map((id) => [id, 0]));
  const titleWords = new Map([...titles].map(([id, title]) => [id, searchWords(title, configuration)]));
  for (let at = 0; at < stored.length; at += CHUNKS_AT_A_TIME) {
    const batch = stored.slice(at, at + CHUNKS_AT_A_TIME).map(({ id, documentId, heading, text }) => ({
      id,
      documentId,
      title: titleWords.get(documentId)!,
      heading: searchWords(heading.join(' '), configuration),
      text: searchWords(text, configuration),
    }));
    for (const each of await chunks.index(tx, configuration, batch)) words.set(each.documentId, words.get(each.documentId)! + each.words);
  }
  return words;
}
