// Keys of one letter; off for those who want none (speech input presses letters by accident).
import { isTyping, on, remember } from './dom.js';
import { open } from './dialogs.js';

let waiting = 0;
const rows = () => [...document.querySelectorAll('[data-row]')];
const step = by => {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex(row => row.contains(document.activeElement));
  const row = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  (row.querySelector('a') ?? row.querySelector('input,button'))?.focus();
  row.scrollIntoView({ block: 'nearest' });
};

const keys = {
  '?': () => open(document.getElementById('help')),
  '/': () => document.querySelector('[data-search]')?.focus(),
  j: () => step(1),
  k: () => step(-1),
  x: () => document.activeElement.closest('[data-row]')?.querySelector('.pick')?.click(),
  g: () => { waiting = Date.now(); },
};

document.addEventListener('keydown', event => {
  if (document.body.dataset.shortcuts === 'off' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
  if (Date.now() - waiting < 1500 && event.key !== 'g') {
    waiting = 0;
    const place = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (place) { event.preventDefault(); location.assign(place.href); return; }
  }
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
on('submit', '[data-shortcuts-form]', (event, form) => {
  event.preventDefault();
  const isOn = form.elements.on.checked;
  document.body.dataset.shortcuts = isOn ? 'on' : 'off';
  remember('shortcuts', document.body.dataset.shortcuts);
  fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'HX-Request': 'true' } }).catch(() => {});
  form.closest('dialog').close();
});
