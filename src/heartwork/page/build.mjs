// Bundles the lean front end: `npm install && npm run build`.
//
// page.js is what every page loads; chunks with a hash in their name are loaded only for an author's own plain
// ipywidgets. `built.html.j2` tells the template their digest, so that browsers may keep them.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const template = join(here, "../share/jupyter/voila/templates/heartwork");
const out = process.argv[2] ?? join(template, "static");
const kinds = join(here, "../kinds");

/** `import kinds from "kinds"`: the front ends of all kinds, by name; `views` likewise. */
const folders = { kinds, views: join(kinds, "views") };
const kindsPlugin = {
  name: "kinds",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(kinds|views)$/ }, ({ path }) => ({ path, namespace: "kinds" }));
    onLoad({ filter: /.*/, namespace: "kinds" }, ({ path }) => {
      const names = readdirSync(folders[path]).filter((name) => name.endsWith(".js")).map((name) => name.slice(0, -3)).sort();
      const lines = names.map((name, n) => `import k${n} from ${JSON.stringify(join(folders[path], `${name}.js`))};`);
      return { contents: `${lines.join("\n")}\nexport default { ${names.map((name, n) => `"${name}": k${n}`).join(", ")} };`, resolveDir: here };
    });
  },
};

/** Two libraries come whole wherever one part of them is asked for; here each comes as the parts that are used. */
const partsPlugin = {
  name: "parts",
  setup({ onResolve }) {
    onResolve({ filter: /^@lumino\/widgets$/ }, ({ importer }) =>
      ({ path: join(here, importer.endsWith("/tabpanel.js") ? "lumino-tabs.js" : "lumino.js") }));
    onResolve({ filter: /^\.\.$/ }, ({ importer }) =>
      importer.includes("@jupyterlab/services/lib/kernel/") ? { path: join(here, "services.js") } : undefined);
  },
};

mkdirSync(out, { recursive: true });
for (const name of readdirSync(out)) if (/\.(js|css)$/.test(name)) rmSync(join(out, name));
const result = await build({
  absWorkingDir: here,
  entryPoints: { page: "main.js" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true,
  chunkNames: "[name]-[hash]",
  target: ["es2022"],
  legalComments: "none",
  loader: { ".css": "text", ".svg": "dataurl" },
  alias: {
    // What ipywidgets' manager uses for descriptions with HTML in them; the other one brings a whole CSS parser.
    "sanitize-html": join(here, "sanitize.js"),
    jquery: join(here, "jquery.js"),
    // Asked for in Node only, where a server's settings stand on a command line.
    minimist: join(here, "nowhere.js"),
  },
  plugins: [kindsPlugin, partsPlugin],
  metafile: true,
  logLevel: "warning",
});
// Not modules: they must be there before the page is.
const small = { "leave.js": "leave.js", "looks.js": "looks.js", "help.js": "help.js", "place.js": "place.js", "page.css": "../fields/looks.css" };
for (const [name, source] of Object.entries(small)) {
  const loader = source.endsWith(".css") ? "css" : "js";
  const target = ["chrome105", "firefox121", "safari15.4", "es2022"]; // for CSS: rules inside rules are written out
  const made = await transform(readFileSync(join(here, source), "utf-8"), { loader, minify: true, target });
  writeFileSync(join(out, name), made.code);
}
const files = Object.keys(result.metafile.outputs).map((path) => join(here, path)).sort();
const digest = createHash("sha256");
for (const file of [...files, ...Object.keys(small).map((name) => join(out, name))]) digest.update(readFileSync(file));
const first = Object.entries(result.metafile.outputs).find(([, output]) => output.entryPoint === "main.js")[1];
const shared = first.imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path.split("/").pop());
// What is in the bundle, by version: a lock file would name a registry, this only says what was taken.
const versions = {};
for (const path of Object.keys(result.metafile.inputs)) {
  const name = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
  if (name) versions[name] ??= JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"))).version;
}
writeFileSync(join(process.argv[2] ? join(out, "..") : here, "versions.json"),
  `${JSON.stringify(Object.fromEntries(Object.entries(versions).sort()), null, 2)}\n`);
if (!process.argv[2])
  writeFileSync(join(template, "built.html.j2"),
    `{# Written by page/build.mjs. #}{%- set built = "${digest.digest("hex").slice(0, 12)}" -%}{%- set shared_chunks = ${JSON.stringify(shared)} -%}\n`);
