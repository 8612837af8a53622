// Bundles the front end: `npm install && npm run build`.
//
// anywidget.js is for pages that are not ours (JupyterLab): every part, in one module. page.js is what each of our own pages loads; chunks with a hash in their name are loaded only for an author's own plain
// ipywidgets, and for parts that few pages have. `built.html.j2` tells the template their digest, so that browsers may keep them.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib"; // at its best: nobody waits for it
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const template = join(here, "../share/jupyter/voila/templates/heartwork");
const out = process.argv[2] ?? join(template, "static");
const kinds = join(here, "../kinds");
const onDemand = join(here, "./on_demand");
/** The oldest browsers that open these pages (README.md, frontend/polyfills.js, frontend/browser-support.js). */
const OLDEST = ["chrome88", "edge88", "firefox78", "safari14.1"];

/** The kinds of the first pages; all others, and every view, are one chunk that comes with the first of them. */
const AT_ONCE = ["choice", "choices", "date", "line", "number", "scale", "text"];
const named = (folder, which = () => true) =>
  readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => [name.slice(0, -3), join(folder, name)]).filter(([name]) => which(name)).sort();
const fronts = (all, word) => ({
  imports: all.map(([, path], n) => `import ${word}${n} from ${JSON.stringify(path)};`).join("\n"),
  object: `{ ${all.map(([name], n) => `"${name}": ${word}${n}`).join(", ")} }`,
});
const all = (files) => {
  const { imports, object } = fronts(files, "f");
  return `${imports}\nexport default ${object};`;
};
/** `import kinds from "kinds"`: the front ends of kinds, by name; `views` likewise. `later` brings those that are not there yet. */
const sources = {
  kinds: () => all(named(kinds, (name) => AT_ONCE.includes(name))),
  views: () => "export default {};",
  notebook: () => "export default {};", // our page is no notebook
  // A chunk of its own each, loaded when a page has such a part.
  onDemand: () => {
    const getters = named(onDemand).map(([name, path]) => `get ${name}() { return import(${JSON.stringify(path)}).then((part) => part.default); }`);
    return `export default { ${getters.join(", ")} };`;
  },
  later: () => {
    const more = fronts(named(kinds, (name) => !AT_ONCE.includes(name)), "k"), drawn = fronts(named(join(kinds, "views")), "v");
    return `${more.imports}\n${drawn.imports}\nimport kinds from "kinds";\nimport views from "views";
      Object.assign(kinds, ${more.object});\nObject.assign(views, ${drawn.object});`;
  },
};
/** The same in a page that is not ours, where all of it comes in one module. */
const inNotebooks = {
  kinds: () => all(named(kinds)),
  views: () => all(named(join(kinds, "views"))),
  notebook: () => 'export * as default from "./notebook-page.js";',
  onDemand: () => all(named(onDemand)),
};
const folders = (sources) => ({
  name: "folders",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${Object.keys(sources).join("|")})$`) }, ({ path }) => ({ path, namespace: "folders" }));
    onLoad({ filter: /.*/, namespace: "folders" }, ({ path }) => ({ contents: sources[path](), resolveDir: here }));
  },
});

/** Libraries that come whole wherever one part of them is asked for; here each comes as the parts that are used. */
const partsPlugin = {
  name: "parts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@jupyterlab\/coreutils$/ }, () => ({ path: join(here, "coreutils.js") }));
    onResolve({ filter: /^underscore$/ }, () => ({ path: join(here, "underscore.js") }));
    // Their modules, not what they have for `require`: of those all would stay.
    onResolve({ filter: /^@lumino\/(algorithm|coreutils|disposable|signaling)$/ }, ({ path }) =>
      ({ path: join(here, "node_modules", path, "dist/index.es6.js") }));
    // Models and views, without collections, routes and a history.
    onLoad({ filter: /[/\\]backbone[/\\]backbone\.js$/ }, ({ path }) => {
      let text = readFileSync(path, "utf-8");
      const cut = (from, to, by = "") => {
        const [begin, end] = [text.indexOf(from), text.indexOf(to)];
        if (begin < 0 || end < begin) throw new Error(`backbone has no "${from}" before "${to}" any more`);
        text = text.slice(0, begin) + by + text.slice(end);
      };
      cut("  // Backbone.Collection\n  // ---", "  // Backbone.View\n  // ---");
      cut("  // Backbone.Router\n  // ---", "  // Helpers\n  // ---", "  Backbone.history = {};\n");
      cut("  // Underscore methods that we want to implement on the Collection.", "  // Underscore methods that we want to implement on the Model");
      cut("    [Collection, collectionMethods, 'models'],", "    [Model, modelMethods, 'attributes']");
      cut("Model.extend = Collection.extend", "extend;\n\n  // Throw an error", "Model.extend = View.extend = ");
      return { contents: text, loader: "js" };
    });
    onResolve({ filter: /^@lumino\/widgets$/ }, ({ importer }) =>
      ({ path: join(here, importer.endsWith("/tabpanel.js") ? "lumino-tabs.js" : "lumino.js") }));
    onResolve({ filter: /^\.\.$/ }, ({ importer }) =>
      importer.includes("@jupyterlab/services/lib/kernel/") ? { path: join(here, "services.js") } : undefined);
  },
};

mkdirSync(out, { recursive: true });
for (const name of readdirSync(out)) if (/\.(js|css)(\.br)?$/.test(name)) rmSync(join(out, name));
const shared = { absWorkingDir: here, bundle: true, minify: true, format: "esm", target: OLDEST, legalComments: "none", logLevel: "warning" };
await build({ ...shared, entryPoints: ["parts.js"], outfile: process.argv[2] ? join(out, "..", "anywidget.js") : join(here, "../share/anywidget.js"), plugins: [folders(inNotebooks)] });
const result = await build({
  ...shared,
  entryPoints: { page: "main.js" },
  outdir: out,
  splitting: true,
  chunkNames: "[name]-[hash]",
  loader: { ".css": "text", ".svg": "dataurl" },
  alias: {
    // What ipywidgets' manager uses for descriptions with HTML in them; the other one brings a whole CSS parser.
    "sanitize-html": join(here, "sanitize.js"),
    jquery: join(here, "jquery.js"),
    "lodash/isEqual": "underscore/modules/isEqual.js", // backbone brings that one
  },
  plugins: [folders(sources), partsPlugin],
  metafile: true,
});
// Not modules: they must be there before the page is. What has to run first is one file, in this order.
const small = {
  "first.js": ["leave.js", "polyfills.js", "theme.js", "help.js", "browser-support.js"],
  "initial-route.js": ["initial-route.js"],
  "one-time-link.js": ["one-time-link.js"],
  "too-old.js": ["too-old.js"],
  "page.css": ["heartwork.css"],
};
for (const [name, sources] of Object.entries(small)) {
  const css = name.endsWith(".css");
  // Scripts are read by browsers that are then told in words that they are too old.
  const settings = { loader: css ? "css" : "js", minify: true, target: css ? OLDEST : name === "too-old.js" ? "es5" : "es2017" };
  const made = [];
  for (const source of sources) made.push((await transform(readFileSync(join(here, source), "utf-8"), settings)).code);
  writeFileSync(join(out, name), made.join("").trim()); // as it stands in the page, to the letter: it goes by its digest
}
const files = Object.keys(result.metafile.outputs).map((path) => join(here, path)).sort();
// Beside each the same, packed for browsers that can unpack it; for all others `server/static_files.py` packs them.
for (const name of readdirSync(out))
  if (/\.(js|css)$/.test(name)) writeFileSync(join(out, `${name}.br`), brotliCompressSync(readFileSync(join(out, name))));
const digest = createHash("sha256");
for (const file of [...files, ...Object.keys(small).map((name) => join(out, name))]) digest.update(readFileSync(file));
const first = Object.entries(result.metafile.outputs).find(([, output]) => output.entryPoint === "main.js")[1];
const chunks = first.imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path.split("/").pop());
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
    `{# Written by frontend/build.mjs. #}{%- set built = "${digest.digest("hex").slice(0, 12)}" -%}{%- set shared_chunks = ${JSON.stringify(chunks)} -%}\n`);
// What the first screen needs stands in the page itself: on a slow line each file more would be a way there and back.
if (!process.argv[2])
  for (const name of ["initial-route.js", "first.js", "page.css"])
    writeFileSync(join(template, `inline-${name}`), `{% raw %}${readFileSync(join(out, name), "utf-8")}{% endraw %}`);
