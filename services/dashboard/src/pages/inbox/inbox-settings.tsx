import { ArrowLeft } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { Button } from '../../components/button';
import { PageHeader } from '../../components/layout';
import { Tabs } from '../../components/tabs';
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
      <Tabs
        label={t('inbox.settings')}
        parts={parts}
        chosen={chosen}
        to={(each) => `/inbox/settings/${each}`}
        name={(each) => t(`inboxSettings.${each}`)}
      />
      <Content />
    </>
  );
}
