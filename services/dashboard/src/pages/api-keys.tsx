import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useId, useState } from 'react';
import { api, unwrap, type Schemas } from '../api/client';
import { Badge, type Tone } from '../components/badge';
import { Button } from '../components/button';
import { CopyButton } from '../components/copy-button';
import { Dialog, DialogActions } from '../components/dialog';
import { SelectField, TextField } from '../components/field';
import { Form, useForm } from '../components/form';
import { EmptyState, PageHeader } from '../components/layout';
import { nextCursor, pageQuery } from '../components/listing';
import { ResourceList } from '../components/resource-list';
import { useWords, type Key } from '../i18n/i18n';
import { useTenantId } from '../session/session-context';

type ApiKey = Schemas['ApiKeyDto'];
type Scope = Schemas['CreateApiKeyDto']['scopes'][number];
type Status = 'active' | 'ended';

/** In the order of the form. All that the interface knows, or it does not compile. */
export const SCOPES = Object.keys({
  'messages:write': true,
  'messages:read': true,
  'conversations:read': true,
  'conversations:write': true,
  'contacts:read': true,
  'contacts:write': true,
  'inbox:manage': true,
  'knowledge:read': true,
  'knowledge:write': true,
  'outlets:read': true,
  'outlets:write': true,
  'users:read': true,
  'users:write': true,
  'tenant:read': true,
  'tenant:write': true,
  'analytics:read': true,
  'billing:read': true,
  'audit:read': true,
  '*': true,
} satisfies Record<Scope, true>) as Scope[];
const DAY_MS = 86_400_000;
const LIVES = ['30', '90', '365', 'never'] as const;

