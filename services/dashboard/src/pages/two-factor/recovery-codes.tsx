import { Download, Printer } from 'lucide-react';
import { Button } from '../../components/button';
import { CopyButton } from '../../components/copy-button';
import { useTwoFactorTexts } from '../../i18n/two-factor';
import { useSigned } from '../../session/session-context';

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'chasqui-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(url);
}

/** The only place that ever shows recovery codes: to be copied, downloaded or printed. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const texts = useTwoFactorTexts();
  const { me } = useSigned();
  const about = texts('twoFactor.file', { email: me.email });
  return (
    <div className="grid gap-4">
      <div data-print className="rounded-lg border border-line bg-raised p-3.5">
        <p className="mb-3 hidden print:block">{about}</p>
        <ul
          aria-label={texts('twoFactor.codesList')}
          className="grid grid-cols-1 gap-x-6 gap-y-1.5 font-mono text-sm min-[480px]:grid-cols-2"
        >
          {codes.map((code) => (
            <li key={code} className="select-all">
              {code}
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={codes.join('\n')} label={texts('twoFactor.copyCodes')} />
        <Button variant="secondary" onClick={() => save(`${about}\n\n${codes.join('\n')}\n`)}>
          <Download aria-hidden />
          {texts('twoFactor.download')}
        </Button>
        <Button variant="secondary" onClick={() => print()}>
          <Printer aria-hidden />
          {texts('twoFactor.print')}
        </Button>
      </div>
      <Button className="sm:justify-self-end" onClick={onKept}>
        {texts('twoFactor.kept')}
      </Button>
    </div>
  );
}
