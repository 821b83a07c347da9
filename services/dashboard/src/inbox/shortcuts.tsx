import { useEffect, useRef } from 'react';
import { Dialog } from '../components/dialog';
import { useWords } from '../i18n/i18n';

export const KEYS = ['j', 'k', 'enter', 'r', 'n', 't', 'h', 'e', '/', '?', 'escape'] as const;
export type ShortcutKey = (typeof KEYS)[number];
type Handlers = Partial<Record<ShortcutKey, () => void>>;

/** Somebody is typing, or is in a menu or a dialog that has keys of its own. */
function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return true;
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], audio, video') !== null;
}

/** Single keys, while nobody is typing. */
export function useShortcuts(handlers: Handlers): void {
  const present = useRef(handlers);
  present.current = handlers;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
      const key = event.key.toLowerCase() as ShortcutKey;
      const handler = present.current[key];
      // Enter presses what has the focus.
      if (!handler || (key === 'enter' && document.activeElement?.matches('a, button, summary, [role=button]'))) return;
      event.preventDefault();
      handler();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

const SHOWN: readonly (readonly [keys: string, name: ShortcutKey])[] = [
  ['J', 'j'],
  ['K', 'k'],
  ['Enter', 'enter'],
  ['R', 'r'],
  ['N', 'n'],
  ['T', 't'],
  ['H', 'h'],
  ['E', 'e'],
  ['/', '/'],
  ['Esc', 'escape'],
  ['?', '?'],
];

export function ShortcutHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  return (
    <Dialog open={open} onClose={onClose} title={t('shortcuts.title')}>
      <dl className="grid gap-1.5">
        {SHOWN.map(([shown, name]) => (
          <div key={name} className="flex items-center justify-between gap-4">
            <dt>{t(`shortcuts.on.${name}`)}</dt>
            <dd>
              <kbd className="rounded-md border border-line bg-raised px-2 py-0.5 font-mono text-sm">{shown}</kbd>
            </dd>
          </div>
        ))}
        <div className="mt-2 border-t border-line pt-2 text-sm text-muted">{t('shortcuts.slash')}</div>
      </dl>
    </Dialog>
  );
}
