// Drawing with ECharts (SVG). Colours come from the tokens through one pixel, because ECharts cannot read light-dark().
const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const probe = document.createElement('i');
const colour = name => {
  probe.style.color = `var(--${name})`;
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = getComputedStyle(probe).color;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  return `rgb(${red},${green},${blue})`;
};
const NAMES = ['text', 'muted', 'border', 'hair', 'surface', 'pri', 'bad', 'hol', 'bar', 's1', 's2', 's3', 's4', 's5', 's6'];
const palette = () => Object.fromEntries(NAMES.map(name => [name, colour(name)]));

// Figures and dates as the page's language writes them; core/ui/figures.py does the same for the tables.
const lang = document.documentElement.lang || 'nl';
const dutch = lang.startsWith('nl');
const locale = dutch ? 'nl-NL' : 'en-GB';
const gap = dutch ? '\u00a0' : '';
const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const euro = (v, text) => `${dutch ? `€${gap}` : ''}${Math.round(v) < 0 ? '-' : ''}${dutch ? '' : '€'}${text}`;
const SAY = { number: v => whole.format(v), euro: v => euro(v, whole.format(Math.abs(v))), percent: v => `${plain.format(v)}${gap}%`, days: v => `${plain.format(v)}\u00a0d` };
const AXIS = { ...SAY, euro: v => (Math.abs(v) >= 1000 ? euro(v, `${plain.format(Math.abs(v) / 1000)}k`) : SAY.euro(v)) };
const moment = v => new Date(typeof v === 'string' ? `${v}T00:00` : v);                // a day is the reader's own day
const month = v => moment(v).toLocaleDateString(locale, { month: 'short' }).slice(0, 3); // en-GB has 'Sept'; the table says Sep
const day = v => `${moment(v).getDate()} ${month(v)} ${moment(v).getFullYear()}`;
const isSmall = element => element.clientWidth < 560;
const MOTION = !matchMedia('(prefers-reduced-motion: reduce)').matches;

const common = c => ({
  animation: false,
  textStyle: { fontFamily: 'Inter, system-ui, sans-serif', fontSize: 12, color: c.muted },
  tooltip: { trigger: 'axis', renderMode: 'richText', transitionDuration: MOTION ? 0.1 : 0, confine: true, backgroundColor: c.surface, borderColor: c.border, textStyle: { color: c.text, fontSize: 12 }, axisPointer: { lineStyle: { color: c.muted, width: 1 } } },
});

// one measure: plan (dashed), actual (solid), band (stacked areas), expected (dotted)
const measureLines = (c, d, m, i, ink) => {
  const line = (name, data, more) => ({ name, type: 'line', xAxisIndex: i, yAxisIndex: i, data, showSymbol: false, itemStyle: { color: ink }, tooltip: { valueFormatter: v => (v == null ? '–' : SAY[m.unit](v)) }, ...more });
  const at = date => m.actual.concat(m.expected).reduce((kept, point) => (point[0] <= date ? point : kept), m.actual[0] ?? [date, 0]);
  const lines = [];
  if (m.low.length) {
    lines.push(line('low', m.low, { stack: `band${i}`, lineStyle: { opacity: 0 }, tooltip: { show: false }, silent: true }));
    lines.push(line(d.words.band, m.width, { stack: `band${i}`, lineStyle: { opacity: 0 }, areaStyle: { color: ink, opacity: 0.2 }, tooltip: { show: false }, silent: true }));
  }
  if (m.plan.length) lines.push(line(d.words.plan, m.plan, { lineStyle: { color: c.muted, type: [4, 4], width: 1.5 }, itemStyle: { color: c.muted } }));
  if (m.expected.length) lines.push(line(d.words.expected, m.expected, { lineStyle: { color: ink, type: [2, 3], width: 2 } }));
  lines.push(line(d.words.actual, m.actual, {
    lineStyle: { color: ink, width: 2.5 }, z: 4,
    markArea: { silent: true, itemStyle: { color: c.hol, opacity: 0.8 }, data: d.holidays.map(([from, to]) => [{ xAxis: from }, { xAxis: to }]) },
    markLine: d.today ? { silent: true, symbol: 'none', lineStyle: { color: c.pri, width: 1.5, type: 'solid' }, label: { show: i === 0, formatter: d.words.today, color: c.pri, fontSize: 12 }, data: [{ xAxis: d.today }] } : undefined,
    markPoint: i === 0 && d.events.length ? { symbol: 'circle', symbolSize: 18, silent: true, itemStyle: { color: c.surface, borderColor: c.text, borderWidth: 1.5 }, label: { color: c.text, fontSize: 11, fontWeight: 600 },
      data: d.events.map((date, n) => ({ coord: [date, at(date)[1]], value: String.fromCharCode(65 + n) })) } : undefined,
  }));
  return lines;
};

