import '../i18n/account-page';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Building2, LogIn, Pause, Play, Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, idempotencyKey, unwrap, type Schemas } from '../api/client';
import { toProblem } from '../api/problem';
import { Badge } from '../components/badge';
import { Button } from '../components/button';
import { Confirm, Dialog, DialogActions } from '../components/dialog';
import { SelectField, TextField } from '../components/field';
import { Form, useForm } from '../components/form';
import { EmptyState, PageHeader } from '../components/layout';
import { Listing, nextCursor, pageQuery } from '../components/listing';
import { Table } from '../components/table';
import { useToast } from '../components/toast';
import { useWords } from '../i18n/i18n';
import { useSigned } from '../session/session-context';

type Tenant = Schemas['TenantDto'];
const PLANS = ['free', 'starter', 'growth', 'enterprise'] as const;

export function TenantsPage() {
  const { t, date } = useWords();
  const say = useToast();
  const { choose, tenantId } = useSigned();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState('');
  const [creating, setCreating] = useState(false);
  const [changing, setChanging] = useState<Tenant>();
  const typed = useDeferredValue(search.trim());
  const tenants = useInfiniteQuery({
    queryKey: ['tenants', typed, status],
    queryFn: ({ pageParam }) => {
      const query = {
        ...pageQuery(pageParam),
        ...(typed && { search: typed }),
        ...(status && { status: status === 'active' ? ('active' as const) : ('suspended' as const) }),
      };
      return unwrap(api.GET('/api/v1/tenants', { params: { query } }));
    },
    initialPageParam: '',
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
  });
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ['tenants'] });
    await queries.invalidateQueries({ queryKey: ['me', 'tenants'] });
  };
  const setStatusOf = async (tenant: Tenant) => {
    const next = tenant.status === 'active' ? 'suspended' : 'active';
    const path = { id: tenant.id };
    try {
      await unwrap(
        api.PUT('/api/v1/tenants/{id}', { params: { path, header: { 'If-Match': `"${tenant.version}"` } }, body: { status: next } }),
      );
    } catch (error) {
      // Asks again about what it is now.
      if (toProblem(error).status === 412) {
        setChanging(await unwrap(api.GET('/api/v1/tenants/{id}', { params: { path } })));
        await refresh();
      }
      throw error;
    }
    say(({ t }) => t(next === 'active' ? 'tenants.resumed' : 'tenants.suspended', { name: tenant.name }));
    await refresh();
  };
  const actFor = (tenant: Tenant) => {
    choose(tenant);
    void navigate('/');
  };
  const active = changing?.status !== 'suspended';
  return (
    <>
      <PageHeader
        title={t('nav.tenants')}
        text={t('tenants.text')}
        actions={
          <Button onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            {t('tenants.create')}
          </Button>
        }
      />
      <div className="mb-4 flex flex-wrap gap-3">
        <input
          type="search"
          aria-label={t('tenants.search')}
          placeholder={t('tenants.search')}
          className="control min-w-0 flex-1 sm:max-w-xs"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <select
          aria-label={t('column.status')}
          className="control w-auto"
          value={status}
          onChange={(event) => setStatus(event.target.value)}
        >
          <option value="">{t('tenants.any')}</option>
          <option value="active">{t('tenants.status.active')}</option>
          <option value="suspended">{t('tenants.status.suspended')}</option>
        </select>
      </div>
      <div className="card">
        <Listing
          query={tenants}
          empty={
            typed || status ? (
              <EmptyState icon={Building2} title={t('tenants.noMatch')} text={t('tenants.noMatchText')} />
            ) : (
              <EmptyState icon={Building2} title={t('tenants.empty')} text={t('tenants.emptyText')} />
            )
          }
        >
          {(rows) => (
            <Table
              label={t('nav.tenants')}
              rows={rows}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'name',
                  title: t('column.name'),
                  main: true,
                  cell: (tenant) => (
                    <>
                      <span className="font-medium break-words">
                        {tenant.name}
                        {tenant.id === tenantId && <span className="ml-1.5 font-normal text-muted">{t('tenants.current')}</span>}
                      </span>
                      <span className="block text-sm text-muted">{tenant.slug}</span>
                    </>
                  ),
                },
                {
                  key: 'status',
                  title: t('column.status'),
                  cell: (tenant) => (
                    <Badge tone={tenant.status === 'active' ? 'good' : 'bad'}>{t(`tenants.status.${tenant.status}`)}</Badge>
                  ),
                },
                { key: 'plan', title: t('column.plan'), cell: ({ plan }) => t(`plan.${plan}`) },
                { key: 'since', title: t('column.since'), cell: ({ createdAt }) => date(createdAt, 'day') },
                {
                  key: 'actions',
                  title: t('column.actions'),
                  actions: true,
                  cell: (tenant) => (
                    <>
                      {tenant.status === 'active' && (
                        <Button
                          variant="ghost"
                          size="small"
                          aria-label={t('tenants.actForName', { name: tenant.name })}
                          onClick={() => actFor(tenant)}
                        >
                          <LogIn aria-hidden />
                          {t('tenants.actFor')}
                        </Button>
                      )}
                      <Button
                        variant={tenant.status === 'active' ? 'quiet' : 'ghost'}
                        size="small"
                        aria-label={t(tenant.status === 'active' ? 'tenants.suspendName' : 'tenants.resumeName', { name: tenant.name })}
                        onClick={() => setChanging(tenant)}
                      >
                        {tenant.status === 'active' ? <Pause aria-hidden /> : <Play aria-hidden />}
                        {t(tenant.status === 'active' ? 'tenants.suspend' : 'tenants.resume')}
                      </Button>
                    </>
                  ),
                },
              ]}
            />
          )}
        </Listing>
      </div>
      <Dialog open={creating} onClose={() => setCreating(false)} title={t('tenants.newTitle')} description={t('tenants.newText')}>
        <CreateForm
          onClose={() => setCreating(false)}
          onCreated={(tenant) => {
            say(({ t }) => t('tenants.created', { name: tenant.name }));
            void refresh();
          }}
        />
      </Dialog>
      <Confirm
        open={changing !== undefined}
        onClose={() => setChanging(undefined)}
        danger={active}
        title={t(active ? 'tenants.suspendTitle' : 'tenants.resumeTitle', { name: changing?.name ?? '' })}
        text={t(active ? 'tenants.suspendText' : 'tenants.resumeText')}
        action={t(active ? 'tenants.suspend' : 'tenants.resume')}
        run={() => (changing ? setStatusOf(changing) : Promise.resolve())}
      />
    </>
  );
}

