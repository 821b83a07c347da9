import { fuzz, hostileText } from '../../../libs/testing/fuzz/fuzz.js';
import { questionWords, searchWords } from '../src/domain/search/search-words.js';

describe('the words of any text', () => {
  fuzz('hold nothing that a text search takes for an operator, and are read as themselves', hostileText, (text) => {
    for (const configuration of ['simple', 'spanish', 'portuguese', 'english']) {
      const words = searchWords(text, configuration);
      expect(words).not.toMatch(/[&|!():*<>'"\\\0]/);
      expect(words.isWellFormed()).toBe(true);
      expect(words).toBe(words.trim());
    }
  });

  fuzz('of a question are at most 48', hostileText, (text) => {
    for (const words of Object.values(questionWords(text))) expect(words.split(' ').length).toBeLessThanOrEqual(48);
  });
});
