// Brings the app here: loads the WebAssembly, watches for new versions. What works before is in forms.js. Values in double braces are
// put in by infra/site.
(() => {
  const root = document.documentElement;
  // What go-app asks the page for.
  const environment = {
    GOAPP_INTERNAL_URLS: JSON.stringify([location.origin + "/local/", location.origin + "/v1/"]),
    GOAPP_STATIC_RESOURCES_URL: "/web",
  };
  window.goappGetenv = (name) => environment[name] || "";
  window.goappNav = () => {};
  window.goappOnUpdate = () => {};
  window.goappOnAppInstallChange = () => {};

  // A new version waits until the person says so: there may be unsent work in this page.
  let taking = false;
  const waits = (worker) => {
    window.stellwerkUpdateWaits = true;
    window.stellwerkTakeUpdate = () => {
      taking = true;
      worker.postMessage("skipWaiting");
    };
    window.dispatchEvent(new Event("stellwerk-update"));
  };
  const watch = async () => {
    const registration = await navigator.serviceWorker.register("/app-worker.js");
    const look = () => {
      if (registration.waiting && navigator.serviceWorker.controller) waits(registration.waiting);
    };
    look();
    registration.addEventListener("updatefound", () => {
      const next = registration.installing;
      next?.addEventListener("statechange", () => {
        if (next.state === "installed") look();
      });
    });
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (taking) location.reload();
    });
    const ask = () => registration.update().catch(() => {});
    setInterval(ask, 60 * 60 * 1000);
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) ask();
    });
  };

  // The app itself.
  const load = document.getElementById("load");
  const trouble = (de, en, why) => {
    load?.remove();
    const box = document.createElement("div");
    box.id = "trouble";
    box.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = root.lang === "de" ? de : en;
    const button = document.createElement("button");
    button.textContent = root.lang === "de" ? "Neu laden" : "Load again";
    button.addEventListener("click", () => location.reload());
    box.append(text, button);
    document.body.append(box);
    if (why) console.warn(why);
  };
  const counting = async () => {
    const answer = await fetch("{{.Wasm}}");
    if (!answer.ok) throw new Error("app.wasm: " + answer.status);
    let loaded = 0;
    const counted = answer.body.pipeThrough(
      new TransformStream({
        transform(chunk, out) {
          loaded += chunk.byteLength;
          if (load) load.value = Math.min(100, (loaded * 100) / Number("{{.WasmBytes}}"));
          out.enqueue(chunk);
        },
      }),
    );
    return new Response(counted, { headers: { "Content-Type": "application/wasm" } });
  };
  const start = async () => {
    if (typeof WebAssembly !== "object") throw new Error("no WebAssembly");
    // A browser keeps the compiled program with an answer that is its own. One that passes through a count is not: it is counted only
    // where it has to be fetched.
    const module = navigator.serviceWorker?.controller ? fetch("{{.Wasm}}") : counting();
    const go = new Go();
    const { instance } = await WebAssembly.instantiateStreaming(module, go.importObject);
    load?.remove();
    await go.run(instance);
    trouble("Da ist etwas kaputtgegangen. Was schon gesendet wurde, ist gespeichert.", "Something broke. What has been sent already is saved.");
  };
  const missing = (err) => {
    load?.remove();
    if (window.stellwerkForms?.alone()) return console.warn("this page goes on without the app:", err);
    if (typeof WebAssembly !== "object") return trouble("Dieser Browser kann Stellwerk nicht ausführen: WebAssembly fehlt oder ist abgeschaltet.", "This browser can’t run Stellwerk: WebAssembly is missing or switched off.", err);
    trouble("Stellwerk konnte nicht geladen werden. Bitte prüfen Sie die Verbindung.", "Stellwerk could not be loaded. Please check the connection.", err);
  };
  start().catch(missing);
  if ("serviceWorker" in navigator) addEventListener("load", () => watch().catch(() => {}));
})();
