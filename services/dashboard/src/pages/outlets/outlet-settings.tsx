import '../../i18n/outlet-pages';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, unwrapWithTag, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Conflict } from '../../components/conflict';
import { DialogActions } from '../../components/dialog';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { zones } from '../../components/zones';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { readTenant, zoneOf } from '../company';
import { saidIn, WhatsAppSaid } from './whatsapp-said';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
type Day = (typeof DAYS)[number];
interface Range {
  from: string;
  to: string;
}
type Week = Partial<Record<Day, Range[]>>;
const WORKDAY: Range = { from: '09:00', to: '18:00' };

const FIELDS = [
  'name',
  'status',
  'accessToken',
  'settings.replyDebounceMs',
  'settings.language',
  'settings.businessHours.timezone',
  'settings.businessHours.weekly',
  ...DAYS.map((day) => `settings.businessHours.weekly.${day}`),
];

type Outlet = Schemas['OutletDto'];

export function OutletSettingsForm({ outlet, onClose }: { outlet: Outlet; onClose: () => void }) {
  const [read, setRead] = useState(outlet);
  return <Fields key={read.version} outlet={read} onTake={setRead} onClose={onClose} />;
}

function Fields({ outlet, onTake, onClose }: { outlet: Outlet; onTake: (theirs: Outlet) => void; onClose: () => void }) {
  const { t } = useWords();
  const say = useToast();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const { settings } = outlet;
  const [name, setName] = useState(outlet.name);
  const [status, setStatus] = useState<string>(outlet.status === 'disabled' ? 'disabled' : 'active');
  const [accessToken, setAccessToken] = useState('');
  const [seconds, setSeconds] = useState(settings.replyDebounceMs === undefined ? '' : String(settings.replyDebounceMs / 1_000));
  const [language, setLanguage] = useState(settings.language ?? '');
  const [limited, setLimited] = useState(settings.businessHours !== undefined);
  const company = useQuery({ queryKey: ['company', tenantId], queryFn: () => readTenant(tenantId) });
  const [ownZone, setTimezone] = useState(settings.businessHours?.timezone);
  const timezone = ownZone ?? zoneOf(company.data?.data);
  const [week, setWeek] = useState<Week>(
    () => settings.businessHours?.weekly ?? Object.fromEntries(DAYS.slice(0, 5).map((day) => [day, [{ ...WORKDAY }]])),
  );

  /** @param read whose version is replaced */
  const save = async (read: Outlet) => {
    await unwrap(
      api.PUT('/api/v1/outlets/{id}', {
        params: { path: { id: read.id }, header: { 'If-Match': `"${read.version}"` } },
        body: {
          name,
          status: status === 'active' ? 'active' : 'disabled',
          ...(accessToken && { accessToken }),
          // Replaced as a whole, so what this form does not know goes back as it came.
          settings: {
            ...read.settings,
            replyDebounceMs: seconds === '' ? undefined : Math.round(Number(seconds) * 1_000),
            language: language || undefined,
            businessHours: limited ? { timezone, weekly: week } : undefined,
          },
        },
      }),
    );
    say(({ t }) => t('outlets.saved', { name }));
    onClose();
    await queries.invalidateQueries({ queryKey: ['outlets', tenantId] });
  };
  const form = useForm(FIELDS, () => save(outlet));
  const hours = (open: { timezone: string; weekly: Week } | undefined): string =>
    open
      ? [
          open.timezone,
          ...DAYS.map(
            (day) => `${t(`day.${day}`)}: ${open.weekly[day]?.map(({ from, to }) => `${from}–${to}`).join(', ') || t('outlets.closed')}`,
          ),
        ].join('\n')
      : '';
  const take = (theirs: Outlet) => {
    onTake(theirs);
    void queries.invalidateQueries({ queryKey: ['outlets', tenantId] });
  };
  return (
    <Form
      state={form}
      className="grid gap-5"
      conflict={
        <Conflict
          form={form}
          read={() => unwrapWithTag(api.GET('/api/v1/outlets/{id}', { params: { path: { id: outlet.id } } }))}
          compare={(theirs) => {
            const quiet = theirs.settings.replyDebounceMs;
            return [
              [t('column.name'), theirs.name, name],
              [t('column.status'), t(`outlet.status.${theirs.status}`), t(`outlet.status.${status === 'active' ? 'active' : 'disabled'}`)],
              [t('outlets.debounceField'), quiet === undefined ? '' : String(quiet / 1_000), seconds],
              [t('outlets.language'), theirs.settings.language ?? '', language],
              [t('outlets.hours'), hours(theirs.settings.businessHours), hours(limited ? { timezone, weekly: week } : undefined)],
            ];
          }}
          take={({ data }) => take(data)}
          overwrite={({ data }) => save(data)}
        />
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t('column.name')} maxLength={120} value={name} onValue={setName} error={form.error('name')} />
        <SelectField
          label={t('column.status')}
          hint={t('outlets.statusHint')}
          value={status}
          onValue={setStatus}
          error={form.error('status')}
          options={[
            ['active', t('outlet.status.active')],
            ['disabled', t('outlet.status.disabled')],
          ]}
        />
        <TextField
          label={t('outlets.debounceField')}
          hint={t('outlets.debounceHint')}
          optional
          type="number"
          min={0}
          max={600}
          step="any"
          value={seconds}
          onValue={setSeconds}
          error={form.error('settings.replyDebounceMs')}
        />
        <TextField
          label={t('outlets.language')}
          hint={t('outlets.languageHint')}
          optional
          autoCapitalize="none"
          value={language}
          onValue={setLanguage}
          error={form.error('settings.language')}
        />
      </div>
      <TextField
        label={t('outlets.newToken')}
        hint={t('outlets.newTokenHint')}
        optional
        type="password"
        autoComplete="one-time-code"
        spellCheck={false}
        mono
        value={accessToken}
        onValue={setAccessToken}
        error={form.error('accessToken')}
      />
      <WhatsAppSaid said={saidIn(form.problem)} />
      <fieldset className="grid gap-3">
        <legend className="mb-1.5 font-medium">{t('outlets.hours')}</legend>
        <label className="flex items-center gap-2.5">
          <input type="checkbox" className="size-4 accent-brand" checked={limited} onChange={(event) => setLimited(event.target.checked)} />
          {t('outlets.hoursLimited')}
        </label>
        {limited && (
          <>
            <SelectField
              label={t('outlets.timezone')}
              value={timezone}
              onValue={setTimezone}
              error={form.error('settings.businessHours.timezone')}
              options={zones(timezone)}
            />
            <div className="divide-y divide-line rounded-lg border border-line">
              {DAYS.map((day) => (
                <DayHours
                  key={day}
                  day={day}
                  ranges={week[day] ?? []}
                  error={form.error(`settings.businessHours.weekly.${day}`)}
                  onChange={(ranges) => setWeek({ ...week, [day]: ranges })}
                />
              ))}
            </div>
          </>
        )}
      </fieldset>
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('form.save')}
        </Button>
      </DialogActions>
    </Form>
  );
}

