import { Fragment, type ReactNode } from 'react';
import { MARKS } from '../plain-text';

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
