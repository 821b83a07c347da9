import { Languages, Monitor, Moon, Sun } from 'lucide-react';
import { Button } from '../components/button';
import { Menu, MenuChoice } from '../components/menu';
import { LANGUAGES, useWords, type Language } from '../i18n/i18n';
import { useLook, type ThemeChoice } from '../theme/theme';

export function ThemeMenu() {
  const { t } = useWords();
  const { choice, choose, theme } = useLook();
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={t('theme.label')}>
          {theme === 'dark' ? <Moon aria-hidden /> : <Sun aria-hidden />}
        </Button>
      }
    >
      <MenuChoice
        value={choice}
        onValue={(value) => choose(value as ThemeChoice)}
        options={[
          ['light', <Option key="light" icon={<Sun aria-hidden />} text={t('theme.light')} />],
          ['dark', <Option key="dark" icon={<Moon aria-hidden />} text={t('theme.dark')} />],
          ['system', <Option key="system" icon={<Monitor aria-hidden />} text={t('theme.system')} />],
        ]}
      />
    </Menu>
  );
}

const Option = ({ icon, text }: { icon: React.ReactNode; text: string }) => (
  <span className="flex items-center gap-2.5">
    {icon}
    {text}
  </span>
);

export function LanguageMenu() {
  const { t, language, choose } = useWords();
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={t('language.label')}>
          <Languages aria-hidden />
        </Button>
      }
    >
      <MenuChoice
        value={language}
        onValue={(value) => choose(value as Language)}
        options={Object.entries(LANGUAGES).map(([code, name]) => [
          code,
          <span key={code} lang={code}>
            {name}
          </span>,
        ])}
      />
    </Menu>
  );
}
