// A tile in JupyterLab's launcher, and a line in the menu File, in Notebook too: both open the pages in a tab of their own.
//
// It is what JupyterLab's builder would make of a plugin, written by hand: there is nothing to bundle, because all that
// it needs is JupyterLab's own, and shared by that (https://webpack.js.org/concepts/module-federation/).
(() => {
  const COMMAND = "heartwork:open";
  const ICON = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" d="M6 2h9l5 5v13a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm0 2v16h12V8h-4V4H6zm2 7h8v1.6H8V11zm0 4h6v1.6H8V15z"/>
</svg>`;
  let scope = {};

  /** A package of JupyterLab's, the one that is in use where there are several; null where the program has none. */
  async function shared(name) {
    const versions = Object.values(scope[name] ?? {});
    const one = versions.find(({ loaded }) => loaded) ?? versions.at(-1);
    return one ? (await one.get())() : null;
  }

  async function plugin() {
    const [launchers, menus, palettes, components] = await Promise.all(
      ["@jupyterlab/launcher", "@jupyterlab/mainmenu", "@jupyterlab/apputils", "@jupyterlab/ui-components"].map(shared),
    );
    // Notebook has no launcher, and Voila none of the three.
    const uses = [
      [launchers?.ILauncher, (launcher) => launcher.add({ command: COMMAND, category: "Other" })],
      [menus?.IMainMenu, (menu) => menu.fileMenu.addGroup([{ command: COMMAND }], 2)],
      [palettes?.ICommandPalette, (palette) => palette.addItem({ command: COMMAND, category: "Other" })],
    ].filter(([token]) => token);
    return {
      id: "heartwork:launcher",
      autoStart: true,
      optional: uses.map(([token]) => token),
      activate(app, ...services) {
        const icon = components && new components.LabIcon({ name: COMMAND, svgstr: ICON });
        app.commands.addCommand(COMMAND, {
          label: "heartwork",
          icon: icon ?? undefined,
          execute: () => void window.open(`${app.serviceManager.serverSettings.baseUrl}heartwork/`, "_blank", "noopener"),
        });
        services.forEach((service, n) => service && uses[n][1](service));
      },
    };
  }

  (window._JUPYTERLAB ??= {}).heartwork = {
    init: (given) => void (scope = given),
    get: async () => {
      const made = await plugin();
      return () => ({ __esModule: true, default: made });
    },
  };
})();
