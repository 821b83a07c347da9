import { useState } from 'react';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { useWords } from '../../i18n/i18n';
import { ColorDot } from '../marks';
import { useLabels } from '../data/use-inbox-data';
import type { DialogProps } from './dialog-props';

export function LabelDialog({ open, onClose, conversation, actions }: DialogProps) {
  const { t } = useWords();
  return (
    <Dialog open={open} onClose={onClose} title={t('action.labels')}>
      <LabelChoice key={String(open)} onClose={onClose} conversation={conversation} actions={actions} />
    </Dialog>
  );
}

function LabelChoice({ onClose, conversation, actions }: Omit<DialogProps, 'open'>) {
  const { t } = useWords();
  const labels = useLabels();
  const [chosen, setChosen] = useState<readonly string[]>(conversation.labelIds ?? []);
  const toggle = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <div className="grid gap-3">
      {labels.length === 0 && <p className="text-muted">{t('labels.noneYet')}</p>}
      <div className="grid gap-0.5">
        {labels.map(({ id, name, color }) => (
          <label key={id} className="flex min-h-10 cursor-pointer items-center gap-2.5 rounded-lg px-2 hover:bg-raised">
            <input type="checkbox" className="size-4 accent-brand" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            <ColorDot color={color} />
            <span className="min-w-0 break-words">{name}</span>
          </label>
        ))}
      </div>
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button
          onClick={() => {
            actions.run({ kind: 'labels', labelIds: [...chosen] });
            onClose();
          }}
        >
          {t('form.save')}
        </Button>
      </DialogActions>
    </div>
  );
}
