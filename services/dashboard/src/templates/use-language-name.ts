import { useWords } from '../i18n/i18n';

/** What people of this page's language call a language of WhatsApp's: `pt_BR` → Portuguese (Brazil). */
export function useLanguageName(): (code: string) => string {
  const { language } = useWords();
  const names = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' });
  return (code) => {
    try {
      return names.of(code.replace('_', '-')) ?? code;
    } catch {
      return code;
    }
  };
}
