// Ticking rows: all on this page, a stretch with shift, all in the list; kept through a morph.
import { announce, on, words } from './dom.js';

const picks = part => [...part.querySelectorAll('.pick[name]')];
const kept = new Map();                                              // table id → Set of row ids
let last;

const show = part => {
  const bulk = part.querySelector('[data-bulk]');
  if (!bulk) return;
  const ticked = picks(part).filter(pick => pick.checked);
  kept.set(part.id, new Set(ticked.map(pick => pick.value)));
  const everything = bulk.querySelector('[data-all-field]');
  if (ticked.length < picks(part).length) everything.value = '';
  const number = everything.value ? Number(part.dataset.total) : ticked.length;
  const was = bulk.hidden;
  bulk.hidden = number === 0;
  const text = words().picked.replace('{n}', number.toLocaleString(document.documentElement.lang));
  bulk.querySelector('[data-picked]').textContent = text;
  if (was !== bulk.hidden || number) announce(number ? text : '');
  const all = part.querySelector('[data-all]');
  if (all) { all.checked = ticked.length > 0 && ticked.length === picks(part).length; all.indeterminate = ticked.length > 0 && !all.checked; }
  const more = bulk.querySelector('[data-pick-all]');
  if (more) more.hidden = !all?.checked || Boolean(everything.value);
};

on('change', '[data-select] .pick', (_event, box) => {
  const part = box.closest('[data-select]');
  if (box.hasAttribute('data-all')) for (const pick of picks(part)) pick.checked = box.checked;
  show(part);
});
on('click', '[data-select] .pick[name]', (event, box) => {
  const boxes = picks(box.closest('[data-select]'));
  if (event.shiftKey && last?.isConnected) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
    show(box.closest('[data-select]'));
  }
  last = box;
});
on('click', '[data-pick-all]', (_event, button) => {
  button.closest('[data-bulk]').querySelector('[data-all-field]').value = '1';
  show(button.closest('[data-select]'));
});
on('click', '[data-pick-none]', (_event, button) => {
  const part = button.closest('[data-select]');
  for (const pick of picks(part)) pick.checked = false;
  show(part);
  part.querySelector('[data-all]')?.focus();
});
document.addEventListener('htmx:afterSettle', () => {
  for (const part of document.querySelectorAll('[data-select]')) {
    const before = kept.get(part.id);
    if (before?.size) { for (const pick of picks(part)) pick.checked = before.has(pick.value); show(part); }
  }
});
for (const part of document.querySelectorAll('[data-select]')) if (picks(part).some(pick => pick.checked)) show(part);
