import { Bell, BellOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { useWords } from '../../i18n/i18n';
import { chime, keepNoticeSettings, noticeSettings } from './notices';

/** How this person is told on this machine. The browser is asked for its permission here and nowhere else. */
export function NoticeMenu() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [settings, setSettings] = useState(noticeSettings);
  const [refused, setRefused] = useState(false);
  const keep = (next: typeof settings) => {
    setSettings(next);
    keepNoticeSettings(next);
  };
  const setDesktop = async (desktop: boolean) => {
    setRefused(false);
    if (!desktop) return keep({ ...settings, desktop });
    const granted = 'Notification' in window && (await Notification.requestPermission()) === 'granted';
    setRefused(!granted);
    keep({ ...settings, desktop: granted });
  };
  const setSound = (sound: boolean) => {
    keep({ ...settings, sound });
    if (sound) chime();
  };
  const on = settings.desktop || settings.sound;
  return (
    <>
      <Button variant="ghost" size="icon" aria-label={t('notices.title')} title={t('notices.title')} onClick={() => setOpen(true)}>
        {on ? <Bell aria-hidden /> : <BellOff aria-hidden />}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('notices.title')} description={t('notices.text')}>
        <div className="grid gap-3">
          <label className="flex items-center gap-2.5">
            <input
              type="checkbox"
              className="size-4 accent-brand"
              checked={settings.desktop}
              onChange={(event) => void setDesktop(event.target.checked)}
            />
            {t('notices.desktop')}
          </label>
          {refused && (
            <p role="alert" className="text-sm text-bad">
              {t('notices.refused')}
            </p>
          )}
          <label className="flex items-center gap-2.5">
            <input
              type="checkbox"
              className="size-4 accent-brand"
              checked={settings.sound}
              onChange={(event) => setSound(event.target.checked)}
            />
            {t('notices.sound')}
          </label>
        </div>
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{t('dialog.close')}</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
