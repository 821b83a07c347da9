import { Fragment, type ReactNode } from 'react';

/** Marks of WhatsApp text, each around words and not around spaces: ```mono```, *bold*, _italic_, ~strike~, `code`; and web addresses. */
const MARKS =
  /```([\s\S]+?)```|`([^`\n]+)`|(?<![\p{L}\p{N}*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?!\s)([^_\n]+?)(?<!\s)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?!\s)([^~\n]+?)(?<!\s)~(?![\p{L}\p{N}~])|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/gu;

export function RichText({ text }: { text: string }): ReactNode {
  return format(text);
}

function format(text: string): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    parts.push(text.slice(end, match.index));
    const [whole, block, code, bold, italic, strike, url] = match;
    const key = match.index;
    if (block !== undefined)
      parts.push(
        <code key={key} className="mono">
          {block}
        </code>,
      );
    else if (code !== undefined)
      parts.push(
        <code key={key} className="mono">
          {code}
        </code>,
      );
    else if (bold !== undefined) parts.push(<strong key={key}>{format(bold)}</strong>);
    else if (italic !== undefined) parts.push(<em key={key}>{format(italic)}</em>);
    else if (strike !== undefined) parts.push(<s key={key}>{format(strike)}</s>);
    else
      parts.push(
        <a key={key} href={url} target="_blank" rel="noreferrer noopener">
          {url}
        </a>,
      );
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts.map((part, index) => <Fragment key={index}>{part}</Fragment>);
}

/** The same words without marks, for one-line previews. */
export function plainText(text: string): string {
  return text.replace(MARKS, (whole, block, code, bold, italic, strike) => block ?? code ?? bold ?? italic ?? strike ?? whole);
}
