import { ListOrdered } from 'lucide-react';
import { useState } from 'react';
import { TextField } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import type { Macro, MacroAction } from '../data/contract';
import { macros } from '../data/requests';
import { MacroSteps } from './macro-steps';
import { RowForm } from './row-form';
import { SettingsList } from './settings-list';
import { useStepText } from './use-step-text';

export function MacroSettings() {
  const { t } = useWords();
  const textOf = useStepText();
  return (
    <SettingsList<Macro>
      name="macros"
      source={macros}
      icon={ListOrdered}
      words={{
        title: t('inboxSettings.macros'),
        text: t('macros.text'),
        add: t('macros.add'),
        empty: t('macros.empty'),
        emptyText: t('macros.emptyText'),
        removeText: t('macros.removeText'),
      }}
      titleOf={({ name }) => name}
      sort={(one, other) => one.name.localeCompare(other.name)}
      row={({ name, actions }) => (
        <>
          <p className="font-medium break-words">{name}</p>
          <p className="line-clamp-2 text-sm text-muted">{actions.map(textOf).join(' → ')}</p>
        </>
      )}
      form={(macro, done) => <MacroForm macro={macro} done={done} />}
    />
  );
}

function MacroForm({ macro, done }: { macro: Macro | undefined; done: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState(macro?.name ?? '');
  const [actions, setActions] = useState<readonly MacroAction[]>(macro?.actions ?? [{ kind: 'reply', text: '' }]);
  const body = { name: name.trim(), actions: [...actions] };
  return (
    <RowForm
      fields={['name', 'actions']}
      creates={!macro}
      send={() => (macro ? macros.save(macro.id, body) : macros.create(body))}
      done={done}
    >
      {(error) => (
        <>
          <TextField label={t('column.name')} maxLength={60} autoComplete="off" value={name} onValue={setName} error={error('name')} />
          <MacroSteps actions={actions} onActions={setActions} />
          {error('actions') && (
            <p role="alert" className="text-sm text-bad">
              {error('actions')}
            </p>
          )}
        </>
      )}
    </RowForm>
  );
}
