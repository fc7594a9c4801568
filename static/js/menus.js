// Menus are <details>: they work by themselves. Here they close like menus do.
import { on } from './dom.js';

const others = kept => {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(kept)) menu.open = false;
};

document.addEventListener('click', event => others(event.target));
document.addEventListener('focusin', event => others(event.target));
document.addEventListener('keydown', event => {
  const open = document.querySelector('details.menu[open]');
  if (!open) return;
  if (event.key === 'Escape') {
    open.open = false;
    open.querySelector('summary').focus();
    event.preventDefault();
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const items = [...open.querySelectorAll('.menu-list :is(a,button)')];
    const step = event.key === 'ArrowDown' ? 1 : -1;
    const at = items.indexOf(document.activeElement);
    items[at < 0 && step < 0 ? items.length - 1 : (at + step + items.length) % items.length]?.focus();
    event.preventDefault();
  }
});
on('click', '.menu-list :is(a,button[data-open])', (_event, item) => { item.closest('details').open = false; });
for (const key of document.querySelectorAll('[data-mac]')) if (/Mac|iPhone|iPad/.test(navigator.platform)) key.textContent = key.dataset.mac;
