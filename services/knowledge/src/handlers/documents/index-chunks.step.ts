import type { Transaction } from '#database';
import { searchParts } from '../../domain/search/search-parts.js';
import { searchWords } from '../../domain/search/search-words.js';
import type { ChunksRepository, IndexedLengths, StoredChunk } from '../../persistence/documents/chunks.repository.js';

/** Keeps a statement, and the work without a pause that prepares it, to a few hundred kilobytes of text. */
const CHUNKS_AT_A_TIME = 200;

/**
 * Adds chunks to the index, in the language of their base.
 *
 * @param titles of their documents, by id
 * @returns how many words and parts each document's chunks have, by its id
 */
export async function indexChunks(
  tx: Transaction,
  chunks: ChunksRepository,
  titles: ReadonlyMap<string, string>,
  configuration: string,
  stored: readonly StoredChunk[],
): Promise<Map<string, IndexedLengths>> {
  const lengths = new Map([...titles.keys()].map((id) => [id, { words: 0, parts: 0 }]));
  const titleWords = new Map([...titles].map(([id, title]) => [id, searchWords(title, configuration)]));
  for (let at = 0; at < stored.length; at += CHUNKS_AT_A_TIME) {
    const batch = stored.slice(at, at + CHUNKS_AT_A_TIME).map(({ id, documentId, heading, text }) => ({
      id,
      documentId,
      title: titleWords.get(documentId)!,
      heading: searchWords(heading.join(' '), configuration),
      text: searchWords(text, configuration),
      parts: partsOf(titles.get(documentId)!, heading, text),
    }));
    for (const { documentId, words, parts } of await chunks.index(tx, configuration, batch)) {
      const length = lengths.get(documentId)!;
      length.words += words;
      length.parts += parts;
    }
  }
  return lengths;

  function partsOf(title: string, heading: readonly string[], text: string): string[] {
    const above = searchParts([title, ...heading].join(' '), configuration);
    return [...above, ...above, ...searchParts(text, configuration)];
  }
}
