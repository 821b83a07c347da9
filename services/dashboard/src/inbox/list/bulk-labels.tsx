import { useState } from 'react';
import type { Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { useWords } from '../../i18n/i18n';
import { LabelChecks } from '../label-checks';

/** What is done with each of the selected conversations. */
export type BulkAction = Omit<Schemas['BulkBody'], 'conversationIds'>;

interface Props {
  open: boolean;
  onClose: () => void;
  run: (action: BulkAction) => void;
}

/** Adds labels to all selected conversations, or takes them away; their other labels stay. */
export function BulkLabels({ open, onClose, run }: Props) {
  const { t } = useWords();
  return (
    <Dialog open={open} onClose={onClose} title={t('action.labels')}>
      <Choice key={String(open)} onClose={onClose} run={run} />
    </Dialog>
  );
}

function Choice({ onClose, run }: Omit<Props, 'open'>) {
  const { t } = useWords();
  const [adds, setAdds] = useState(true);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  return (
    <div className="grid gap-3">
      <fieldset className="flex flex-wrap gap-x-5">
        <legend className="sr-only">{t('bulk.labelMode')}</legend>
        {([true, false] as const).map((mode) => (
          <label key={String(mode)} className="flex min-h-10 cursor-pointer items-center gap-2">
            <input type="radio" name="mode" className="size-4 accent-brand" checked={adds === mode} onChange={() => setAdds(mode)} />
            {t(mode ? 'bulk.addLabels' : 'bulk.removeLabels')}
          </label>
        ))}
      </fieldset>
      <LabelChecks chosen={chosen} onChosen={setChosen} />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button
          disabled={chosen.length === 0}
          onClick={() => {
            run({ action: 'label', [adds ? 'addLabelIds' : 'removeLabelIds']: [...chosen] });
            onClose();
          }}
        >
          {t(adds ? 'bulk.addLabels' : 'bulk.removeLabels')}
        </Button>
      </DialogActions>
    </div>
  );
}
