// Charts are loaded only where one is, and drawn when it comes into view.
import { words } from './dom.js';

let drawing;

const load = () => (drawing ??= import('./charts.js').then(module => module.ready()));

const draw = element => load().then(({ draw: paint }) => paint(element)).catch(() => {
  element.classList.add('failed');
  element.removeAttribute('role');
  element.textContent = element.dataset.failed ?? words().failed;
});

const watcher = 'IntersectionObserver' in window ? new IntersectionObserver(seen => {
  for (const { isIntersecting, target } of seen) if (isIntersecting) { watcher.unobserve(target); draw(target); }
}, { rootMargin: '200px' }) : { observe: draw };

export const start = () => {
  for (const element of document.querySelectorAll('[data-chart]:not(.drawn,.failed)')) watcher.observe(element);
};

document.addEventListener('htmx:afterSettle', () => {
  start();
  if (drawing) drawing.then(({ refresh }) => refresh());
});
addEventListener('beforeprint', () => document.querySelectorAll('[data-chart]:not(.drawn,.failed)').forEach(draw));
