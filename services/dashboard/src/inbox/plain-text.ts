/** Marks of WhatsApp text, each around words and not around spaces: ```mono```, `code`, *bold*, _italic_, ~strike~; and web addresses. */
export const MARKS =
  /```([\s\S]+?)```|`([^`\n]+)`|(?<![\p{L}\p{N}*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?!\s)([^_\n]+?)(?<!\s)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?!\s)([^~\n]+?)(?<!\s)~(?![\p{L}\p{N}~])|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/gu;

/** The same words without marks, in one line. */
export const plain = (text: string): string =>
  text
    .replace(
      MARKS,
      (whole: string, block?: string, code?: string, bold?: string, italic?: string, strike?: string) =>
        block ?? code ?? bold ?? italic ?? strike ?? whole,
    )
    .replaceAll(/\s+/g, ' ')
    .trim();
