import { useQuery } from '@tanstack/react-query';
import { Building2, ChevronsUpDown } from 'lucide-react';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../api/client';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../components/menu';
import { useWords } from '../i18n/i18n';
import { useSigned } from '../session/session-context';

const PLATFORM = 'platform';

export function TenantSwitcher() {
  const { t } = useWords();
  const { me, tenant, choose, superadmin } = useSigned();
  const navigate = useNavigate();
  const all = useQuery({
    queryKey: ['me', 'tenants'],
    queryFn: () => unwrap(api.GET('/api/v1/tenants', { params: { query: { limit: 50, status: 'active' } } })),
    enabled: superadmin,
  });
  const tenants = superadmin ? (all.data?.items ?? []) : me.tenants;
  const name = tenant?.name ?? (superadmin ? t('tenant.platform') : t('tenant.none'));
  const label = (
    <>
      <Building2 className="size-4.5 shrink-0 text-muted" aria-hidden />
      <span className="truncate font-medium">{name}</span>
    </>
  );
  if (!superadmin && tenants.length < 2) return <span className="flex min-w-0 items-center gap-2 px-1">{label}</span>;

  const pick = (id: string) => {
    const next = tenants.find((candidate) => candidate.id === id);
    choose(next);
    void navigate('/');
  };
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t('tenant.switch', { name })}
          className="flex h-10 min-w-0 items-center gap-2 rounded-lg border border-control bg-surface px-3 hover:bg-raised"
        >
          {label}
          <ChevronsUpDown className="size-4 shrink-0 text-muted" aria-hidden />
        </button>
      }
    >
      <MenuLabel>{t('tenant.label')}</MenuLabel>
      <MenuChoice
        value={tenant?.id ?? PLATFORM}
        onValue={pick}
        options={[
          ...(superadmin ? [[PLATFORM, t('tenant.platform')] as const] : []),
          ...tenants.map((each) => [each.id, <TenantName key={each.id} name={each.name} slug={each.slug} />] as const),
        ]}
      />
      {superadmin && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => void navigate('/tenants')}>{t('tenant.all')}</MenuItem>
        </>
      )}
    </Menu>
  );
}

const TenantName = ({ name, slug }: { name: string; slug: string }) => (
  <span className="block min-w-0">
    <span className="block truncate">{name}</span>
    <span className="block truncate text-xs text-muted">{slug}</span>
  </span>
);
