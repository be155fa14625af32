// This browser as one that is pushed to: what app/pages/settings/notifications.go shows and does, which is done here because it is a fifth
// of the bytes; and what has to be done at each start. infra/site puts the addresses in.
(() => {
  const key = (name) => "stellwerk." + name;
  const kept = (name) => {
    try {
      return localStorage.getItem(key(name)) || "";
    } catch {
      return ""; // storage is forbidden
    }
  };
  const keep = (name, value) => {
    try {
      localStorage.setItem(key(name), value);
    } catch {
      // it will be asked for again
    }
  };
  const url64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const worker = async () => (await navigator.serviceWorker?.getRegistration()) || null;
  const subscription = async () => (await (await worker())?.pushManager?.getSubscription()) || null;
  // The names of the server, which are those of toJSON but for the keys' being beside.
  const plain = (s) => {
    const { endpoint, keys } = s.toJSON();
    return JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth });
  };

  // lacks says why this browser can't be pushed to: "install" where it could once the app is installed, "denied", "none"; "" if it can.
  const lacks = () => {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
      const apple = /iPhone|iPad/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
      return apple && !navigator.standalone ? "install" : "none";
    }
    return Notification.permission === "denied" ? "denied" : "";
  };
  // here is the server's name for this browser, "" if it is not pushed to.
  const here = async () => {
    const s = await subscription();
    return s && kept("push") === kept("account") ? url64(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(s.endpoint))) : "";
  };
  // subscribe asks the person, and gives what to send to the server; why not, it throws.
  const subscribe = async (publicKey) => {
    const answer = await Notification.requestPermission();
    if (answer !== "granted") throw answer === "denied" ? "denied" : "dismissed";
    try {
      const manager = ((await worker()) && (await navigator.serviceWorker.ready)).pushManager;
      let s = await manager.getSubscription();
      if (s && url64(s.options.applicationServerKey) !== publicKey) {
        await s.unsubscribe(); // the installation has another key now
        s = null;
      }
      s ||= await manager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
      keep("push", kept("account"));
      return plain(s);
    } catch (err) {
      console.warn("push:", err);
      throw "failed";
    }
  };
  const off = async () => {
    keep("push", "");
    await (await subscription())?.unsubscribe();
  };

  // ask asks the server; what it refuses is thrown as a list of faults.
  const ask = async (method, path, body) => {
    const id = crypto.randomUUID().slice(-12); // where there is push, there is this
    const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang, "Content-Type": "application/json", "{{.RequestHeader}}": id };
    const answer = await fetch(path, { method, headers, body, cache: "no-store", signal: AbortSignal.timeout(40_000) });
    const data = await answer.json().catch(() => ({}));
    if (!answer.ok) throw data.faults || [{ kind: "unavailable", code: "connection.unavailable", values: { status: String(answer.status), id } }];
    return data;
  };
  // note keeps for the worker what it needs to know when there is no page: web/js/worker-notify.js reads it.
  const note = async (tenant, topics) => {
    const cache = await caches.open("notify");
    const before = (await (await cache.match("/notify"))?.json()) || {};
    const off = (before.off || []).filter((t) => t !== tenant);
    if (topics.some((t) => t.topic === "conflicts" && t.by === "none")) off.push(tenant);
    await cache.put("/notify", new Response(JSON.stringify({ language: document.documentElement.lang, off })));
  };

  const known = {}; // what the server has said: its key, the devices, the topics of an organisation
  const topics = async (method, tenant, body) => {
    if (!tenant) return (known.topics = []);
    Object.assign(known, await ask(method, "{{.Topics}}".replace("{tenant}", tenant), body));
    await note(tenant, known.topics);
  };
  const acts = {
    look: async (tenant) => {
      Object.assign(known, await ask("GET", "{{.Push}}"));
      await topics("GET", tenant);
    },
    on: async () => Object.assign(known, await ask("PUT", "{{.Push}}", await subscribe(known.key))),
    remove: async (_, device) => {
      if (device === (await here())) await off();
      Object.assign(known, await ask("DELETE", "{{.Push}}/" + device, "{}"));
    },
    set: (tenant, topic, by) => topics("PATCH", tenant, JSON.stringify({ topic, by })),
  };

  let told = false; // the server knows that this browser is still there
  window.stellwerkPush = {
    // act does something and says as JSON how all stands then, with faults if it went wrong.
    act: async (what, ...about) => {
      let why = "";
      let faults = null;
      try {
        await acts[what](...about);
      } catch (err) {
        if (typeof err === "string") why = err;
        else faults = Array.isArray(err) ? err : [{ kind: "needsConnection", code: "connection.none" }];
      }
      return JSON.stringify({ ...known, lacks: why || lacks(), here: await here(), faults });
    },
    // again tells the server anew: the session may be another one.
    again: async () => {
      const s = await subscription();
      if (!s) return;
      if (kept("push") !== kept("account")) return s.unsubscribe(); // that was somebody else, or nobody any more
      const answer = await fetch("{{.Push}}", { method: "PUT", headers: { "Content-Type": "application/json" }, body: plain(s), keepalive: true });
      told = answer.ok;
    },
  };

  // What a click on a notification leads to. In another organisation the app begins anew, as on a first visit.
  const at = new URL(location.href);
  const wanted = at.searchParams.get("organisation");
  if (wanted && /^[0-9A-Z]{26}$/.test(wanted)) {
    keep("tenant", wanted);
    at.searchParams.delete("organisation");
    history.replaceState(history.state, "", at);
  }
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (!data?.open) return;
    if (data.tenant && kept("tenant") !== data.tenant) return location.assign(data.open + "?organisation=" + data.tenant);
    const link = document.createElement("a");
    link.href = data.open;
    document.body.append(link);
    link.click(); // the app leads on, and asks before anything typed is lost
    link.remove();
  });

  // At each start, and where somebody had to sign in first, at last when they look away.
  const again = () => told || window.stellwerkPush.again().catch(() => {});
  const quiet = window.requestIdleCallback || ((f) => setTimeout(f, 5000));
  addEventListener("load", () => quiet(again));
  document.addEventListener("visibilitychange", () => document.hidden && again());
})();
