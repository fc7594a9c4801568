// '3 min geleden' instead of a date, for what happened in the last week; the date stays in the title.
import { words } from './dom.js';

const steps = [[60, 'second', 1], [3600, 'minute', 60], [86400, 'hour', 3600], [604800, 'day', 86400]];
let format;

const say = () => {
  format ??= new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto', style: 'short' });
  for (const time of document.querySelectorAll('time[data-ago]')) {
    time.title ||= time.textContent;
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    const step = steps.find(([limit]) => Math.abs(seconds) < limit);
    if (!step) continue;
    const text = Math.abs(seconds) < 10 ? words().now : format.format(-Math.round(seconds / step[2]), step[1]);
    if (time.textContent !== text) time.textContent = text;
  }
};

say();
setInterval(() => { if (!document.hidden) say(); }, 15000);
document.addEventListener('htmx:afterSettle', say);
