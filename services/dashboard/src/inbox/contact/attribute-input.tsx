import { useWords } from '../../i18n/i18n';
import { attributeTexts } from '../../i18n/attributes';
import { useTexts } from '../../i18n/use-texts';
import type { Definition } from '../../pages/contacts/attribute-value';

interface Props {
  definition: Definition | undefined;
  name: string | number;
  value: string;
  change: (value: string) => void;
}

/** The value of an attribute, by its type; what is stored and does not fit is shown as it is. */
export function AttributeInput({ definition, name, value, change }: Props) {
  const { t } = useWords();
  const words = useTexts(attributeTexts);
  const wiring = { className: 'control', 'aria-label': t('contact.attributeValue', { name }), value };
  const choices =
    definition?.type === 'choice'
      ? definition.choices.map((each) => [each, each] as const)
      : definition?.type === 'boolean'
        ? ([
            ['true', words('yes')],
            ['false', words('no')],
          ] as const)
        : undefined;
  if (choices)
    return (
      <select {...wiring} onChange={(event) => change(event.target.value)}>
        {!choices.some(([each]) => each === value) && <option value={value}>{value || words('none')}</option>}
        {choices.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    );
  const isDay = definition?.type === 'date' && (value === '' || /^\d{4}-\d{2}-\d{2}$/.test(value));
  return (
    <input
      {...wiring}
      {...(isDay ? { type: 'date' } : {})}
      {...(definition?.type === 'number' ? { inputMode: 'decimal' as const } : {})}
      maxLength={1_000}
      onChange={(event) => change(event.target.value)}
    />
  );
}
