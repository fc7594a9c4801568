// Dragging cards between columns. The menu on each card does the same without a mouse.
const lists = () => document.querySelectorAll('[data-drop]');

const drop = event => {
  const card = event.item;
  if (event.from === event.to) return;
  const vacancy = document.getElementById('vacature')?.value ?? '';
  window.htmx.ajax('POST', card.dataset.move, {
    source: '#bord',
    target: '#bord',
    swap: 'morph:outerHTML',
    values: { stage: event.to.dataset.stage, version: card.dataset.version, vacature: vacancy },
  });
};

const ready = () => {
  for (const list of lists()) {
    if (list.dataset.ready) continue;
    list.dataset.ready = 'yes';
    window.Sortable.create(list, { group: 'stages', animation: 120, delay: 150, delayOnTouchOnly: true, ghostClass: 'dragged', filter: 'details, a', preventOnFilter: false, onEnd: drop });
  }
};

document.addEventListener('htmx:afterSettle', ready);
ready();