const kinds = {
  line(c, d, element) {
    const many = d.measures.length > 1;
    const share = 100 / d.measures.length;
    const grids = d.measures.map((_m, i) => (many
      ? { left: 52, right: 12, top: `${i * share + 9}%`, height: `${share - 15}%` }
      : { left: 52, right: 12, top: 24, bottom: 24 }));
    return {
      ...common(c), axisPointer: { link: [{ xAxisIndex: 'all' }] }, grid: grids,
      title: many ? d.measures.map((m, i) => ({ text: m.name, left: 0, top: `${i * share}%`, padding: [3, 0, 0, 0], textStyle: { fontSize: 12, lineHeight: 16, fontWeight: 600, color: c.text } })) : [],
      xAxis: d.measures.map((_m, i) => ({ gridIndex: i, type: 'time', min: d.from, max: d.to, axisLine: { lineStyle: { color: c.border } }, axisTick: { show: false }, splitLine: { show: false }, splitNumber: isSmall(element) ? 4 : 12, axisPointer: { label: { formatter: p => day(p.value) } },
        axisLabel: { show: i === d.measures.length - 1, color: c.muted, formatter: month, hideOverlap: true, showMinLabel: false, showMaxLabel: false } })),
      yAxis: d.measures.map((m, i) => ({ gridIndex: i, type: 'value', max: m.ceiling ?? undefined, splitNumber: many ? 3 : 4, axisLabel: { color: c.muted, formatter: AXIS[m.unit] }, splitLine: { lineStyle: { color: c.hair } } })),
      series: d.measures.flatMap((m, i) => measureLines(c, d, m, i, c[`s${i + 1}`])),
    };
  },
  bar(c, d, element) {
    const tip = common(c).tooltip;
    return {
      ...common(c), tooltip: { ...tip, axisPointer: { type: 'shadow', shadowStyle: { color: c.hair, opacity: 0.6 } }, valueFormatter: v => (v == null ? '–' : SAY[d.unit](v)) },
      grid: { left: 52, right: 12, top: 12, bottom: isSmall(element) ? 48 : 28 },
      xAxis: { type: 'category', data: d.categories, axisLine: { lineStyle: { color: c.border } }, axisTick: { show: false }, axisLabel: { color: c.muted, hideOverlap: true, rotate: isSmall(element) ? 40 : 0, overflow: 'truncate', width: 90 } },
      yAxis: { type: 'value', axisLabel: { color: c.muted, formatter: AXIS[d.unit] }, splitLine: { lineStyle: { color: c.hair } } },
      series: d.series.map((s, i) => ({ name: s.name, type: 'bar', data: s.values, stack: d.stacked ? 'all' : undefined, barMaxWidth: 32, itemStyle: { color: c[`s${(i % 6) + 1}`] } })),
    };
  },
  heat(c, d, element) {
    const small = isSmall(element);
    const days = [...Array(7)].map((_x, i) => new Date(2024, 0, 7 + i).toLocaleDateString(locale, { weekday: 'short' }).replace('.', '').slice(0, 2));
    return {
      ...common(c), tooltip: { ...common(c).tooltip, trigger: 'item', formatter: p => `${day(p.value[0])}: ${p.value[1]} ${d.unit_name}` },
      visualMap: { show: false, min: 0, max: d.top, inRange: { color: [c.hol, c.bar, c.s1] } },
      calendar: { range: [d.from, d.to], cellSize: ['auto', 16], left: 24, right: 2, top: 24, itemStyle: { color: 'transparent', borderColor: c.surface, borderWidth: small ? 1 : 2 }, splitLine: { show: false }, yearLabel: { show: false },
        dayLabel: { firstDay: 1, color: c.muted, fontSize: 12, margin: 6, nameMap: days.map((name, i) => ([1, 3, 5].includes(i) ? name : '')) },
        monthLabel: { color: c.muted, fontSize: 12, nameMap: [...Array(12)].map((_x, i) => { const name = month(new Date(2024, i, 1)); return small ? name[0] : name; }) } },
      series: { type: 'heatmap', coordinateSystem: 'calendar', data: d.days },
    };
  },
};

const drawn = new Map();                                             // element → { chart, text }
const paint = (element, made) => {
  const source = document.getElementById(element.dataset.chart);
  if (!source) return;
  made.text = source.textContent;
  const data = JSON.parse(made.text);
  made.chart.setOption(kinds[data.kind](palette(), data, element), true);
};

const draw = element => {
  if (drawn.has(element)) return;
  const chart = window.echarts.init(element, null, { renderer: 'svg', locale: dutch ? 'NL' : 'EN' });
  const made = { chart, text: '' };
  drawn.set(element, made);
  element.classList.add('drawn');
  let width = element.clientWidth;
  new ResizeObserver(() => {
    chart.resize();
    if ((width < 560) !== isSmall(element)) paint(element, made);
    width = element.clientWidth;
  }).observe(element);
  paint(element, made);
};

const refresh = () => {
  for (const [element, made] of drawn) {
    if (!element.isConnected) { made.chart.dispose(); drawn.delete(element); continue; }
    if (document.getElementById(element.dataset.chart)?.textContent !== made.text) paint(element, made);
  }
};
const repaint = () => { for (const [element, made] of drawn) paint(element, made); };

const script = source => new Promise((done, failed) => {
  const made = document.createElement('script');
  made.src = source; made.onload = done; made.onerror = failed;
  document.head.append(made);
});

/** Load ECharts once; resolves to what figures.js needs. */
export const ready = async () => {
  document.body.append(probe);
  probe.hidden = true;
  const where = document.querySelector('meta[name=charts]');
  await script(where.content);
  if (dutch) await script(where.dataset.nl);
  await document.fonts.load('12px Inter').catch(() => {});
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme'] });
  addEventListener('beforeprint', repaint);
  return { draw, refresh };
};
