import { lazy, Suspense } from 'react';
import { Dialog } from '../../components/dialog';
import { SkeletonRows } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import type { Conversation } from '../data/contract';

const TemplateChooser = lazy(() => import('./template-chooser').then((file) => ({ default: file.TemplateChooser })));

interface Props {
  conversation: Conversation;
  open: boolean;
  /** Of the template that is shown at once; without it, they are all to choose from. */
  first?: string | undefined;
  onClose: () => void;
  onSend: (template: Record<string, unknown>, shown: string) => void;
}

/** A message that WhatsApp has approved may leave at any time. */
export function TemplateDialog({ conversation, open, first, onClose, onSend }: Props) {
  const { t } = useWords();
  return (
    <Dialog open={open} onClose={onClose} wide title={t('template.title')} description={t('template.text')}>
      <Suspense fallback={<SkeletonRows />}>
        <TemplateChooser conversation={conversation} first={first} onClose={onClose} onSend={onSend} />
      </Suspense>
    </Dialog>
  );
}
