import { Users } from 'lucide-react';
import { useState } from 'react';
import { TextField } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import type { Team } from '../data/contract';
import { teams } from '../data/requests';
import { useMembers, useNames } from '../data/use-inbox-data';
import { RowForm } from './row-form';
import { SettingsList } from './settings-list';

export function TeamSettings() {
  const { t } = useWords();
  const names = useNames();
  return (
    <SettingsList<Team>
      name="teams"
      source={teams}
      icon={Users}
      words={{
        title: t('inboxSettings.teams'),
        text: t('teams.text'),
        add: t('teams.add'),
        empty: t('teams.empty'),
        emptyText: t('teams.emptyText'),
        removeText: t('teams.removeText'),
      }}
      titleOf={({ name }) => name}
      sort={(one, other) => one.name.localeCompare(other.name)}
      row={(team) => (
        <>
          <p className="font-medium break-words">{team.name}</p>
          <p className="text-sm break-words text-muted">
            {team.memberIds.length === 0 ? t('teams.nobody') : team.memberIds.map((id) => names(id) ?? '…').join(', ')}
          </p>
        </>
      )}
      form={(team, done) => <TeamForm team={team} done={done} />}
    />
  );
}

function TeamForm({ team, done }: { team: Team | undefined; done: () => void }) {
  const { t } = useWords();
  const members = useMembers().filter(({ role }) => role !== 'viewer');
  const [name, setName] = useState(team?.name ?? '');
  const [memberIds, setMemberIds] = useState<readonly string[]>(team?.memberIds ?? []);
  const toggle = (id: string) => setMemberIds(memberIds.includes(id) ? memberIds.filter((each) => each !== id) : [...memberIds, id]);
  const body = { name: name.trim(), memberIds: [...memberIds] };
  return (
    <RowForm
      fields={['name', 'memberIds']}
      creates={!team}
      send={() => (team ? teams.save(team.id, body) : teams.create(body))}
      done={done}
    >
      {(error) => (
        <>
          <TextField label={t('column.name')} maxLength={60} autoComplete="off" value={name} onValue={setName} error={error('name')} />
          <fieldset>
            <legend className="mb-1.5 text-sm font-medium">{t('teams.members')}</legend>
            <div className="grid max-h-72 gap-0.5 overflow-y-auto rounded-lg border border-line p-1.5">
              {members.map((member) => (
                <label key={member.id} className="flex min-h-10 cursor-pointer items-center gap-2.5 rounded-md px-2 hover:bg-raised">
                  <input
                    type="checkbox"
                    className="size-4 accent-brand"
                    checked={memberIds.includes(member.id)}
                    onChange={() => toggle(member.id)}
                  />
                  <span className="min-w-0 truncate">{member.name}</span>
                </label>
              ))}
            </div>
            {error('memberIds') && <p className="mt-1.5 text-sm font-medium text-bad">{error('memberIds')}</p>}
          </fieldset>
        </>
      )}
    </RowForm>
  );
}
