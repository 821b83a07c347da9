/** Small words that identify a language. Words shared by several languages are listed under each and decide nothing. */
const SMALL: Readonly<Record<string, string>> = {
  en: 'the of to in on at for from with and or is are was be do does can will you we our your this that it how what when where which not have has if by as an',
  es: 'el la los las un una de del en con por para y que es son esta estan se su sus nuestro nuestra nuestros como cuando donde desde hasta puede hay lo al no a si',
  pt: 'o a os as um uma de do da dos das em no na nos nas com por para e que sao esta estao seu sua nosso nossa como quando onde ate pode ha ao nao se',
  fr: 'le la les un une des de du en dans au aux avec pour par et que est sont nous vous notre votre nos vos ce cette quand ou pas sur se il a',
  de: 'der die das den dem des ein eine einen einem und oder ist sind im am an auf mit von zu zum zur fur bis wir sie ihr ihre nicht es bei aus auch wird werden',
  it: 'il lo la gli i le un uno una di del della dei delle in con per da e che sono nostro nostra come quando dove fino al non si a',
  nl: 'de het een en van in op met voor is zijn wij u uw onze dat niet tot bij aan te naar wordt om',
  tr: 've bir bu icin ile da de mi mu ne nasil nerede olarak kadar var yok biz siz',
  ro: 'si de la in cu pentru este sunt un o din pe care nu al ale noi dumneavoastra ce cand unde',
  pl: 'i w na z do o nie jest sa za od po dla to sie jak kiedy gdzie nasz nasze',
  id: 'dan di ke dari yang untuk dengan adalah ini itu kami anda tidak pada dalam bisa apa kapan',
  vi: 'va cua la co cho trong voi duoc khong cac nhung mot chung toi ban o tu den',
};
const BY_WORD = Map.groupBy(
  Object.entries(SMALL).flatMap(([language, words]) => words.split(' ').map((word) => ({ word, language }))),
  ({ word }) => word,
);

/** Whether a word is one of the small words of any language. */
export const isSmallWord = (plainWord: string): boolean => BY_WORD.has(plainWord);

const SCRIPTS = [
  'Arab',
  'Armn',
  'Beng',
  'Cyrl',
  'Deva',
  'Ethi',
  'Geor',
  'Grek',
  'Gujr',
  'Guru',
  'Hang',
  'Hebr',
  'Hira',
  'Kana',
  'Khmr',
  'Knda',
  'Laoo',
  'Mlym',
  'Mymr',
  'Sinh',
  'Taml',
  'Telu',
  'Thai',
  'Hani',
].map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'gu')] as const);

/** Guesses the language of a text by its small words, or by a non-Latin script; undefined when neither decides. */
export function languageOf(text: string, plainWords: readonly string[]): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [name, pattern] of SCRIPTS)
    if ((text.match(pattern)?.length ?? 0) * 2 > letters) return name === 'Hira' || name === 'Kana' ? 'Jpan' : name;
  const counts = new Map<string, number>();
  for (const word of plainWords) for (const { language } of BY_WORD.get(word) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1);
  const [first, second] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
}
