import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../components/button';
import { SelectField, TextField } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import { emptyButton, LIMITS, type ButtonDraft } from '../../templates/template-draft';
import { useCount } from './part-fields';

const TYPES = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE'] as const satisfies ButtonDraft['type'][];

/** The buttons under a template. */
export function ButtonFields({ buttons, onChange }: { buttons: readonly ButtonDraft[]; onChange: (buttons: ButtonDraft[]) => void }) {
  const { t } = useWords();
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1.5 text-sm font-medium">{t('templates.buttons')}</legend>
      {buttons.map((button, index) => (
        <div key={index} className="grid gap-3 rounded-lg border border-line p-3 sm:grid-cols-2">
          <OneButton button={button} number={index + 1} onChange={(part) => onChange(buttons.with(index, { ...button, ...part }))} />
          <Button
            variant="quiet"
            size="icon"
            className="justify-self-end sm:col-span-2"
            aria-label={t('templates.removeButton', { number: index + 1 })}
            onClick={() => onChange(buttons.toSpliced(index, 1))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      {buttons.length < LIMITS.buttons && (
        <Button
          variant="ghost"
          size="small"
          className="justify-self-start"
          onClick={() => onChange([...buttons, emptyButton('QUICK_REPLY')])}
        >
          <Plus aria-hidden />
          {t('templates.addButton')}
        </Button>
      )}
    </fieldset>
  );
}

interface OneButtonProps {
  button: ButtonDraft;
  number: number;
  onChange: (part: Partial<ButtonDraft>) => void;
}

function OneButton({ button, number, onChange }: OneButtonProps) {
  const { t } = useWords();
  return (
    <>
      <SelectField
        label={t('templates.buttonType', { number })}
        options={TYPES.map((type) => [type, t(`templates.button.${type}`)] as const)}
        value={button.type}
        onValue={(type) => onChange({ type: type as ButtonDraft['type'] })}
      />
      <ButtonTexts button={button} number={number} onChange={onChange} />
    </>
  );
}

/** What a button says and does, whose type stands elsewhere. */
export function ButtonTexts({ button, number, onChange }: OneButtonProps) {
  const { t } = useWords();
  const count = useCount();
  return (
    <>
      {button.type !== 'COPY_CODE' && (
        <TextField
          label={t('templates.buttonText', { number })}
          hint={count(button.text, LIMITS.buttonText)}
          maxLength={LIMITS.buttonText}
          value={button.text}
          onValue={(text) => onChange({ text })}
        />
      )}
      {button.type === 'URL' && (
        <TextField
          label={t('templates.buttonUrl', { number })}
          hint={t('templates.buttonUrlHint')}
          inputMode="url"
          placeholder="https://"
          maxLength={LIMITS.url}
          value={button.url}
          onValue={(url) => onChange({ url })}
        />
      )}
      {button.type === 'PHONE_NUMBER' && (
        <TextField
          label={t('templates.buttonPhone', { number })}
          type="tel"
          placeholder="+"
          maxLength={30}
          value={button.phone}
          onValue={(phone) => onChange({ phone })}
        />
      )}
      {button.type === 'COPY_CODE' && (
        <TextField
          label={t('templates.buttonCode', { number })}
          hint={count(button.code, LIMITS.code)}
          maxLength={LIMITS.code}
          value={button.code}
          onValue={(code) => onChange({ code })}
        />
      )}
    </>
  );
}
