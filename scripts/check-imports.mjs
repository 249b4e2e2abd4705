// The walls of the house: shared imports neither client nor server and knows neither DOM nor Node;
// client and server never import each other.
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const forbidden = {
  shared: ['client', 'server', 'lab', 'bench', 'scripts', 'test'],
  client: ['server', 'lab', 'bench', 'scripts', 'test'],
  server: ['client', 'lab', 'bench', 'scripts', 'test'],
};
const nodeModules = new Set(builtinModules);
// The policy's own documents are called so too: the page's is known by what it can do.
const domWords =
  /\b(?:window|localStorage|navigator|HTMLElement)\s*[.[]|\bdocument\s*\.\s*(?:create|getElement|querySelector|body|head|documentElement|cookie|addEventListener|activeElement|defaultView|visibilityState)/;
const nodeWords = /\b(?:process|Buffer|__dirname|require)\s*[.(]/;
const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

const problems = [];
for (const [room, walls] of Object.entries(forbidden)) {
  for (const file of sourceFiles(join(root, room))) {
    const text = readFileSync(file, 'utf8');
    const name = relative(root, file);
    const isTest = /\.test\.tsx?$/.test(file);
    for (const match of text.matchAll(importPattern)) {
      const target = match[1] ?? match[2] ?? match[3];
      if (target.startsWith('.')) {
        const where = relative(root, resolve(dirname(file), target)).split('/')[0];
        if (walls.includes(where))
          problems.push(`${name}: imports ${target} (${room} may not import ${where})`);
      } else if (room !== 'server' && !isTest) {
        const bare = target.replace(/^node:/, '').split('/')[0];
        if (target.startsWith('node:') || nodeModules.has(bare))
          problems.push(`${name}: imports ${target} (${room} does not know Node)`);
      }
    }
    if (room === 'shared' && !isTest) {
      const code = text
        .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
        .replace(/(['"`])(?:\\.|(?!\1)[^\\])*\1/g, "''");
      if (domWords.test(code)) problems.push(`${name}: uses the DOM (shared does not know it)`);
      if (nodeWords.test(code)) problems.push(`${name}: uses Node's globals (shared does not know them)`);
    }
  }
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log('imports: every wall stands');

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mts|mjs|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
