import { Eye, EyeOff } from 'lucide-react';
import { useId, useState, type ComponentProps, type ReactNode } from 'react';
import { useWords } from '../i18n/i18n';
import { cn } from './cn';

interface Shell {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  className?: string;
}
interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** Label above, hint and error below, told to whoever does not see them. */
export function Field({ label, hint, error, optional, className, children }: Shell & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const { t } = useWords();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && <span className="ml-1.5 font-normal text-muted">{t('form.optional')}</span>}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-sm font-medium text-bad" data-field-error>
          {error}
        </p>
      )}
    </div>
  );
}

type Change = { value: string; onValue: (value: string) => void };

export function TextField({
  label,
  hint,
  error,
  optional,
  className,
  onValue,
  mono,
  ...input
}: Shell & Change & { mono?: boolean } & Omit<ComponentProps<'input'>, 'className' | 'value'>) {
  return (
    <Field {...{ label, hint, error, optional: optional ?? false, className: className ?? '' }}>
      {(wiring) => (
        <input
          className={cn('control', mono && 'font-mono text-sm')}
          required={!optional}
          onChange={(event) => onValue(event.target.value)}
          {...wiring}
          {...input}
        />
      )}
    </Field>
  );
}

export function PasswordField({
  label,
  hint,
  error,
  onValue,
  ...input
}: Shell & Change & Omit<ComponentProps<'input'>, 'className' | 'value' | 'type'>) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  return (
    <Field {...{ label, hint, error }}>
      {(wiring) => (
        <div className="relative">
          <input
            className="control pr-11"
            type={shown ? 'text' : 'password'}
            required
            maxLength={200}
            onChange={(event) => onValue(event.target.value)}
            {...wiring}
            {...input}
          />
          <button
            type="button"
            className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-lg text-muted hover:text-ink"
            aria-label={t('form.showPassword')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff className="size-4.5" aria-hidden /> : <Eye className="size-4.5" aria-hidden />}
          </button>
        </div>
      )}
    </Field>
  );
}

export function SelectField({
  label,
  hint,
  error,
  optional,
  className,
  onValue,
  options,
  ...select
}: Shell &
  Change & { options: readonly (readonly [value: string, text: string])[] } & Omit<ComponentProps<'select'>, 'className' | 'value'>) {
  return (
    <Field {...{ label, hint, error, optional: optional ?? false, className: className ?? '' }}>
      {(wiring) => (
        <select className="control" onChange={(event) => onValue(event.target.value)} {...wiring} {...select}>
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  optional,
  onValue,
  ...input
}: Shell & Change & Omit<ComponentProps<'textarea'>, 'className' | 'value'>) {
  return (
    <Field {...{ label, hint, error, optional: optional ?? false }}>
      {(wiring) => (
        <textarea
          className="control py-2"
          rows={3}
          required={!optional}
          onChange={(event) => onValue(event.target.value)}
          {...wiring}
          {...input}
        />
      )}
    </Field>
  );
}
