import { fill, type Values } from './fill';
import { useWords, type Language } from './i18n';

/** Texts that the first page does without: they come with the files that show them, in all languages. */
export function useTexts<Key extends string>(texts: Record<Language, Record<Key, string>>): (key: Key, values?: Values) => string {
  const { language } = useWords();
  return (key, values) => fill(texts[language][key], values);
}
