import { SelectField, TextField } from '../../components/field';
import { Card } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { NO_SOURCE, type Source } from '../../templates/template-draft';
import { slotsOf, type Part } from '../../templates/template-text';

const CONTACT = ['contact.name', 'contact.phone', 'contact.email', 'contact.language'] as const;
const ATTRIBUTE = 'attributes.';

interface Props {
  parts: readonly Part[];
  sources: Readonly<Record<string, Source>>;
  onChange: (sources: Record<string, Source>) => void;
}

/** A sample for each value, and where it comes from when a send gives none. */
export function ValueFields({ parts, sources, onChange }: Props) {
  const { t } = useWords();
  const slots = slotsOf(parts).filter(({ kind }) => kind !== 'file');
  if (slots.length === 0) return null;
  const nameOf = (name: string): string => {
    const card = /^card\.(\d+)\.(.+)$/.exec(name);
    if (card) return `${t('templates.card', { number: Number(card[1]) + 1 })}: ${nameOf(card[2]!)}`;
    if (name === 'header') return t('templates.value.header');
    const button = /^button\.(\d+)$/.exec(name);
    return button ? t('templates.value.button', { number: Number(button[1]) + 1 }) : t('templates.value', { name });
  };
  return (
    <Card title={t('templates.values')}>
      <p className="mb-4 text-sm text-muted">{t('templates.valuesText')}</p>
      <div className="grid gap-4">
        {slots.map(({ name }) => (
          <fieldset key={name} className="grid gap-3 rounded-lg border border-line p-3 sm:grid-cols-2">
            <legend className="px-1 text-sm font-medium">{nameOf(name)}</legend>
            <SourceFields
              source={sources[name] ?? NO_SOURCE}
              onChange={(part) => onChange({ ...sources, [name]: { ...(sources[name] ?? NO_SOURCE), ...part } })}
            />
          </fieldset>
        ))}
      </div>
    </Card>
  );
}

function SourceFields({ source, onChange }: { source: Source; onChange: (part: Partial<Source>) => void }) {
  const { t } = useWords();
  const isAttribute = source.source.startsWith(ATTRIBUTE);
  return (
    <>
      <TextField label={t('templates.sample')} maxLength={500} value={source.sample} onValue={(sample) => onChange({ sample })} />
      <SelectField
        label={t('templates.source')}
        options={[
          ['', t('templates.source.none')],
          ...CONTACT.map((each) => [each, t(`templates.source.${each}`)] as const),
          [ATTRIBUTE, t('templates.source.attribute')],
        ]}
        value={isAttribute ? ATTRIBUTE : source.source}
        onValue={(value) => onChange({ source: value })}
      />
      {isAttribute && (
        <TextField
          label={t('templates.attribute')}
          maxLength={100}
          value={source.source.slice(ATTRIBUTE.length)}
          onValue={(attribute) => onChange({ source: `${ATTRIBUTE}${attribute.trim()}` })}
        />
      )}
      <TextField
        label={t('templates.fallback')}
        optional
        maxLength={500}
        value={source.fallback}
        onValue={(fallback) => onChange({ fallback })}
      />
    </>
  );
}
