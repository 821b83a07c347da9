import { Download } from 'lucide-react';
import { useState } from 'react';
import { download } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { useToast } from '../../components/toast';
import { useSegmentTexts } from '../segments/use-segment-texts';

/** Contacts go into a file. @param path of the API */
export function ExportButton({ path, file }: { path: string; file: string }) {
  const words = useSegmentTexts();
  const say = useToast();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await download(path, file);
      say(() => words('exported'));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="ghost" busy={busy} onClick={() => void save()}>
      <Download aria-hidden />
      {words('exportButton')}
    </Button>
  );
}
