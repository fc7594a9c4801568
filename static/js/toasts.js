// Short messages in one permanent region. They come in the page, out of band, or as an event of the answer.
import { csrf, on, words } from './dom.js';

const region = () => document.getElementById('toasts');

const start = toast => {
  if (toast.dataset.started) return;
  toast.dataset.started = 'yes';
  if (toast.classList.contains('bad')) return;                       // errors stay until they are closed
  let left = toast.querySelector('[data-undo]:not([hidden])') ? 15000 : 7000;
  let since = Date.now();
  let timer = setTimeout(() => toast.remove(), left);
  const hold = () => { clearTimeout(timer); left -= Date.now() - since; };
  const go = () => { since = Date.now(); timer = setTimeout(() => toast.remove(), Math.max(left, 2000)); };
  toast.addEventListener('mouseenter', hold); toast.addEventListener('mouseleave', go);
  toast.addEventListener('focusin', hold); toast.addEventListener('focusout', go);
};

export const toast = ({ text, tone = 'ok', undo = '' }) => {
  const made = document.getElementById('toast-template')?.content.firstElementChild.cloneNode(true);
  if (!made) return;
  made.classList.add(tone);
  made.querySelector('p').textContent = text;
  const form = made.querySelector('form');
  if (undo) { form.hidden = false; form.action = undo; } else form.remove();
  region().append(made);
  while (region().childElementCount > 4) region().firstElementChild.remove();
  start(made);
};

on('click', '[data-dismiss]', (_event, button) => button.closest('[data-toast]').remove());
on('submit', '[data-undo]', async (event, form) => {
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = 'yes';
  try {
    const answer = await fetch(form.action, { method: 'POST', headers: { 'X-CSRFToken': csrf(), 'HX-Request': 'true' } });
    if (!answer.ok) throw new Error(String(answer.status));
    form.closest('[data-toast]').remove();
    const events = JSON.parse(answer.headers.get('HX-Trigger') ?? '{}');
    if (!events.toasts) toast({ text: words().undone });
    for (const [name, detail] of Object.entries(events)) document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: Array.isArray(detail) ? { value: detail } : detail }));
    if (answer.headers.get('HX-Refresh') === 'true') location.reload();
  } catch {
    delete form.dataset.sending;
    toast({ text: words().failed, tone: 'bad' });
  }
});
document.addEventListener('toasts', event => { for (const one of event.detail.value ?? []) toast(one); });
new MutationObserver(() => region().querySelectorAll('[data-toast]').forEach(start)).observe(region(), { childList: true });
region().querySelectorAll('[data-toast]').forEach(start);
