import { Fragment, type ReactNode } from 'react';

/** Marks of WhatsApp text, each around words and not around spaces: ```mono```, `code`, *bold*, _italic_, ~strike~; and web addresses. */
const MARKS =
  /```([\s\S]+?)```|`([^`\n]+)`|(?<![\p{L}\p{N}*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?!\s)([^_\n]+?)(?<!\s)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?!\s)([^~\n]+?)(?<!\s)~(?![\p{L}\p{N}~])|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/gu;

const MONO = 'rounded bg-ink/8 px-1 font-mono text-[0.9em] break-words';

export function RichText({ text }: { text: string }): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [, block, code, bold, italic, strike, url] = match;
    if (block !== undefined) parts.push(<code className={MONO}>{block}</code>);
    else if (code !== undefined) parts.push(<code className={MONO}>{code}</code>);
    else if (bold !== undefined) parts.push(<strong>{<RichText text={bold} />}</strong>);
    else if (italic !== undefined) parts.push(<em>{<RichText text={italic} />}</em>);
    else if (strike !== undefined) parts.push(<s>{<RichText text={strike} />}</s>);
    else {
      parts.push(
        <a href={url} target="_blank" rel="noreferrer noopener" className="break-all underline underline-offset-2">
          {url}
        </a>,
      );
    }
  }
  parts.push(text.slice(end));
  return parts.map((part, index) => <Fragment key={index}>{part}</Fragment>);
}

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
