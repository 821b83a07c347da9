import { Tag } from 'lucide-react';
import { useState } from 'react';
import { Field, TextField } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import type { Label } from '../data/contract';
import { LabelMark } from '../marks';
import { labels } from '../data/requests';
import { RowForm } from './row-form';
import { SettingsList } from './settings-list';

export function LabelSettings() {
  const { t } = useWords();
  return (
    <SettingsList<Label>
      name="labels"
      source={labels}
      icon={Tag}
      words={{
        title: t('inboxSettings.labels'),
        text: t('labels.text'),
        add: t('labels.add'),
        empty: t('labels.empty'),
        emptyText: t('labels.emptyText'),
        removeText: t('labels.removeText'),
      }}
      titleOf={({ name }) => name}
      sort={(one, other) => one.name.localeCompare(other.name)}
      row={(label) => <LabelMark label={label} />}
      form={(label, done) => <LabelForm label={label} done={done} />}
    />
  );
}

function LabelForm({ label, done }: { label: Label | undefined; done: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState(label?.name ?? '');
  const [color, setColor] = useState(label?.color ?? '#0f766e');
  const body = { name: name.trim(), color };
  return (
    <RowForm
      fields={['name', 'color']}
      creates={!label}
      send={() => (label ? labels.save(label.id, body) : labels.create(body))}
      done={done}
    >
      {(error) => (
        <>
          <TextField label={t('column.name')} maxLength={60} autoComplete="off" value={name} onValue={setName} error={error('name')} />
          <Field label={t('labels.color')} error={error('color')}>
            {(wiring) => (
              <input
                {...wiring}
                type="color"
                className="h-10 w-20 rounded-lg border border-control bg-surface p-1"
                value={color}
                onChange={(event) => setColor(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
    </RowForm>
  );
}
