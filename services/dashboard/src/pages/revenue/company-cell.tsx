import { useNavigate } from 'react-router';
import { api, unwrap } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { useToast } from '../../components/toast';
import { useAgo } from '../../i18n/use-ago';
import { useSigned } from '../../session/session-context';
import { useRevenueTexts } from './use-revenue-texts';

interface Company {
  tenantId: string;
  tenantName: string | null;
}

export function CompanyName({ tenantName }: Company) {
  const r = useRevenueTexts();
  return <span className="font-medium break-words">{tenantName ?? r('revenue.deleted')}</span>;
}

/** Chooses the company, and shows its plan. */
export function OpenCompany({ tenantId, tenantName }: Company) {
  const r = useRevenueTexts();
  const say = useToast();
  const navigate = useNavigate();
  const { choose } = useSigned();
  if (tenantName === null) return null;
  const open = async (): Promise<void> => {
    try {
      choose(await unwrap(api.GET('/api/v1/tenants/{id}', { params: { path: { id: tenantId } } })));
      await navigate('/plan');
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    }
  };
  return (
    <Button variant="ghost" size="small" aria-label={r('revenue.openName', { name: tenantName })} onClick={() => void open()}>
      {r('revenue.open')}
    </Button>
  );
}

/** When the figures of all companies were last made. @param asOf undefined while it is being read */
export function AsOf({ asOf }: { asOf: string | null | undefined }) {
  const r = useRevenueTexts();
  const ago = useAgo();
  if (asOf === undefined) return null;
  return <p className="text-sm text-muted">{asOf === null ? r('revenue.notYet') : r('revenue.asOf', { ago: ago(asOf) })}</p>;
}
