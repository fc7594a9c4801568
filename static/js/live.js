// Live regions poll with a cursor, rest while nobody looks, and say so calmly when the line is lost.
// <div id data-live data-every="5" data-after="…" data-version="…" hx-get hx-trigger="tick"> (the `live` tag)
import { announce, words } from './dom.js';

const states = new Map();                                            // id → { due, fresh, failures, said }
const state = region => {
  if (!states.has(region.id)) states.set(region.id, { due: next(region, 0), fresh: Date.now(), failures: 0, said: region.dataset.announce });
  return states.get(region.id);
};
const next = (region, failures) => {
  const seconds = Number(region.dataset.every || 5) * Math.min(2 ** failures, 12);
  return Date.now() + seconds * 1000 * (0.7 + Math.random() * 0.2); // jitter: not everybody at once; with the tick never above `every`
};
const regions = () => document.querySelectorAll('[data-live]');

const line = () => document.querySelector('[data-line]');
const lost = isLost => {
  const strip = line();
  if (!strip || strip.hidden === !isLost) return;
  strip.hidden = !isLost;
  strip.querySelector('[data-line-title]').textContent = isLost ? words().paused : '';
  if (!isLost) announce(words().line_back);
};

const ages = () => {
  for (const region of regions()) {
    const label = region.querySelector('[data-live-age]');
    if (!label) continue;
    const seconds = Math.round((Date.now() - state(region).fresh) / 1000);
    const text = seconds < 2 ? label.dataset.now : seconds < 90
      ? label.dataset.seconds.replace('{n}', seconds) : label.dataset.minutes.replace('{n}', Math.round(seconds / 60));
    if (label.textContent !== text) label.textContent = text;
    const dot = region.querySelector('[data-live-state]');
    if (dot) { dot.classList.toggle('ok', !state(region).failures); dot.classList.toggle('idle', state(region).failures > 0); }
  }
};

const tick = () => {
  ages();
  if (document.hidden) return;
  for (const region of regions()) {
    const known = state(region);
    if (Date.now() < known.due) continue;
    known.due = next(region, known.failures);
    htmx.trigger(region, 'tick');
  }
};
const now = () => { for (const region of regions()) state(region).due = 0; tick(); };

document.addEventListener('htmx:configRequest', event => {
  const region = event.detail.elt;
  if (!region.hasAttribute?.('data-live')) return;
  if (region.dataset.after) event.detail.parameters.set?.('after', region.dataset.after) ?? (event.detail.parameters.after = region.dataset.after);
  if (region.dataset.version) event.detail.headers['If-None-Match'] = region.dataset.version;
});
document.addEventListener('htmx:afterRequest', event => {
  const { elt: region, xhr } = event.detail;
  if (!region.hasAttribute?.('data-live')) return;
  const known = state(region);
  const isFine = xhr.status > 0 && (xhr.status < 400 || xhr.status === 304);
  known.failures = isFine ? 0 : known.failures + 1;
  if (isFine) known.fresh = Date.now();
  known.due = next(region, known.failures);
  lost([...regions()].some(each => state(each).failures > 1));
});
document.addEventListener('htmx:afterSettle', () => {
  for (const region of regions()) {
    const known = state(region);
    if (region.dataset.announce && region.dataset.announce !== known.said) announce(region.dataset.announce);
    known.said = region.dataset.announce;
  }
});
document.addEventListener('visibilitychange', () => { if (!document.hidden) now(); });
addEventListener('online', now);
addEventListener('offline', () => { for (const region of regions()) state(region).failures = 2; lost(regions().length > 0); });
if (window.htmx !== undefined || document.querySelector('[data-live]')) setInterval(tick, 500);
