import { useState } from 'react';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { useTwoFactorTexts } from '../../i18n/two-factor';

interface Props {
  action: string;
  danger?: boolean;
  run: (code: string) => Promise<void>;
  onClose: () => void;
}

/** Something that takes a code of the app or a recovery code. */
export function WithCode({ action, danger, run, onClose }: Props) {
  const { t, explain } = useWords();
  const texts = useTwoFactorTexts();
  const [code, setCode] = useState('');
  const form = useForm(['code'], () => run(code));
  const wrong = form.problem?.code === 'wrong_code' && explain(form.problem);
  return (
    <Form state={form}>
      <TextField
        label={texts('twoFactor.anyCode')}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        mono
        value={code}
        onValue={setCode}
        error={wrong || form.error('code')}
      />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={form.busy}>
          {action}
        </Button>
      </DialogActions>
    </Form>
  );
}
