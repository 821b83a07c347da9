/**
 * What two spellings of one phrase have in common: no case, accents, signs or pictures, and one space between words. Signs that change a
 * word in its own script (Devanagari's vowels) stay.
 */
export function normalizePhrase(text: string): string {
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      // Accents, the dots of й and ё, Arabic vowel signs and the stretcher, Devanagari's dot below, joiners and marks of direction.
      .replace(/[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u093c\u00ad\u200b-\u200f\u2060]/gu, '')
      // Letters that people write the one for the other: dotless i, ß, forms of alef, yeh and teh marbuta, the two nasal signs of Hindi.
      .replace(/[ıßأإآٱىة\u0901]/gu, (letter) => SAME_LETTERS[letter]!)
      .normalize('NFC')
      // French and Italian words that lean on the next one.
      .replace(/(?<!\p{L})([cdjlmnst]|qu|un|dell|all|dall|nell|sull)['’`´ʼ](?=\p{L}{2})/gu, '$1 ')
      .replace(/['’`´ʼ]/gu, '')
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
      .trim()
  );
}

const SAME_LETTERS: Readonly<Record<string, string>> = {
  ı: 'i',
  ß: 'ss',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ة: 'ه',
  '\u0901': '\u0902',
};
