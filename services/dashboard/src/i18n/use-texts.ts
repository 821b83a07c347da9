import { useCallback } from 'react';
import { fill, type Values } from './fill';
import { useWords, type Language } from './i18n';

/**
 * Texts that the first page does without: they come with the files that show them, in all languages.
 *
 * @param texts the same object each time @returns the same function until the language changes: an effect that names it does not run anew with each render
 */
export function useTexts<Key extends string>(texts: Record<Language, Record<Key, string>>): (key: Key, values?: Values) => string {
  const { language } = useWords();
  return useCallback((key: Key, values?: Values) => fill(texts[language][key], values), [texts, language]);
}
