/**
 * `node .ci/next-clock-change.mjs [days]`: prints a zone and in how many seconds its clocks change, of whichever of these is next after that
 * many days: `Europe/Berlin 10112400`.
 */
const ZONES = ['Europe/Berlin', 'America/New_York'];
const HOUR_MS = 3_600_000;

const offsetAt = (zone, ms) =>
  new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName').value;

const now = Date.now();
const from = now + Number(process.argv[2] ?? 0) * 24 * HOUR_MS;
// Clocks change on the hour; a change that is less than an hour away may be over before the tests begin.
for (let hour = Math.ceil(from / HOUR_MS) * HOUR_MS + HOUR_MS; ; hour += HOUR_MS) {
  const zone = ZONES.find((each) => offsetAt(each, hour - 1) !== offsetAt(each, hour));
  if (!zone) continue;
  console.log(`${zone} ${Math.round((hour - now) / 1_000)}`);
  break;
}
