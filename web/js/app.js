// Brings the app here: shows the constant page in the right language, keeps what is typed until the app is there, loads the
// WebAssembly, watches for new versions. Values in double braces are put in by infra/site.
(() => {
  const root = document.documentElement;
  const body = document.body;

  // What stands on the page before the app does.
  const written = document.getElementById("early-" + root.lang);
  if (written) {
    body.firstElementChild.replaceWith(written.content.firstElementChild.cloneNode(true));
  }

  // What a person does before the app is there: nothing of it is lost.
  const early = { typed: {}, focus: "", sent: "" };
  const before = {
    input: (e) => {
      if (e.target.id) early.typed[e.target.id] = e.target.value;
    },
    focusin: (e) => {
      early.focus = e.target.matches("input") ? e.target.id : "";
    },
    submit: (e) => {
      e.preventDefault();
      early.sent = e.target.querySelector("input")?.id.split("-")[0] || "";
      e.target.querySelector("[type=submit]")?.setAttribute("aria-busy", "true");
    },
    click: (e) => {
      const language = e.target.closest("[data-set-language]")?.dataset.setLanguage;
      if (!language) return;
      try {
        localStorage.setItem("stellwerk.language", language);
      } catch {
        // the choice lasts as long as this page
      }
      root.lang = language;
      const other = document.getElementById("early-" + language);
      if (other) body.firstElementChild.replaceWith(other.content.firstElementChild.cloneNode(true));
    },
  };
  for (const [event, keep] of Object.entries(before)) document.addEventListener(event, keep);
  const arrived = () => {
    for (const input of document.querySelectorAll(".early input")) {
      if (input.id && input.value) early.typed[input.id] = input.value; // filled in by the browser
    }
    for (const [event, keep] of Object.entries(before)) document.removeEventListener(event, keep);
    window.stellwerkEarly = early;
  };

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
  const trouble = (de, en, again) => {
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
    body.append(box);
    if (again) console.error(again);
  };
  const start = async () => {
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
    const go = new Go();
    const module = new Response(counted, { headers: { "Content-Type": "application/wasm" } });
    const { instance } = await WebAssembly.instantiateStreaming(module, go.importObject);
    arrived();
    load?.remove();
    await go.run(instance);
    trouble("Da ist etwas kaputtgegangen. Was schon gesendet wurde, ist gespeichert.", "Something broke. What has been sent already is saved.");
  };
  start().catch((err) =>
    trouble("Stellwerk konnte nicht geladen werden. Bitte prüfen Sie die Verbindung.", "Stellwerk could not be loaded. Please check the connection.", err),
  );
  if ("serviceWorker" in navigator) addEventListener("load", () => watch().catch(() => {}));
})();
