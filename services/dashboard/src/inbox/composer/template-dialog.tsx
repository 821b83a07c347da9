import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { TextField } from '../../components/field';
import { useWords } from '../../i18n/i18n';

interface Props {
  open: boolean;
  onClose: () => void;
  onSend: (template: Record<string, unknown>, shown: string) => void;
}

/** A message that WhatsApp has approved may leave at any time. */
export function TemplateDialog({ open, onClose, onSend }: Props) {
  const { t } = useWords();
  return (
    <Dialog open={open} onClose={onClose} title={t('template.title')} description={t('template.text')}>
      <TemplateForm onClose={onClose} onSend={onSend} />
    </Dialog>
  );
}

function TemplateForm({ onClose, onSend }: Omit<Props, 'open'>) {
  const { t, language } = useWords();
  const [name, setName] = useState('');
  const [code, setCode] = useState<string>(language);
  const [values, setValues] = useState<readonly string[]>([]);
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const parameters = values.map((text) => ({ type: 'text', text }));
        onSend(
          {
            name: name.trim(),
            language: code.trim(),
            ...(parameters.length > 0 && { components: [{ type: 'body', parameters }] }),
          },
          [name.trim(), ...values].join(' · '),
        );
        onClose();
      }}
    >
      <TextField
        label={t('template.name')}
        hint={t('template.nameHint')}
        autoCapitalize="none"
        autoComplete="off"
        maxLength={512}
        value={name}
        onValue={setName}
      />
      <TextField
        label={t('template.language')}
        hint={t('outlets.languageHint')}
        autoCapitalize="none"
        maxLength={16}
        value={code}
        onValue={setCode}
      />
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t('template.variables')}</legend>
        {values.map((value, index) => (
          <div key={index} className="flex gap-2">
            <input
              className="control"
              aria-label={t('template.variable', { number: index + 1 })}
              placeholder={`{{${index + 1}}}`}
              required
              maxLength={1024}
              value={value}
              onChange={(event) => setValues(values.with(index, event.target.value))}
            />
            <Button
              variant="ghost"
              size="icon"
              aria-label={t('template.removeVariable', { number: index + 1 })}
              onClick={() => setValues(values.toSpliced(index, 1))}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        <Button variant="ghost" size="small" className="justify-self-start" onClick={() => setValues([...values, ''])}>
          <Plus aria-hidden />
          {t('template.addVariable')}
        </Button>
      </fieldset>
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit">{t('composer.send')}</Button>
      </DialogActions>
    </form>
  );
}
