import { Smile } from 'lucide-react';
import { Popover } from 'radix-ui';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../components/button';
import { SkeletonRows } from '../../components/layout';
import { useWords } from '../../i18n/i18n';

/** Comes when it is opened for the first time. */
const EmojiPicker = lazy(() => import('./emoji-picker'));

/** @param onChoose is given an emoji to put where the cursor is @param onClosed the focus belongs to the field again */
export function EmojiButton({ onChoose, onClosed }: { onChoose: (char: string) => void; onClosed: () => void }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button variant="ghost" size="icon" aria-label={t('emoji.title')} title={t('emoji.title')}>
          <Smile aria-hidden />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={t('emoji.title')}
          side="top"
          align="end"
          sideOffset={8}
          collisionPadding={8}
          className="card z-50 animate-appear p-3 shadow-lg"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
        >
          <Suspense fallback={<SkeletonRows rows={3} />}>
            <EmojiPicker
              onChoose={(char) => {
                onChoose(char);
                setOpen(false);
              }}
            />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
