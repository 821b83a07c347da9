/** Invisible characters, including special spaces and tags. They are ignored. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** The first digit of each other script. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

/** A text as a person reads it: without invisible characters, and with one form of each letter and digit. */
export const readable = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(INVISIBLE, '')
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g, (digit) => {
      const code = digit.codePointAt(0)!;
      return String(code - ZEROS.findLast((zero) => zero <= code)!);
    });
