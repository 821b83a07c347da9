/** Letters that a text in this encoding has most of, and that a text decoded by a wrong one has few of: the frequent ones of its languages. */
const GUESSES: readonly (readonly [encoding: string, frequent: string, isMultibyte?: boolean])[] = [
  [
    'gb18030',
    '的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知点分期周、。，：；？！（）“”',
    true,
  ],
  [
    'big5',
    '的一是不在了有人這我他們個中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日、。，：；？！（）「」',
    true,
  ],
  ['shift_jis', 'のにはをたがでてとしれさいるなこもからすりまくっきんけおよそうあえちみやつめせ、。・ーはです', true],
  ['euc-jp', 'のにはをたがでてとしれさいるなこもからすりまくっきんけおよそうあえちみやつめせ、。・ーはです', true],
  ['euc-kr', '이다의는에을가고하지로를한기도은사어서리자나시대니일인있그해아들정부수전게보스만과원요', true],
  ['windows-1251', 'оеаинтсрвлкмдпуяызьбгчйхжшющцэфъёіїє'],
  ['koi8-r', 'оеаинтсрвлкмдпуяызьбгчйхжшющцэфъё'],
  ['windows-1253', 'αοιετσνηυρπκμλςάίόέύήώγδθχβφωξζψ'],
  ['windows-1256', 'اليمنتربوعدسفحكقةجشصطخضغذثزظءئأإآىؤ،؟'],
  ['windows-1255', 'יוהלאתרבשמנדחעקכפסגטצזםןךףץ'],
  ['windows-874', 'านรอกเงมยลวดทตสปคหแพชขจถบใไโซผฟศษธณภฉฎฏฐญฆะัาำิีึืุู่้๊๋์็'],
  ['windows-1252', 'éèàçêëîïôöüùûâäñáíóúßãõåæøìòÉÈÀÇÖÜÄÑÁÍÓÚ€£§°«»¿¡“”‘’–—…•®™©½'],
  ['windows-1254', 'ışğİŞĞçöüâîûÇÖÜ“”‘’–—…€'],
  ['windows-1250', 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻěščřžýáíéúůďťňĚŠČŘŽőűäöü“”„‘’–—…€'],
];
/** Bytes: enough to tell an encoding by. */
export const SAMPLE_BYTES = 64 * 1024;
/**
 * The encoding whose frequent letters a text holds most of, by the names of the WHATWG Encoding Standard; windows-1252 when none does. For what is
 * not UTF-8 and says nothing of itself.
 *
 * @param bytes the beginning of the text; {@link SAMPLE_BYTES} are enough
 */
export function guessEncoding(bytes: Uint8Array): string {
  let best = { encoding: 'windows-1252', score: 0 };
  for (const [encoding, frequent, isMultibyte] of GUESSES) {
    const text = isMultibyte ? decodedCut(encoding, bytes) : new TextDecoder(encoding).decode(bytes);
    const foreign = text?.match(/[^\p{ASCII}]/gu);
    if (!foreign) continue;
    const letters = new Set(frequent);
    // An encoding of one byte a letter makes something of everything: strange letters count against it.
    // So does a letter of another script in the middle of a Latin word, which is an accented letter read wrongly.
    const torn = isMultibyte || isLatin(encoding) ? 0 : (text!.match(/[a-z][^\p{ASCII}\p{P}]|[^\p{ASCII}\p{P}][a-z]/giu)?.length ?? 0);
    const score =
      (foreign.reduce((sum, letter) => sum + (letters.has(letter) ? 1 : isMultibyte && /\p{L}/u.test(letter) ? 0.2 : -1), 0) - 2 * torn) /
      foreign.length;
    if (score > best.score + 1e-9) best = { encoding, score };
  }
  return best.encoding;
}

const isLatin = (encoding: string): boolean => /125[024]$/.test(encoding);

/** As {@link decodedAs}, where the sample may end inside of a letter. */
function decodedCut(encoding: string, bytes: Uint8Array): string | undefined {
  for (let cut = 0; cut < 4; cut++) {
    const text = decodedAs(encoding, bytes.subarray(0, bytes.length - cut));
    if (text !== undefined) return text;
    if (bytes.length < SAMPLE_BYTES) return undefined;
  }
  return undefined;
}

/** @returns undefined for bytes that are not in this encoding, or a name that nobody knows */
export function decodedAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
