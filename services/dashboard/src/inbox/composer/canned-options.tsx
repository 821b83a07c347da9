import { cn } from '../../components/cn';
import { useWords } from '../../i18n/i18n';
import type { CannedReply } from '../data/contract';
import { plain } from '../plain-text';

interface Props {
  id: string;
  replies: readonly CannedReply[];
  active: number;
  onActive: (index: number) => void;
  onChoose: (reply: CannedReply) => void;
}

/** The canned replies that fit what is typed, above the field, which keeps the focus. */
export function CannedOptions({ id, replies, active, onActive, onChoose }: Props) {
  const { t } = useWords();
  if (replies.length === 0) return null;
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={t('inboxSettings.canned')}
      className="card absolute bottom-full left-3 z-20 mb-1 max-h-72 w-[min(28rem,calc(100%-1.5rem))] overflow-y-auto p-1.5 shadow-lg"
    >
      {replies.map((reply, index) => (
        <li
          key={reply.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={cn('cursor-pointer rounded-md px-2.5 py-1.5', index === active && 'bg-raised')}
          onPointerEnter={() => onActive(index)}
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(reply);
          }}
        >
          <span className="flex items-baseline gap-2">
            <code className="text-sm text-brand-ink">/{reply.shortcut}</code>
            <span className="truncate font-medium">{reply.title}</span>
          </span>
          <span dir="auto" className="block truncate text-sm text-muted">
            {plain(reply.text)}
          </span>
        </li>
      ))}
    </ul>
  );
}
