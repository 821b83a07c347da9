import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useWords } from '../../i18n/i18n';
import { cn } from '../../components/cn';
import { emojiFor } from './emoji';

/** In a row of the grid. */
const COLUMNS = 8;
const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };

/**
 * A field to search in, and a grid below that its arrow keys walk through: the focus stays in the field (WAI-ARIA Authoring Practices,
 * "Combobox", with a grid). Enter takes what is marked.
 */
export default function EmojiPicker({ onChoose }: { onChoose: (char: string) => void }) {
  const { t } = useWords();
  const [wanted, setWanted] = useState('');
  const [active, setActive] = useState(0);
  const found = useMemo(() => emojiFor(wanted), [wanted]);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const mark = (next: number) => {
    const at = Math.max(0, Math.min(found.length - 1, next));
    setActive(at);
    document.getElementById(`emoji-${at}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = STEPS[event.key];
    const isInText = wanted !== '' && (event.key === 'ArrowLeft' || event.key === 'ArrowRight');
    if (step !== undefined && !isInText) {
      event.preventDefault();
      mark(active + step);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = found[active];
      if (chosen) onChoose(chosen.char);
    }
  };
  const rows = Array.from({ length: Math.ceil(found.length / COLUMNS) }, (_, row) => found.slice(row * COLUMNS, (row + 1) * COLUMNS));
  return (
    <div className="grid w-76 max-w-[calc(100vw-2rem)] gap-2">
      <input
        ref={field}
        type="search"
        role="combobox"
        aria-label={t('emoji.search')}
        placeholder={t('emoji.search')}
        aria-expanded={found.length > 0}
        aria-controls="emoji-grid"
        aria-haspopup="grid"
        aria-activedescendant={found.length > 0 ? `emoji-${active}` : undefined}
        autoComplete="off"
        className="control"
        value={wanted}
        onChange={(event) => {
          setWanted(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <p role="status" className={cn('text-sm text-muted', found.length > 0 && 'sr-only')}>
        {found.length > 0 ? t('emoji.found', { count: found.length }) : t('emoji.none')}
      </p>
      <div id="emoji-grid" role="grid" aria-label={t('emoji.title')} className="max-h-56 overflow-y-auto">
        {rows.map((row, index) => (
          <div key={index} role="row" className="grid grid-cols-8">
            {row.map(({ char, words }, column) => {
              const at = index * COLUMNS + column;
              return (
                <span
                  key={char}
                  id={`emoji-${at}`}
                  role="gridcell"
                  aria-selected={at === active}
                  aria-label={`${char} ${words}`}
                  className={cn(
                    'grid h-9 cursor-pointer place-items-center rounded-md text-xl select-none',
                    at === active && 'bg-raised ring-1 ring-line',
                  )}
                  onPointerEnter={() => setActive(at)}
                  onClick={() => onChoose(char)}
                >
                  {char}
                </span>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
