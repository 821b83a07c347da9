import { useQueryClient } from '@tanstack/react-query';
import { Building2, LogOut } from 'lucide-react';
import { openApi, session } from '../../api/client';
import { Button } from '../../components/button';
import { useTwoFactorTexts } from '../../i18n/two-factor';
import { useSigned } from '../../session/session-context';
import { AuthLayout } from '../auth/auth-layout';
import { Enrolment } from './enrolment';

interface Props {
  company: string;
  /** They have one now, and are shown their recovery codes. */
  onOn: () => void;
  /** They have kept them. */
  onDone: () => void;
}

/** In place of every page of a company that asks for a second factor, for whoever has none. */
export function TwoFactorNeededPage({ company, onOn, onDone }: Props) {
  const texts = useTwoFactorTexts();
  const { me, choose } = useSigned();
  const queries = useQueryClient();
  const leave = () => {
    const { refreshToken } = session;
    session.end('signed-out');
    if (refreshToken) void openApi.POST('/api/v1/auth/logout', { body: { refreshToken } }).catch(() => undefined);
  };
  const done = async () => {
    // The token in hand does not name the company.
    await session.refresh().catch(() => undefined);
    await queries.invalidateQueries({ queryKey: ['me'] });
    onDone();
  };
  return (
    <AuthLayout title={texts('twoFactor.neededTitle')} text={texts('twoFactor.neededText', { company })}>
      <div className="card p-4 sm:p-5">
        <Enrolment onOn={onOn} onDone={() => void done()} />
      </div>
      <div className="mt-5 flex flex-wrap gap-2">
        {me.tenants
          .filter(({ twoFactorNeeded }) => !twoFactorNeeded)
          .map((tenant) => (
            <Button key={tenant.id} variant="secondary" onClick={() => choose(tenant)}>
              <Building2 aria-hidden />
              {texts('twoFactor.otherCompany', { company: tenant.name })}
            </Button>
          ))}
        <Button variant="ghost" onClick={leave}>
          <LogOut aria-hidden />
          {texts('twoFactor.signOut')}
        </Button>
      </div>
    </AuthLayout>
  );
}
