/** `Mon, 23 Nov 2026, 06:00 (America/New_York)`: a moment (milliseconds) on the clocks of a zone. */
export function describeTime(at: number, timeZone: string): string {
  return `${describeClock(at, timeZone)} (${timeZone})`;
}

/** `Mon, 23 Nov 2026, 06:00`: the same where the zone is told beside it. */
export function describeClock(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return format.format(at);
}
