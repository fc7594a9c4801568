// Ctrl/⌘-K: one box to go anywhere. The entries come once, as JSON; with ?q= the server adds people and vacancies.
import { on, words } from './dom.js';
import { open } from './dialogs.js';

const box = document.getElementById('palette');
const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
let entries, found = [], chosen = 0, asked, hurried = false;  // hurried: Enter came before the entries did

const sprite = document.querySelector('svg use')?.getAttribute('href').split('#')[0];
const make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
const sign = name => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon'); svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${sprite}#${name}`);
  svg.append(use);
  return svg;
};

const matching = query => {
  const parts = plain(query).split(/\s+/).filter(Boolean);
  const rank = entry => {
    const label = plain(entry.label);
    if (!parts.every(part => label.includes(part) || plain(entry.group).includes(part))) return -1;
    return label.startsWith(parts[0] ?? '') ? 2 : label.split(/[\s-]+/).some(word => word.startsWith(parts[0] ?? '')) ? 1 : 0;
  };
  return (entries ?? []).map(entry => [rank(entry), entry]).filter(([points]) => points >= 0).sort(([a], [b]) => parts.length ? b - a : 0).map(([, entry]) => entry).slice(0, 40);
};

const draw = () => {
  const list = box.querySelector('[role=listbox]');
  const input = box.querySelector('input');
  found = matching(input.value);
  chosen = Math.min(chosen, Math.max(found.length - 1, 0));
  const groups = new Map();
  for (const entry of found) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  found = [...groups.values()].flat();
  const rows = [];
  for (const [name, members] of groups) {
    const heading = `palette-${rows.length}`;
    rows.push(make('div', { role: 'group', 'aria-labelledby': heading },
      make('div', { role: 'presentation', id: heading }, name),
      ...members.map(entry => {
        const at = found.indexOf(entry);
        const row = make('div', { role: 'option', id: `palette-option-${at}`, 'aria-selected': String(at === chosen), 'data-at': at }, sign(entry.icon), make('span', {}, entry.label));
        if (entry.hint) row.append(make('small', {}, entry.hint));
        return row;
      })));
  }
  if (!rows.length) rows.push(make('div', { role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true' }, make('span', { class: 'muted' }, entries ? words().no_results : words().searching)));
  list.replaceChildren(...rows);
  if (found.length) input.setAttribute('aria-activedescendant', `palette-option-${chosen}`);
  else input.removeAttribute('aria-activedescendant');
  box.querySelector('[data-found]').textContent = input.value ? words().results.replace('{n}', found.length) : '';
  list.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
};

const load = async () => {
  if (entries) return;
  try { entries = (await (await fetch(box.dataset.url, { headers: { Accept: 'application/json' } })).json()).entries; } catch { entries = undefined; }
  draw();
  if (hurried && box.open) go();
};
const go = () => {
  const entry = found[chosen];
  hurried = !entries;
  if (entry) { box.close(); location.assign(entry.url); }
};
const summon = () => { box.querySelector('input').value = ''; chosen = 0; hurried = false; open(box); draw(); load(); };

if (box) {
  on('click', '[data-palette]', summon);
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') { event.preventDefault(); box.open ? box.close() : summon(); }
  });
  box.addEventListener('input', () => { chosen = 0; hurried = false; clearTimeout(asked); asked = setTimeout(draw, 30); });
  box.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) { event.preventDefault(); chosen = (chosen + step + found.length) % found.length; draw(); }
    else if (event.key === 'Enter' && !event.isComposing) { event.preventDefault(); clearTimeout(asked); draw(); go(); }
  });
  box.addEventListener('click', event => { const row = event.target.closest('[data-at]'); if (row) { chosen = Number(row.dataset.at); go(); } });
}
