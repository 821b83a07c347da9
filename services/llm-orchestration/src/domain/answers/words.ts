/** Stop words of the supported languages. */
export const STOP = new Set(
  `a an the of to in on at for from with without by and or but if so is are was were be been do does did can could would should will may
  i you he she it we they me my your our their this that these those there here what which who whom when where why how much many any some
  have has had get please not no yes as about into than then also just
  el la los las un una unos unas de del al en con sin por para y o que cual cuales cuando donde como cuanto es son esta estan hay tiene
  tienen puedo puede mi mis tu su sus se me lo le nos
  os as um uma do da dos das em no na nos nas com sem e ou qual quando onde quanto tem posso pode meu minha seu sua
  le les des du au aux avec sans pour et est sont quel quelle quels quelles quand ou combien je vous nous votre vos mon ma mes
  der die das den dem ein eine einen einem einer und oder ist sind wie was wann wo wer welche mit ohne ich sie wir ihr ihre mein meine haben
  il lo gli uno di da con senza per e o sono quale quali quando dove come quanto ho ha avete mio mia`
    .split(/\s+/)
    .filter(Boolean),
);

/** Lower case, without Latin accents; everything except letters, marks and digits becomes a space. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/(?<=\p{Script=Latin})[\u0300-\u036f]+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/['’](?=s\b)/g, ' ')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/**
 * The rough stem of a word, so that `deliveries` matches `delivery`. It only decides which sentence of a passage is shown; the knowledge
 * service chooses the passage.
 */
export function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  const base = word
    .replace(/(ies|ied)$/, 'y')
    .replace(/(ations?|aciones?|acoes|acao)$/, 'at')
    .replace(/(ing|ed|es|s|e)$/, '');
  const cut = base.length < 3 ? word : base;
  return cut.replace(/([^aeiou])\1$/, '$1');
}

/** The stems of a text's informative words, each once. */
export const termsOf = (text: string): Set<string> =>
  new Set(
    plain(text)
      .split(' ')
      .filter((word) => word !== '' && !STOP.has(word))
      .map(stem),
  );
