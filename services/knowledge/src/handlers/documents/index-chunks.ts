import type { Transaction } from '#database';
import { searchWords } from '../../domain/search/search-words.js';
import type { ChunksRepository, StoredChunk } from '../../persistence/chunks.repository.js';

/** Keeps one statement, and what is prepared for it without a pause, to some hundred kilobytes of text. */
const CHUNKS_AT_A_TIME = 200;

/** Enters a document's chunks into the index under the base's language. @returns the sum of their lengths in words */
export async function indexChunks(
  chunks: ChunksRepository,
  tx: Transaction,
  document: { id: string; title: string },
  configuration: string,
  stored: readonly StoredChunk[],
): Promise<number> {
  const title = searchWords(document.title, configuration);
  let words = 0;
  for (let at = 0; at < stored.length; at += CHUNKS_AT_A_TIME) {
    const batch = stored.slice(at, at + CHUNKS_AT_A_TIME).map(({ id, heading, text }) => ({
      id,
      title,
      heading: searchWords(heading.join(' '), configuration),
      text: searchWords(text, configuration),
    }));
    words += await chunks.index(tx, document.id, configuration, batch);
  }
  return words;
}
