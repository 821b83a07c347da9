import { ArrowLeft } from 'lucide-react';
import { Link, NavLink, useParams } from 'react-router';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { PageHeader } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { CannedSettings } from '../../inbox/settings/canned-settings';
import { InboxRules } from '../../inbox/settings/inbox-rules';
import { LabelSettings } from '../../inbox/settings/label-settings';
import { MacroSettings } from '../../inbox/settings/macro-settings';
import { SurveySettings } from '../../inbox/settings/survey-settings';
import { may } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { TeamSettings } from '../../inbox/settings/team-settings';

/** Canned replies are every agent’s; the rest is for admins. */
const PARTS = {
  inboxes: InboxRules,
  teams: TeamSettings,
  labels: LabelSettings,
  macros: MacroSettings,
  canned: CannedSettings,
  survey: SurveySettings,
} as const;
type Part = keyof typeof PARTS;

export function InboxSettingsPage() {
  const { t } = useWords();
  const { part } = useParams();
  const edits = may(useSigned(), 'edit-inbox');
  const parts = (Object.keys(PARTS) as Part[]).filter((each) => edits || each === 'canned');
  const chosen = parts.find((each) => each === part) ?? parts[0] ?? 'canned';
  const Content = PARTS[chosen];
  return (
    <>
      <PageHeader
        title={t('inbox.settings')}
        text={t('inboxSettings.text')}
        actions={
          <Button asChild variant="secondary">
            <Link to="/inbox">
              <ArrowLeft aria-hidden />
              {t('inboxSettings.back')}
            </Link>
          </Button>
        }
      />
      <nav aria-label={t('inbox.settings')} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
        {parts.map((each) => (
          <NavLink
            key={each}
            to={`/inbox/settings/${each}`}
            aria-current={each === chosen ? 'page' : undefined}
            className={cn(
              '-mb-px flex min-h-10 shrink-0 items-center border-b-2 px-3 font-medium',
              each === chosen ? 'border-brand text-brand-ink' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {t(`inboxSettings.${each}`)}
          </NavLink>
        ))}
      </nav>
      <Content />
    </>
  );
}
