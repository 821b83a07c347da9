import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { EmptyState, PageHeader } from '../../components/layout';
import { nextCursor, pageQuery } from '../../components/listing';
import { ResourceList } from '../../components/resource-list';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { useTenantId } from '../../session/session-context';
import { CreateKey } from './create-key';
import { RotateKey } from './rotate-key';

type ApiKey = Schemas['ApiKeyDto'];
type Status = 'active' | 'ended';

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
  const { t, date, number } = useWords();
  const ago = useAgo();
  const id = useTenantId();
  const queries = useQueryClient();
  const [rotating, setRotating] = useState<ApiKey>();
  const keys = useInfiniteQuery({
    queryKey: ['api-keys', id, status],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/tenants/{id}/api-keys', { params: { path: { id }, query: { ...pageQuery(pageParam), status } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  return (
    <>
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
                {key.formerUntil && (
                  <span className="block text-sm text-muted">
                    {t('keys.former', { prefix: key.formerPrefix ?? '', until: date(key.formerUntil) })}
                  </span>
                )}
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
          ...(status === 'active'
            ? [
                {
                  key: 'rotate',
                  title: t('keys.rotate'),
                  actions: true,
                  cell: (key: ApiKey) => (
                    <Button
                      variant="quiet"
                      size="small"
                      aria-label={t('keys.rotateName', { name: key.name })}
                      onClick={() => setRotating(key)}
                    >
                      {t('keys.rotate')}
                    </Button>
                  ),
                },
              ]
            : []),
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
      {rotating && <RotateKey apiKey={rotating} onClose={() => setRotating(undefined)} />}
    </>
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
