import { useState } from 'react';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { useWords } from '../../i18n/i18n';
import { LabelChecks } from '../label-checks';
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
  const [chosen, setChosen] = useState<readonly string[]>(conversation.labelIds ?? []);
  return (
    <div className="grid gap-3">
      <LabelChecks chosen={chosen} onChosen={setChosen} />
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
