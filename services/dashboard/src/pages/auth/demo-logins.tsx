import type { Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { useWords } from '../../i18n/i18n';
import { useDemo } from '../../session/use-demo';

type Login = Schemas['DemoDto']['logins'][number];

/** The log-ins of the demo; nothing in an installation that is none. */
export function DemoLogins({ onChoose }: { onChoose: (login: Login) => void }) {
  const { t } = useWords();
  const demo = useDemo();
  if (!demo) return null;
  const companies = [...new Set(demo.logins.map(({ company }) => company))];
  return (
    <section aria-labelledby="demo-logins" className="mt-8 border-t border-line pt-5">
      <h2 id="demo-logins" className="font-medium">
        {t('demo.logins')}
      </h2>
      <p className="mt-1 text-sm text-muted">{t('demo.loginsText')}</p>
      {companies.map((company) => (
        <div key={company} role="group" aria-label={company} className="mt-3">
          <p className="mb-1.5 text-sm text-muted">{company}</p>
          <div className="flex flex-wrap gap-2">
            {demo.logins
              .filter((login) => login.company === company)
              .map((login) => (
                <Button key={login.email} variant="secondary" size="small" onClick={() => onChoose(login)}>
                  {t(`role.${login.role}`)}
                </Button>
              ))}
          </div>
        </div>
      ))}
    </section>
  );
}
