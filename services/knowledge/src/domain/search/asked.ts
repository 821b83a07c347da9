import type { Asked } from './passage.js';
import { questionParts } from './search-parts.js';
import { questionWords } from './search-words.js';

/** A question as the index is asked. */
export const askedOf = (query: string, limit: number): Asked => ({ words: questionWords(query), parts: questionParts(query), limit });
