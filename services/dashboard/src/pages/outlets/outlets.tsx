import '../../i18n/outlet-pages';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Activity, Phone, Plus, RefreshCw, Settings2, Unplug } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, idempotencyKey, unwrap, type Schemas } from '../../api/client';
import { Problem, toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { Confirm, Dialog, DialogActions } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { DemoNumber } from './demo-number';
import { OutletHealth, OutletQuality, OutletStatus } from './outlet-badges';
import { OutletConfirmation } from './outlet-confirmation';
import { OutletSettingsForm } from './outlet-settings';
import { saidIn, WhatsAppSaid } from './whatsapp-said';

type Outlet = Schemas['OutletDto'];

export function OutletsPage() {
  const { t } = useWords();
  const signed = useSigned();
  const tenantId = useTenantId();
  const edits = may(signed, 'edit-outlets');
  const [connecting, setConnecting] = useState(false);
  const outlets = useInfiniteQuery({
    queryKey: ['outlets', tenantId],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/outlets', { params: { query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const connect = (
    <Button onClick={() => setConnecting(true)}>
      <Plus aria-hidden />
      {t('outlets.connect')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('nav.outlets')} text={t('outlets.text')} actions={edits && connect} />
      {outlets.data && <DemoNumber outlets={outlets.data.pages.flatMap(({ items }) => items)} edits={edits} />}
      <Listing
        query={outlets}
        empty={
          <div className="card">
            <EmptyState icon={Phone} title={t('outlets.empty')} text={t('outlets.emptyText')} action={edits && connect} />
          </div>
        }
      >
        {(rows) => (
          <ul className="grid gap-4">
            {rows.map((outlet) => (
              <li key={outlet.id}>
                <OutletCard outlet={outlet} edits={edits} />
              </li>
            ))}
          </ul>
        )}
      </Listing>
      <Dialog
        open={connecting}
        onClose={() => setConnecting(false)}
        wide
        title={t('outlets.connectTitle')}
        description={t('outlets.connectText')}
      >
        <ConnectForm onClose={() => setConnecting(false)} />
      </Dialog>
    </>
  );
}

function OutletCard({ outlet, edits }: { outlet: Outlet; edits: boolean }) {
  const { t, number, explain } = useWords();
  const ago = useAgo();
  const isConfirmed = outlet.confirmation === 'confirmed';
  const say = useToast();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const [editing, setEditing] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [checking, setChecking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const changed = () => queries.invalidateQueries({ queryKey: ['outlets', tenantId] });
  const path = { id: outlet.id };

  const validate = async () => {
    setChecking(true);
    setProblem(undefined);
    try {
      await unwrap(api.POST('/api/v1/outlets/{id}/validate', { params: { path } }));
      say(({ t }) => t('outlets.checked', { name: outlet.name }));
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setChecking(false);
      // What WhatsApp refused with is kept on the outlet too.
      await changed();
    }
  };
  const disconnect = async () => {
    try {
      await unwrap(api.DELETE('/api/v1/outlets/{id}', { params: { path, header: { 'If-Match': `"${outlet.version}"` } } }));
    } catch (error) {
      // Shows what it is now, and the next press means that.
      if (toProblem(error).status === 412) await changed();
      throw error;
    }
    say(({ t }) => t('outlets.disconnected', { name: outlet.name }));
    await changed();
  };

  const facts: [string, React.ReactNode][] = [
    [t('outlets.phoneNumberId'), <code key="phone">{outlet.phoneNumberId}</code>],
    [t('outlets.wabaId'), <code key="waba">{outlet.wabaId}</code>],
    [t('outlets.verifiedName'), outlet.verifiedName ?? '–'],
    [t('outlets.messagingLimit'), outlet.messagingLimit ?? '–'],
    [t('outlets.throughput'), t(`outlet.throughput.${outlet.throughput}`)],
    [
      t('outlets.webhooks'),
      outlet.webhooksSubscribed === null
        ? t('outlets.unknown')
        : t(outlet.webhooksSubscribed ? 'outlets.subscribed' : 'outlets.notSubscribed'),
    ],
    [
      t('outlets.debounce'),
      outlet.settings.replyDebounceMs === undefined
        ? t('outlets.default')
        : t('outlets.seconds', { count: number(outlet.settings.replyDebounceMs / 1_000) }),
    ],
    [
      t('outlets.confirmedAt'),
      isConfirmed ? (outlet.confirmedAt ? ago(outlet.confirmedAt) : t('outlets.confirmedByOperator')) : t('outlets.notConfirmed'),
    ],
    [t('outlets.checkedAt'), outlet.checkedAt ? ago(outlet.checkedAt) : t('outlets.neverChecked')],
  ];
  return (
    <article className="card p-4 sm:p-5" aria-label={outlet.name}>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold break-words">{outlet.name}</h2>
          <p className="text-muted">{outlet.displayPhoneNumber}</p>
        </div>
        <div className="flex flex-wrap gap-1.5">
          <OutletStatus outlet={outlet} />
          <OutletHealth outlet={outlet} />
          <OutletQuality outlet={outlet} />
        </div>
      </div>
      <dl className="mt-4 grid grid-cols-2 gap-x-4 gap-y-3 lg:grid-cols-4">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-sm text-muted">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <OutletConfirmation outlet={outlet} />
      {problem ? (
        <div className="mt-4">
          <ProblemNote problem={problem} />
          <WhatsAppSaid said={saidIn(problem)} />
        </div>
      ) : (
        outlet.checkProblem && (
          <div className="mt-4 grid gap-1 rounded-lg bg-bad-soft p-3 text-bad">
            <p>{t('outlets.lastProblem', { reason: explain(new Problem(0, outlet.checkProblem, t('problem.whatsapp_unavailable'))) })}</p>
            <WhatsAppSaid said={outlet.whatsappError} />
          </div>
        )
      )}
      <div className="mt-4 flex flex-wrap gap-2 border-t border-line pt-4">
        <Button asChild variant="secondary" size="small">
          <Link to={`/numbers/${outlet.id}`} aria-label={`${t('nav.numbers')}: ${outlet.name}`}>
            <Activity aria-hidden />
            {t('nav.numbers')}
          </Link>
        </Button>
        {edits && (
          <>
            <Button variant="secondary" size="small" busy={checking} onClick={() => void validate()}>
              {!checking && <RefreshCw aria-hidden />}
              {t(isConfirmed ? 'outlets.validate' : 'outlets.askAgain')}
            </Button>
            <Button variant="secondary" size="small" onClick={() => setEditing(true)}>
              <Settings2 aria-hidden />
              {t('outlets.edit')}
            </Button>
            <Button variant="quiet" size="small" className="sm:ml-auto" onClick={() => setLeaving(true)}>
              <Unplug aria-hidden />
              {t('outlets.disconnect')}
            </Button>
          </>
        )}
      </div>
      <Dialog open={editing} onClose={() => setEditing(false)} wide title={t('outlets.editTitle', { name: outlet.name })}>
        <OutletSettingsForm outlet={outlet} onClose={() => setEditing(false)} />
      </Dialog>
      <Confirm
        open={leaving}
        onClose={() => setLeaving(false)}
        title={t('outlets.disconnectTitle', { name: outlet.name })}
        text={t('outlets.disconnectText')}
        action={t('outlets.disconnect')}
        run={disconnect}
      />
    </article>
  );
}

function ConnectForm({ onClose }: { onClose: () => void }) {
  const { t, date } = useWords();
  const say = useToast();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const [values, setValues] = useState({ name: '', displayPhoneNumber: '', phoneNumberId: '', wabaId: '', accessToken: '' });
  const [key, setKey] = useState(idempotencyKey);
  const form = useForm(Object.keys(values), async () => {
    const outlet = await unwrap(api.POST('/api/v1/outlets', { params: { header: { 'Idempotency-Key': key } }, body: values }));
    say(({ t }) => {
      if (outlet.status === 'unconfirmed') return t('outlets.connectedWaiting', { name: outlet.name });
      if (outlet.status === 'quarantined')
        return t('outlets.connectedQuarantined', { name: outlet.name, time: date(outlet.receivesFrom!) });
      return t('outlets.connected', { name: outlet.name });
    });
    onClose();
    await queries.invalidateQueries({ queryKey: ['outlets', tenantId] });
  });
  const bind = (name: keyof typeof values) => ({
    value: values[name],
    error: form.error(name),
    autoComplete: 'off',
    onValue: (value: string) => {
      setValues({ ...values, [name]: value });
      setKey(idempotencyKey());
    },
  });
  return (
    <Form state={form}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t('column.name')} hint={t('outlets.nameHint')} maxLength={120} {...bind('name')} />
        <TextField label={t('outlets.number')} hint={t('outlets.numberHint')} type="tel" {...bind('displayPhoneNumber')} />
        <TextField
          label={t('outlets.phoneNumberId')}
          hint={t('outlets.phoneNumberIdHint')}
          inputMode="numeric"
          mono
          {...bind('phoneNumberId')}
        />
        <TextField label={t('outlets.wabaId')} hint={t('outlets.wabaIdHint')} inputMode="numeric" mono {...bind('wabaId')} />
      </div>
      <TextField
        label={t('outlets.token')}
        hint={t('outlets.tokenHint')}
        type="password"
        spellCheck={false}
        mono
        {...bind('accessToken')}
        autoComplete="one-time-code"
      />
      <WhatsAppSaid said={saidIn(form.problem)} />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('outlets.connect')}
        </Button>
      </DialogActions>
    </Form>
  );
}
