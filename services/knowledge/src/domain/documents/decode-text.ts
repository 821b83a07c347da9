import { DocumentProblem } from './document-problem.js';
import type { ReadingWarnings } from './reading-warning.js';

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
/** Enough to tell an encoding by. */
const SAMPLE_BYTES = 64 * 1024;
/** Of all characters; text has next to none. */
const MOST_CONTROLS = 0.02;
/** Where a page or an XML file says how it is encoded: https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding */
const SAYS_ENCODING = /<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w-]{2,40})|<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w-]{2,40})/i;

/**
 * The text of a file. Its byte order mark decides; then UTF-8 when it is valid; then what a page says about itself (`<meta charset>`, by the names of
 * the WHATWG Encoding Standard); else the encoding whose frequent letters the file holds most of, windows-1252 when none does.
 *
 * @throws {DocumentProblem} `unsupported_type` when what comes out is no text
 */
export function decodeText(bytes: Uint8Array, warnings?: ReadingWarnings): string {
  const text = decoded(bytes, warnings);
  const sample = text.slice(0, SAMPLE_BYTES);
  const controls = sample.match(/(?![\t\n\f\r])\p{Cc}|\uFFFD|\p{Co}/gu)?.length ?? 0;
  if (controls > sample.length * MOST_CONTROLS) {
    throw new DocumentProblem(
      'unsupported_type',
      'The file holds no readable text. Save it as text in UTF-8, or send it in its own format.',
    );
  }
  return text;
}

function decoded(bytes: Uint8Array, warnings?: ReadingWarnings): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const utf8 = decodedAs('utf-8', bytes);
  if (utf8 !== undefined) return utf8;
  const says = SAYS_ENCODING.exec(Buffer.from(bytes.subarray(0, 1_024)).toString('latin1'));
  const said = says && decodedAs((says[1] ?? says[2])!, bytes);
  if (said) return said;
  const guess = guessOf(bytes.subarray(0, SAMPLE_BYTES));
  warnings?.about('encoding_guessed', guess);
  return new TextDecoder(guess).decode(bytes);
}

/** @returns undefined for bytes that are not in this encoding, or a name that nobody knows */
function decodedAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function guessOf(bytes: Uint8Array): string {
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
