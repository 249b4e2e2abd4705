/**
 * `npm run bench`: ratios of medians, side by side in one run, written to bench/results.json too.
 * Machines are noisy: a ratio over its bound is reported, and only `--strict` makes it the exit status.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'vite';
import { buildApp } from '../server/app.ts';
import { closeParsers, prepareChecks } from '../server/parser/check.ts';
import { toolchainFor } from '../server/toolchains/index.ts';
import { parseKit, renderKit } from '../shared/kits/index.ts';
import type { FileRole } from '../shared/kits/schema.ts';
import { printFeatures } from '../shared/targets/features.ts';
import { kernelFeatures } from '../shared/targets/kernels.ts';
import { chromiumPath, launchChromium, noChromium } from '../test/browser/chromium.ts';
import { cCompiler, measureDecisions } from './decisions.ts';
import { countSent, measureFirstLoad } from './first-load.ts';
import { measureGrid } from './grid.ts';
import { measureHttpCheck } from './http-check.ts';
import { measureKeystroke } from './keystroke.ts';
import { measureLanguage } from './language.ts';
import type { Measurement } from './measure.ts';
import { measureMemory } from './memory.ts';
import { measureGrowth, measureTree, noTree } from './tree.ts';

const root = join(import.meta.dirname, '..');
const target = 'ubuntu-26.04';
const quick = process.argv.includes('--quick');
const rounds = (many: number) => (quick ? Math.ceil(many / 5) : many);

const kitFolder = join(root, 'public/kits/rustnet');
const kit = parseKit(JSON.parse(readFileSync(join(kitFolder, 'kit.json'), 'utf8')));
const sources = Object.fromEntries(
  Object.entries(kit.files).map(([role, { source }]) => [
    role,
    readFileSync(join(kitFolder, source), 'utf8'),
  ]),
) as Record<FileRole, string>;
const files = renderKit(kit, sources, { target });
const features = printFeatures(kernelFeatures.ubuntu2604);
const toolchain = (await toolchainFor(target))?.toolchain;

const measurements: Measurement[] = [];
const notRun: string[] = [];

async function serve(pageFolder: string) {
  const app = await buildApp({ pageFolder, requestsPerMinute: 1_000_000 });
  const sent = countSent(app.server);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, sent, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` };
}

const page = await serve(join(root, 'dist/client'));
try {
  if (toolchain) {
    measurements.push(await measureKeystroke({ kit, files, toolchain, features }, rounds(100)));
    measurements.push(...(await measureLanguage(toolchain, rounds(60))));
    await prepareChecks(target);
    // What ran before held this process’s event loop, after which the service calls itself busy for a moment.
    await setTimeout(3_000);
    measurements.push(await measureHttpCheck(page.url, { files, target, toolchain, features }, rounds(60)));
    measurements.push(await measureGrid(page.url, { kit, files }, rounds(25)));
    measurements.push(await measureMemory({ kit, files, target }, rounds(1_000)));
    const compiler = cCompiler();
    if (!compiler) notRun.push('decisions: no C compiler here');
    measurements.push(
      ...(await measureDecisions({ files, target, toolchain, features, compiler }, rounds(25))),
    );
  } else
    notRun.push(
      'keystroke, completion, hover, http-check, requirements-grid, memory, decode, decisions: no apparmor_parser here',
    );
  const treeless = noTree();
  if (treeless) notRun.push(`tree: ${treeless}`);
  else measurements.push(...(await measureTree(rounds(15))));
  measurements.push(...(await measureGrowth(rounds(5))));
  if (chromiumPath) {
    await build({ configFile: join(root, 'bench/monaco-alone/vite.config.ts'), logLevel: 'warn' });
    const alone = await serve(join(root, 'dist/monaco-alone'));
    const browser = await launchChromium();
    try {
      measurements.push(
        ...(await measureFirstLoad(
          browser,
          { workbench: { ...page, url: `${page.url}/?kit=rustnet`, tellsWhenReady: true }, alone },
          rounds(15),
        )),
      );
    } finally {
      await browser.close();
      await alone.app.close();
    }
  } else notRun.push(`first load: ${noChromium}`);
} finally {
  await page.app.close();
  await closeParsers();
}

for (const { what, ratio, atMost, medians, note } of measurements) {
  const verdict = ratio <= atMost ? 'within' : 'OVER  ';
  const detail = Object.entries(medians).map(([name, value]) => `${name} ${value}`);
  console.log(
    `${verdict} ${ratio.toFixed(2)} (at most ${atMost})  ${what}: ${detail.join(', ')}${note ? `; ${note}` : ''}`,
  );
}
for (const why of notRun) console.log(`NOT RUN  ${why}`);
writeFileSync(
  join(root, 'bench/results.json'),
  `${JSON.stringify({ date: new Date().toISOString(), node: process.version, cores: availableParallelism(), parser: toolchain?.version, quick, measurements, notRun }, null, 2)}\n`,
);
if (
  process.argv.includes('--strict') &&
  (notRun.length > 0 || measurements.some(({ ratio, atMost }) => ratio > atMost))
)
  process.exitCode = 1;