interface DayProps {
  day: Day;
  ranges: Range[];
  error: string | undefined;
  onChange: (ranges: Range[]) => void;
}

function DayHours({ day, ranges, error, onChange }: DayProps) {
  const { t } = useWords();
  const name = t(`day.${day}`);
  const set = (place: number, part: Partial<Range>) => onChange(ranges.map((range, at) => (at === place ? { ...range, ...part } : range)));
  return (
    <div role="group" aria-label={name} className="flex flex-wrap items-start gap-x-4 gap-y-2 p-3">
      <span className="w-24 pt-2 font-medium">{name}</span>
      <div className="grid min-w-0 grow gap-2">
        {ranges.length === 0 && <span className="pt-2 text-muted">{t('outlets.closed')}</span>}
        {ranges.map(({ from, to }, place) => (
          <div key={place} className="flex items-center gap-2">
            <input
              className="control w-20"
              aria-label={t('outlets.from', { day: name })}
              pattern="([01]\d|2[0-3]):[0-5]\d"
              placeholder="09:00"
              required
              value={from}
              onChange={(event) => set(place, { from: event.target.value })}
            />
            <span aria-hidden>–</span>
            <input
              className="control w-20"
              aria-label={t('outlets.to', { day: name })}
              pattern="([01]\d|2[0-3]):[0-5]\d|24:00"
              placeholder="18:00"
              required
              value={to}
              onChange={(event) => set(place, { to: event.target.value })}
            />
            <Button
              variant="ghost"
              size="icon"
              aria-label={t('outlets.removeHours', { day: name, from, to })}
              onClick={() => onChange(ranges.filter((_, at) => at !== place))}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        {error && <p className="text-sm font-medium text-bad">{error}</p>}
      </div>
      {ranges.length < 6 && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={t('outlets.addHours', { day: name })}
          onClick={() => onChange([...ranges, { ...WORKDAY }])}
        >
          <Plus aria-hidden />
        </Button>
      )}
    </div>
  );
}
