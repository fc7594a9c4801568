// Light, dark, or as the device says. The server reads the cookie, so the next page starts right.
import { on, remember } from './dom.js';

on('submit', '[data-theme-form]', (event, form) => {
  const chosen = event.submitter?.value;
  if (!chosen) return;
  event.preventDefault();
  const root = document.documentElement;
  if (chosen === 'system') root.removeAttribute('data-bs-theme');
  else root.setAttribute('data-bs-theme', chosen);
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button === event.submitter));
  remember('theme', chosen);
  fetch(form.action, { method: 'POST', body: new FormData(form, event.submitter), headers: { 'HX-Request': 'true' } }).catch(() => {});
});

on('submit', '[data-density-form]', (event, form) => {
  event.preventDefault();
  const compact = document.body.dataset.density !== 'compact';
  document.body.dataset.density = compact ? 'compact' : 'roomy';
  form.querySelector('button').setAttribute('aria-pressed', String(compact));
  remember('density', document.body.dataset.density);
  form.elements.density.value = compact ? 'roomy' : 'compact';
});
