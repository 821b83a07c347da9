const MORE: Record<string, Readonly<Record<string, string>>> = {};

/** Texts that the first page does without: the files that show them bring them, in all languages, and everybody finds them from then on. */
export function addTexts(texts: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  for (const [language, own] of Object.entries(texts)) MORE[language] = { ...MORE[language], ...own };
}

export const textOf = (language: string, key: string): string | undefined => MORE[language]?.[key];
