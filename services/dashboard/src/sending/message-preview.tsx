import type { Part } from '../templates/template-text';
import { TemplatePreview } from '../templates/template-preview';
import { partsOfContent, rowsOf } from './preview-parts';

interface Props {
  content: Readonly<Record<string, unknown>>;
  /** Of a template that is being filled: its parts, and the values that stand in them. */
  template?:
    { parts: readonly Part[]; values: Readonly<Record<string, string>>; cardPictures?: readonly (string | undefined)[] } | undefined;
  /** An address within the page. */
  picture?: string | undefined;
  /** Said where there is nothing to show. */
  empty: string;
}

/** A message of any kind as it looks on the customer's phone. */
export function MessagePreview({ content, template, picture, empty }: Props) {
  const parts = template?.parts ?? partsOfContent(content);
  const rows = rowsOf(content);
  if (parts.length === 0)
    return <p className="rounded-xl bg-[#efeae2] p-4 text-[#3b4a54] dark:bg-[#0b141a] dark:text-[#aebac1]">{empty}</p>;
  return (
    <>
      <TemplatePreview parts={parts} values={template?.values ?? {}} picture={picture} cardPictures={template?.cardPictures ?? []} />
      {rows.length > 0 && (
        <ol className="mt-2 divide-y divide-line rounded-lg border border-line">
          {rows.map(({ title, description }, index) => (
            <li key={index} dir="auto" className="px-3 py-2 break-words">
              {title}
              {description && <span className="block text-sm text-muted">{description}</span>}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