function CreateForm({ onClose, onCreated }: { onClose: () => void; onCreated: (tenant: Tenant) => void }) {
  const { t } = useWords();
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const [plan, setPlan] = useState<string>('free');
  const [contactEmail, setContactEmail] = useState('');
  const [key, setKey] = useState(idempotencyKey);
  const form = useForm(['name', 'slug', 'plan', 'contactEmail'], async () => {
    const body = { name, slug, plan: PLANS.find((each) => each === plan) ?? 'free', ...(contactEmail && { contactEmail }) };
    onCreated(await unwrap(api.POST('/api/v1/tenants', { params: { header: { 'Idempotency-Key': key } }, body })));
    onClose();
  });
  const edited = (set: (value: string) => void) => (value: string) => {
    set(value);
    setKey(idempotencyKey());
  };
  return (
    <Form state={form}>
      <TextField
        label={t('field.company')}
        maxLength={120}
        autoComplete="off"
        value={name}
        onValue={edited(setName)}
        error={form.error('name')}
      />
      <TextField
        label={t('field.slug')}
        hint={t('tenants.slugHint')}
        maxLength={63}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={slug}
        onValue={edited(setSlug)}
        error={form.error('slug')}
      />
      <SelectField
        label={t('column.plan')}
        value={plan}
        onValue={edited(setPlan)}
        error={form.error('plan')}
        options={PLANS.map((each) => [each, t(`plan.${each}`)])}
      />
      <TextField
        label={t('tenants.contact')}
        optional
        type="email"
        autoComplete="off"
        value={contactEmail}
        onValue={edited(setContactEmail)}
        error={form.error('contactEmail')}
      />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('tenants.create')}
        </Button>
      </DialogActions>
    </Form>
  );
}