export function ApiKeysPage() {
  const { t } = useWords();
  const [creating, setCreating] = useState(false);
  const [status, setStatus] = useState<Status>('active');
  return (
    <>
      <PageHeader
        title={t('nav.api-keys')}
        text={t('keys.text')}
        actions={
          <Button onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            {t('keys.create')}
          </Button>
        }
      />
      <Tabs.Root value={status} onValueChange={(value) => setStatus(value as Status)}>
        <Tabs.List aria-label={t('keys.which')} className="mb-3 flex gap-1">
          {(['active', 'ended'] as const).map((each) => (
            <Tabs.Trigger
              key={each}
              value={each}
              className="rounded-lg px-3 py-2 font-medium text-muted hover:text-ink data-[state=active]:bg-brand-soft data-[state=active]:text-brand-ink"
            >
              {t(`keys.${each}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {(['active', 'ended'] as const).map((each) => (
          <Tabs.Content key={each} value={each} className="card">
            <Keys status={each} onCreate={() => setCreating(true)} />
          </Tabs.Content>
        ))}
      </Tabs.Root>
      <CreateKey open={creating} onClose={() => setCreating(false)} />
    </>
  );
}

function Keys({ status, onCreate }: { status: Status; onCreate: () => void }) {
  const { t, ago, date, number } = useWords();
  const id = useTenantId();
  const queries = useQueryClient();
  const keys = useInfiniteQuery({
    queryKey: ['api-keys', id, status],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/tenants/{id}/api-keys', { params: { path: { id }, query: { ...pageQuery(pageParam), status } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  return (
    <ResourceList<ApiKey>
      query={keys}
      label={t('nav.api-keys')}
      empty={
        status === 'active' ? (
          <EmptyState
            icon={KeyRound}
            title={t('keys.empty')}
            text={t('keys.emptyText')}
            action={<Button onClick={onCreate}>{t('keys.create')}</Button>}
          />
        ) : (
          <EmptyState icon={KeyRound} title={t('keys.emptyEnded')} text={t('keys.emptyEndedText')} />
        )
      }
      changed={() => queries.invalidateQueries({ queryKey: ['api-keys', id] })}
      columns={[
        {
          key: 'name',
          title: t('column.name'),
          main: true,
          cell: (key) => (
            <>
              <span className="font-medium">{key.name}</span>
              <code className="block text-sm text-muted">ck_live_{key.prefix}_…</code>
            </>
          ),
        },
        { key: 'scopes', title: t('column.scopes'), cell: ({ scopes }) => <Scopes scopes={scopes} /> },
        { key: 'used', title: t('column.lastUsed'), cell: ({ lastUsedAt }) => (lastUsedAt ? ago(lastUsedAt) : t('keys.neverUsed')) },
        {
          key: 'limit',
          title: t('column.limit'),
          end: true,
          cell: ({ rateLimitPerHour }) => t('keys.perHour', { count: number(rateLimitPerHour) }),
        },
        status === 'active'
          ? {
              key: 'expires',
              title: t('column.expires'),
              cell: ({ expiresAt }) => (expiresAt ? date(expiresAt, 'day') : t('keys.never')),
            }
          : { key: 'ended', title: t('column.ended'), cell: (key) => <Ended apiKey={key} /> },
      ]}
      removal={
        status === 'active'
          ? {
              action: t('keys.revoke'),
              label: ({ name }) => t('keys.revokeName', { name }),
              title: ({ name }) => t('keys.revokeTitle', { name }),
              text: () => t('keys.revokeText'),
              run: ({ id: keyId }) => unwrap(api.DELETE('/api/v1/tenants/{id}/api-keys/{keyId}', { params: { path: { id, keyId } } })),
              done: ({ t }, { name }) => t('keys.revoked', { name }),
            }
          : undefined
      }
    />
  );
}

function Scopes({ scopes }: { scopes: string[] }) {
  const { t } = useWords();
  const tone: Tone = scopes.includes('*') ? 'warn' : 'neutral';
  return (
    <span className="flex flex-wrap gap-1 max-md:justify-end md:max-w-64">
      {scopes.map((scope) => (
        <Badge key={scope} tone={tone}>
          {scope === '*' ? t('keys.everything') : scope}
        </Badge>
      ))}
    </span>
  );
}

function Ended({ apiKey: { revokedAt, expiresAt } }: { apiKey: ApiKey }) {
  const { t, date } = useWords();
  return revokedAt
    ? t('keys.revokedOn', { date: date(revokedAt, 'day') })
    : t('keys.expiredOn', { date: expiresAt ? date(expiresAt, 'day') : '' });
}

function CreateKey({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  const [created, setCreated] = useState<Schemas['CreatedApiKeyDto']>();
  const close = () => {
    onClose();
    setCreated(undefined);
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      wide
      title={created ? t('keys.createdTitle') : t('keys.newTitle')}
      description={created ? t('keys.createdText') : t('keys.newText')}
    >
      {created ? <Created created={created} onClose={close} /> : <CreateKeyForm onCreated={setCreated} onClose={close} />}
    </Dialog>
  );
}

function Created({ created, onClose }: { created: Schemas['CreatedApiKeyDto']; onClose: () => void }) {
  const { t } = useWords();
  return (
    <div className="grid gap-4">
      <code data-testid="api-key" className="block rounded-lg border border-line bg-raised p-3.5 text-sm break-all select-all">
        {created.key}
      </code>
      <p className="text-sm text-muted">{t('keys.use')}</p>
      <pre className="overflow-x-auto rounded-lg bg-raised p-3.5 text-sm" tabIndex={0} aria-label={t('keys.example')}>
        {`curl -H "X-API-Key: $CHASQUI_API_KEY" ${location.origin}/api/v1/outlets`}
      </pre>
      <DialogActions>
        <CopyButton text={created.key} label={t('keys.copy')} />
        <Button onClick={onClose}>{t('keys.kept')}</Button>
      </DialogActions>
    </div>
  );
}

function CreateKeyForm({ onCreated, onClose }: { onCreated: (key: Schemas['CreatedApiKeyDto']) => void; onClose: () => void }) {
  const { t } = useWords();
  const id = useTenantId();
  const queries = useQueryClient();
  const group = useId();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['messages:write']);
  const [life, setLife] = useState<string>('365');
  const [limit, setLimit] = useState('1000');
  const form = useForm(['name', 'scopes', 'expiresAt', 'rateLimitPerHour'], async () => {
    const expiresAt = life === 'never' ? {} : { expiresAt: new Date(Date.now() + Number(life) * DAY_MS).toISOString() };
    const body = { name, scopes: [...scopes], rateLimitPerHour: Number(limit), ...expiresAt };
    const created = await unwrap(api.POST('/api/v1/tenants/{id}/api-keys', { params: { path: { id } }, body }));
    onCreated(created);
    await queries.invalidateQueries({ queryKey: ['api-keys', id] });
  });
  const toggle = (scope: Scope) => setScopes(scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope]);
  const wrong = form.error('scopes');
  return (
    <Form state={form}>
      <TextField
        label={t('keys.name')}
        hint={t('keys.nameHint')}
        maxLength={120}
        autoComplete="off"
        value={name}
        onValue={setName}
        error={form.error('name')}
      />
      <fieldset aria-describedby={wrong ? `${group}-error` : undefined}>
        <legend className="mb-1.5 text-sm font-medium">{t('keys.scopes')}</legend>
        <div className="grid gap-x-4 rounded-lg border border-line p-2 sm:grid-cols-2">
          {SCOPES.map((scope) => (
            <label key={scope} className="flex cursor-pointer gap-2.5 rounded-md p-2 hover:bg-raised">
              <input
                type="checkbox"
                className="mt-1 size-4 shrink-0 accent-brand"
                checked={scopes.includes(scope)}
                onChange={() => toggle(scope)}
              />
              <span>
                <code className="text-sm">{scope}</code>
                <span className="block text-sm text-muted">{t(`scope.${scope}` satisfies Key)}</span>
              </span>
            </label>
          ))}
        </div>
        {wrong && (
          <p id={`${group}-error`} className="mt-1.5 text-sm font-medium text-bad">
            {wrong}
          </p>
        )}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('column.expires')}
          value={life}
          onValue={setLife}
          error={form.error('expiresAt')}
          options={LIVES.map((each) => [each, t(`keys.life.${each}`)])}
        />
        <TextField
          label={t('keys.limit')}
          type="number"
          min={1}
          max={1_000_000}
          value={limit}
          onValue={setLimit}
          error={form.error('rateLimitPerHour')}
        />
      </div>
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('keys.create')}
        </Button>
      </DialogActions>
    </Form>
  );
}
