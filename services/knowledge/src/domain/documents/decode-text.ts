import { decodedAs, guessEncoding, SAMPLE_BYTES } from '#csv';
import { DocumentProblem } from './document-problem.js';
import type { ReadingWarnings } from './reading-warning.js';

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
  const guess = guessEncoding(bytes.subarray(0, SAMPLE_BYTES));
  warnings?.about('encoding_guessed', guess);
  return new TextDecoder(guess).decode(bytes);
}
