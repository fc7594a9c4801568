// Holds the JSON-LD of every job on a running career site against Google's rules for JobPosting.
//
//   npm install --prefix var/npm @adobe/structured-data-validator @marbec/web-auto-extractor
//   node scripts/structured_data.mjs http://localhost:8000 wijde-blik lindehof
//
// Prints one line per job and each fault; ends with 1 when there is an error. Warnings name what is recommended and not recorded.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const need = createRequire(new URL('../var/npm/', import.meta.url));
const load = async name => import(pathToFileURL(need.resolve(name)).href);
const { default: Validator } = await load('@adobe/structured-data-validator');
const { default: Extractor } = await load('@marbec/web-auto-extractor');

const [site, ...slugs] = process.argv.slice(2);
if (!site || !slugs.length) {
  console.error('Say where and which: node scripts/structured_data.mjs http://localhost:8000 wijde-blik');
  process.exit(2);
}

let errors = 0;
let jobs = 0;
for (const slug of slugs) {
  const list = await read(`${site}/werkbij/${slug}/vacatures/`);
  const paths = new Set(list.match(new RegExp(`/werkbij/${slug}/vacatures/[0-9a-f-]{36}/`, 'g')));
  if (!paths.size) throw new Error(`No job is open at ${slug}.`);
  for (const path of paths) {
    jobs += 1;
    const html = await read(site + path);
    const found = new Extractor({ addLocation: true, embedSource: ['rdfa', 'microdata'] }).parse(html);
    if (!found.jsonld?.JobPosting) throw new Error(`${path} has no JobPosting.`);
    const issues = await new Validator().validate(found);
    errors += issues.filter(issue => issue.severity === 'ERROR').length;
    console.log(`${path}  ${issues.length ? '' : 'ok'}`);
    for (const issue of issues) console.log(`  ${issue.severity} ${issue.issueMessage}`);
  }
}
console.log(`${jobs} jobs, ${errors} errors`);
process.exit(errors ? 1 : 0);

async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return answer.text();
}
