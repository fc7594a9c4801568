// Forms: one click is one send, mistakes get the focus, files say how big they may be.
import { on } from './dom.js';

document.addEventListener('submit', event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post' || form.matches('[data-undo]')) return;  // an undo minds itself (toasts.js)
  if (form.dataset.sending) { event.preventDefault(); return; }
  form.dataset.sending = 'yes';
  const button = event.submitter;
  // after the browser has read which button was pressed
  setTimeout(() => { if (button) { button.setAttribute('aria-busy', 'true'); button.setAttribute('aria-disabled', 'true'); } });
});
const rest = form => {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll('[aria-busy]')) { button.removeAttribute('aria-busy'); button.removeAttribute('aria-disabled'); }
};
addEventListener('pageshow', event => { if (event.persisted) document.querySelectorAll('form').forEach(rest); });
document.addEventListener('htmx:afterRequest', event => { const form = event.detail.elt.closest?.('form'); if (form) rest(form); });

const toErrors = root => root.querySelector?.('[data-errors]')?.focus();
document.addEventListener('htmx:afterSettle', event => { if (event.detail.xhr?.status === 422) toErrors(event.detail.target.isConnected ? event.detail.target : document); });
on('click', '[data-errors] a', (event, link) => {
  const aim = document.querySelector(link.getAttribute('href').replaceAll('.', '\\.'));
  const field = aim?.matches('input,select,textarea') ? aim : aim?.querySelector('input,select,textarea');
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.scrollIntoView({ block: 'center' });
});
toErrors(document);
