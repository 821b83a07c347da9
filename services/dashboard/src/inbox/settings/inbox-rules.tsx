import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Phone } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../components/button';
import { Conflict } from '../../components/conflict';
import { SelectField, TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { ASSIGNMENTS, type InboxSettings } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { inbox } from '../data/requests';
import { useOutlets, useTeams } from '../data/use-inbox-data';

/** How each number is worked on. */
export function InboxRules() {
  const { t } = useWords();
  const outlets = useOutlets();
  const [chosen, setChosen] = useState<string>();
  const outletId = chosen ?? outlets[0]?.id;
  if (!outletId) {
    return (
      <div className="card">
        <EmptyState icon={Phone} title={t('outlets.empty')} text={t('outlets.emptyText')} />
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      {outlets.length > 1 && (
        <div className="max-w-sm">
          <SelectField label={t('inbox.outlet')} value={outletId} onValue={setChosen} options={outlets.map(({ id, name }) => [id, name])} />
        </div>
      )}
      <Rules key={outletId} outletId={outletId} />
    </div>
  );
}

function Rules({ outletId }: { outletId: string }) {
  const { t } = useWords();
  const { cache } = useInbox();
  const settings = useQuery({ queryKey: [...cache.keys.base, 'settings', outletId], queryFn: () => inbox.settings(outletId) });
  // What a colleague has saved is shown at once, and not under the hands of whoever is changing something here: they are told when they save.
  const isTouched = useRef(false);
  const shown = useRef(settings.data);
  if (!isTouched.current) shown.current = settings.data;
  if (settings.isPending) return <SkeletonRows />;
  if (!settings.data) return <ProblemNote problem={settings.error} retry={() => settings.refetch()} />;
  const of = shown.current ?? settings.data;
  return (
    <Card title={t('inboxSettings.inboxes')}>
      <div onChange={() => (isTouched.current = true)}>
        <RulesForm
          key={of.etag ?? settings.dataUpdatedAt}
          outletId={outletId}
          settings={of.data}
          etag={of.etag}
          onTaken={() => (isTouched.current = false)}
        />
      </div>
    </Card>
  );
}

const minutes = (seconds: number | null | undefined): string => (seconds ? String(seconds / 60) : '');
const seconds = (given: string): number | null => (given.trim() === '' ? null : Math.round(Number(given) * 60));
const orNull = (given: string): string | null => given.trim() || null;

function RulesForm({
  outletId,
  settings,
  etag,
  onTaken,
}: {
  outletId: string;
  settings: InboxSettings;
  etag: string | undefined;
  /** What is about to be shown is as the server has it. */
  onTaken: () => void;
}) {
  const { t } = useWords();
  const say = useToast();
  const queries = useQueryClient();
  const { cache } = useInbox();
  const teams = useTeams();
  const [assignment, setAssignment] = useState<string>(settings.assignment ?? 'manual');
  const [teamId, setTeamId] = useState(settings.teamId ?? '');
  const [most, setMost] = useState(String(settings.mostPerAgent));
  const [firstResponse, setFirstResponse] = useState(minutes(settings.firstResponseSeconds));
  const [nextResponse, setNextResponse] = useState(minutes(settings.nextResponseSeconds));
  const [escalationTeamId, setEscalationTeamId] = useState(settings.escalationTeamId ?? '');
  const [escalationMessage, setEscalationMessage] = useState(settings.escalationMessage ?? '');
  const [awayMessage, setAwayMessage] = useState(settings.awayMessage ?? '');
  const [inGroups, setInGroups] = useState(settings.botInGroups ? 'bot' : 'people');
  const fields = [
    'assignment',
    'teamId',
    'mostPerAgent',
    'firstResponseSeconds',
    'nextResponseSeconds',
    'escalationTeamId',
    'escalationMessage',
    'awayMessage',
    'botInGroups',
  ];
  const mine: InboxSettings = {
    assignment: ASSIGNMENTS.find((each) => each === assignment) ?? 'manual',
    teamId: orNull(teamId),
    mostPerAgent: Number(most),
    firstResponseSeconds: seconds(firstResponse),
    nextResponseSeconds: seconds(nextResponse),
    escalationTeamId: orNull(escalationTeamId),
    escalationMessage: orNull(escalationMessage),
    awayMessage: orNull(awayMessage),
    botInGroups: inGroups === 'bot',
  };
  const queryKey = [...cache.keys.base, 'settings', outletId];
  const save = async (tag: string | undefined) => {
    const saved = await inbox.saveSettings(outletId, tag, mine);
    onTaken();
    queries.setQueryData(queryKey, saved);
    say(({ t }) => t('inboxSettings.saved'));
  };
  const form = useForm(fields, () => save(etag));
  const teamName = (id: string | null | undefined, none: string) => (id ? (teams.find((team) => team.id === id)?.name ?? '…') : none);
  const readable = (settings: InboxSettings): [label: string, value: string][] => [
    [t('rules.who'), t(`rules.${settings.assignment ?? 'manual'}`)],
    [t('inbox.team'), teamName(settings.teamId, t('rules.everybody'))],
    [t('rules.most'), String(settings.mostPerAgent)],
    [t('rules.first'), minutes(settings.firstResponseSeconds)],
    [t('rules.next'), minutes(settings.nextResponseSeconds)],
    [t('rules.escalationTeam'), teamName(settings.escalationTeamId, t('rules.noTeam'))],
    [t('rules.escalationMessage'), settings.escalationMessage ?? ''],
    [t('rules.away'), settings.awayMessage ?? ''],
    [t('rules.inGroups'), t(settings.botInGroups ? 'rules.groupsBot' : 'rules.groupsPeople')],
  ];
  const teamOptions = (none: string) => [['', none] as const, ...teams.map(({ id, name }) => [id, name] as const)];
  return (
    <Form
      state={form}
      className="grid gap-6"
      conflict={
        <Conflict
          form={form}
          read={() => inbox.settings(outletId)}
          compare={(theirs) => {
            const own = readable(mine);
            return readable(theirs).map(([label, value], index) => [label, value, own[index]?.[1] ?? ''] as const);
          }}
          // Shown anew from there.
          take={(theirs) => {
            onTaken();
            queries.setQueryData(queryKey, theirs);
          }}
          overwrite={(theirs) => save(theirs.etag)}
        />
      }
    >
      <fieldset className="grid gap-4 sm:grid-cols-3">
        <legend className="mb-3 font-medium">{t('rules.assignment')}</legend>
        <SelectField
          label={t('rules.who')}
          hint={t(`rules.${assignment === 'round_robin' || assignment === 'least_busy' ? assignment : 'manual'}Text`)}
          value={assignment}
          onValue={setAssignment}
          error={form.error('assignment')}
          options={ASSIGNMENTS.map((each) => [each, t(`rules.${each}`)])}
        />
        <SelectField
          label={t('inbox.team')}
          value={teamId}
          onValue={setTeamId}
          error={form.error('teamId')}
          options={teamOptions(t('rules.everybody'))}
        />
        <TextField
          label={t('rules.most')}
          hint={t('rules.mostText')}
          type="number"
          min={1}
          max={1000}
          value={most}
          onValue={setMost}
          error={form.error('mostPerAgent')}
        />
      </fieldset>
      <fieldset className="grid gap-4 sm:grid-cols-3">
        <legend className="mb-3 font-medium">{t('rules.sla')}</legend>
        <TextField
          label={t('rules.first')}
          hint={t('rules.minutes')}
          optional
          type="number"
          min={0.1}
          max={43_200}
          step="any"
          value={firstResponse}
          onValue={setFirstResponse}
          error={form.error('firstResponseSeconds')}
        />
        <TextField
          label={t('rules.next')}
          hint={t('rules.minutes')}
          optional
          type="number"
          min={0.1}
          max={43_200}
          step="any"
          value={nextResponse}
          onValue={setNextResponse}
          error={form.error('nextResponseSeconds')}
        />
        <SelectField
          label={t('rules.escalationTeam')}
          value={escalationTeamId}
          onValue={setEscalationTeamId}
          error={form.error('escalationTeamId')}
          options={teamOptions(t('rules.noTeam'))}
        />
      </fieldset>
      <TextArea
        label={t('rules.escalationMessage')}
        hint={t('rules.escalationMessageText')}
        optional
        maxLength={1_024}
        value={escalationMessage}
        onValue={setEscalationMessage}
        error={form.error('escalationMessage')}
      />
      <TextArea
        label={t('rules.away')}
        hint={t('rules.awayText')}
        optional
        maxLength={1_024}
        value={awayMessage}
        onValue={setAwayMessage}
        error={form.error('awayMessage')}
      />
      <fieldset className="grid gap-4 sm:grid-cols-3">
        <legend className="mb-3 font-medium">{t('rules.groups')}</legend>
        <SelectField
          label={t('rules.inGroups')}
          hint={t('rules.inGroupsText')}
          value={inGroups}
          onValue={setInGroups}
          error={form.error('botInGroups')}
          options={[
            ['people', t('rules.groupsPeople')],
            ['bot', t('rules.groupsBot')],
          ]}
        />
      </fieldset>
      <p className="text-sm text-muted">
        {t('rules.hours')}{' '}
        <Link to="/outlets" className="font-medium text-brand-ink underline underline-offset-2">
          {t('rules.hoursLink')}
        </Link>
      </p>
      <div className="flex justify-end">
        <Button type="submit" busy={form.busy}>
          {t('form.save')}
        </Button>
      </div>
    </Form>
  );
}
