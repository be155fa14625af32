// Brings the app here: loads the WebAssembly and checks it. What works before is in forms.js. Values in double braces are put in by
// infra/site.
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
    button.textContent = root.lang === "de" ? "Neu laden" : "Reload";
    button.addEventListener("click", () => location.reload());
    box.append(text, button);
    document.body.append(box);
    if (why) console.warn(why);
  };
  // sound reads an answer to its end, telling how far it is, and says whether it is the program that this page was built with.
  const sound = async (answer) => {
    const bytes = new Uint8Array(Number("{{.WasmBytes}}"));
    let loaded = 0;
    for (const reader = answer.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      if (loaded + value.byteLength > bytes.length) return false;
      bytes.set(value, loaded);
      loaded += value.byteLength;
      if (load) load.value = (loaded * 100) / bytes.length;
    }
    if (!crypto.subtle) return loaded === bytes.length; // not reached by https
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return "sha256-" + btoa(String.fromCharCode(...sum)) === "{{.WasmHash}}";
  };
  class Broken extends Error {}
  // program compiles and checks at the same time. What is compiled is the browser's own answer: with it the browser keeps the compiled
  // program. docs/decisions/app-build.md says why integrity is not left to fetch.
  const program = async (cache) => {
    const answer = await fetch("{{.Wasm}}", { cache });
    if (!answer.ok) throw new Error("app.wasm: " + answer.status);
    const check = sound(answer.clone());
    const compiled = WebAssembly.compileStreaming(answer);
    compiled.catch(() => {}); // what is broken need not compile
    if (!(await check)) throw new Broken("app.wasm is not what it should be");
    return compiled;
  };
  // words are all texts of a language, checked by the browser. They come beside the program, which asks window.stellwerkTexts for them.
  const words = async (language, [address, integrity]) => {
    const answer = await fetch(address, { integrity }).catch(() => fetch(address, { integrity, cache: "reload" }));
    if (!answer.ok) throw new Error(address + ": " + answer.status);
    window.stellwerkTexts[language] = await answer.text();
  };
  window.stellwerkTexts = {};
  const start = async () => {
    if (typeof WebAssembly !== "object") throw new Error("no WebAssembly");
    const said = Promise.all(Object.entries({{.Texts}}).map(([language, from]) => words(language, from)));
    said.catch(() => {}); // that the program is damaged is the greater trouble
    const compiled = await program("default").catch((err) => {
      if (!(err instanceof Broken)) throw err;
      console.warn(err);
      return program("reload").catch((again) => Promise.reject(again instanceof Broken ? again : new Broken(again)));
    });
    await window.stellwerkMending;
    if (typeof Go !== "function") throw new Broken("wasm_exec.js is missing");
    await said;
    const go = new Go();
    const instance = await WebAssembly.instantiate(compiled, go.importObject);
    load?.remove();
    await go.run(instance);
    trouble("Da ist etwas kaputtgegangen. Was schon gesendet wurde, ist gespeichert.", "Something broke. What has been sent already is saved.");
  };
  const missing = (err) => {
    load?.remove();
    if (window.stellwerkForms?.alone()) return console.warn("this page goes on without the app:", err);
    if (typeof WebAssembly !== "object") return trouble("Dieser Browser kann Stellwerk nicht ausführen: WebAssembly fehlt oder ist abgeschaltet.", "This browser can’t run Stellwerk: WebAssembly is missing or switched off.", err);
    if (err instanceof Broken) return trouble("Das Programm ist beschädigt angekommen und wurde deshalb nicht gestartet. Was auf diesem Gerät gespeichert ist, bleibt. Bitte mit Verbindung neu laden.", "The program arrived damaged, so it was not started. What is kept on this device stays. Please load again with a connection.", err);
    trouble("Stellwerk konnte nicht geladen werden. Bitte prüfen Sie die Verbindung.", "Stellwerk could not be loaded. Please check the connection.", err);
  };
  start().catch(missing);
})();
