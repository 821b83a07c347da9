import { Building2, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { EmptyState, PageHeader } from '../components/layout';
import { useWords } from '../i18n/i18n';
import { may, type Area } from '../session/permissions';
import { useSigned } from '../session/session-context';

/** A page for those who may see it; the others read why not. */
export function Guard({ area, children }: { area: Area; children: ReactNode }) {
  const { t } = useWords();
  const signed = useSigned();
  const { pathname } = useLocation();
  if (may(signed, area)) return children;
  if (signed.superadmin && pathname === '/') return <Navigate to="/tenants" replace />;
  const without = !signed.tenantId;
  return (
    <>
      <PageHeader title={t(`nav.${area}`)} />
      <div className="card">
        {without ? (
          <EmptyState icon={Building2} title={t('guard.noTenant')} text={t(signed.superadmin ? 'guard.choose' : 'guard.ask')} />
        ) : (
          <EmptyState icon={Lock} title={t('guard.title')} text={t('guard.text')} />
        )}
      </div>
    </>
  );
}
