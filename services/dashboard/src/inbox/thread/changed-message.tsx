import { Ban, History } from 'lucide-react';
import { useWords } from '../../i18n/i18n';
import type { Message } from '../data/contract';
import { RichText } from './rich-text';

/** Stands where the customer has taken a message back: what it said is gone. */
export function DeletedBody({ deletedAt }: { deletedAt: string }) {
  const { t, date } = useWords();
  return (
    <p className="flex items-center gap-2 text-muted italic" title={date(deletedAt)}>
      <Ban className="size-4 shrink-0" aria-hidden />
      {t('message.deleted')}
    </p>
  );
}

/** Says that the customer has edited a message, and opens what it said before. */
export function EditHistory({ message: { versions = [], editedAt } }: { message: Message }) {
  const { t, date } = useWords();
  if (versions.length === 0) return null;
  return (
    <details className="mt-1 text-sm text-muted">
      <summary className="cursor-pointer" title={editedAt && date(editedAt)}>
        <History className="mr-1 inline size-3.5 align-[-2px]" aria-hidden />
        {t('message.edited')}
      </summary>
      <ol aria-label={t('message.versions')} className="mt-1 grid gap-1.5 border-l-2 border-line pl-2.5">
        {versions.map(({ text, at }, index) => (
          <li key={index}>
            <time dateTime={at} title={date(at)} className="text-xs">
              {date(at, 'time')}
            </time>
            <p dir="auto" className="break-words whitespace-pre-wrap">
              {text ? <RichText text={text} /> : t('message.noWords')}
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}
